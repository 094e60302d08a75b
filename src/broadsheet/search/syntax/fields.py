"""Values of the fields that are no text: categories, identifiers, sources, days, order."""

from collections.abc import Callable
from datetime import date, timedelta

from broadsheet.model.entities import entity_key
from broadsheet.model.facts import PAPER_KINDS, PaperKind
from broadsheet.model.ids import parse_paper_id
from broadsheet.model.query import (
    Category,
    Constraint,
    DatasetIs,
    Days,
    Has,
    Identifier,
    KindIs,
    Sort,
    Source,
    SystemIs,
    Years,
)
from broadsheet.search.syntax.periods import is_relative, read_period, read_years
from broadsheet.search.syntax.tokens import Token

_HAVING: dict[str, Has] = {name: Has(name) for name in ("code", "pdf", "results")}
_HAVING |= {"result": Has("results"), "codes": Has("code")}

# What else readers call the kinds of papers.
_KINDS: dict[str, PaperKind] = {kind: kind for kind in PAPER_KINDS}
_KINDS |= {"methods": "method", "algorithm": "method", "algorithms": "method", "model": "method", "models": "method"}
_KINDS |= {"theories": "theory", "theoretical": "theory", "proof": "theory", "proofs": "theory"}
_KINDS |= {"systems": "system", "tool": "system", "tools": "system", "software": "system", "library": "system"}
_KINDS |= {"datasets": "dataset", "corpus": "dataset", "corpora": "dataset", "data": "dataset"}
_KINDS |= {"benchmarks": "benchmark", "surveys": "survey", "review": "survey", "reviews": "survey"}
_KINDS |= {"overview": "survey", "overviews": "survey", "tutorial": "survey", "tutorials": "survey"}
_KINDS |= {"analyses": "analysis", "study": "analysis", "studies": "analysis", "empirical": "analysis"}

_SORTS: dict[str, Sort] = {"newest": "newest", "oldest": "oldest", "relevance": "relevance"}


class FieldReader:
    """Reads values of fields into constraints; keeps the order that `sort:` asked for."""

    def __init__(self, today: date | None, report: Callable[[str, int, int], None]) -> None:
        self._today = today
        self._report = report
        self.sort: Sort | None = None

    def read(self, name: str, value: Token) -> Constraint | None:
        """Read the value of the field `name`; None, with a problem reported, where it cannot be used."""
        text = value.text.strip().rstrip(",;")
        readers: dict[str, Callable[[str], Constraint | None]] = {
            "cat": _category,
            "id": _identifier,
            "source": _source,
            "has": lambda text: _HAVING.get(text.lower()),
            "system": _system,
            "dataset": _dataset,
            "kind": _kind,
            "after": self._after,
            "before": self._before,
            "year": self._year,
        }
        if name == "sort":
            self._read_sort(text.lower(), value)
            return None
        constraint = readers[name](text)
        if constraint is None:
            self._report(f"`{name}:{text[:60]}` was left out: {self._reason(name, text)}.", value.start, value.end)
        return constraint

    def _read_sort(self, text: str, value: Token) -> None:
        if text in _SORTS:
            self.sort = _SORTS[text]
        else:
            message = f"`sort:{text[:60]}` was left out: it can be newest, oldest or relevance."
            self._report(message, value.start, value.end)

    def _reason(self, name: str, text: str) -> str:
        if name == "has":
            return "it can be has:code, has:pdf or has:results"
        if name == "kind":
            return f"it can be {', '.join(PAPER_KINDS[:-1])} or {PAPER_KINDS[-1]}"
        if name in {"system", "dataset"}:
            return "it has no letter or digit"
        if name == "id":
            return "this is no arXiv id, DOI, ACL id or address of one"
        if name in {"cat", "source"}:
            return "it has no value"
        if is_relative(text) and self._today is None:
            return "days counted from today cannot be used here"
        if name == "year":
            return "a year is like 2025, 2025-03 or 2023..2025"
        return "a date is like 2025, 2025-03, 2025-03-01, today or 7d"

    def _after(self, text: str) -> Constraint | None:
        period = read_period(text, self._today)
        return Days(first=period.first) if period else None

    def _before(self, text: str) -> Constraint | None:
        period = read_period(text, self._today)
        if period is None or period.first == date.min:
            return None
        return Days(last=period.first - timedelta(days=1))

    def _year(self, text: str) -> Constraint | None:
        if years := read_years(text):
            return Years(*years)
        period = read_period(text, self._today)
        return Days(period.first, period.last) if period else None


def _category(text: str) -> Constraint | None:
    prefix = text.removesuffix("*").rstrip(".")
    return Category(prefix) if prefix else None


def _identifier(text: str) -> Constraint | None:
    public = parse_paper_id(text)
    return Identifier(public) if public else None


def _source(text: str) -> Constraint | None:
    return Source(text.lower()) if text else None


def _system(text: str) -> Constraint | None:
    key = entity_key(text)
    return SystemIs(key) if key else None


def _dataset(text: str) -> Constraint | None:
    key = entity_key(text)
    return DatasetIs(key) if key else None


def read_kind(text: str) -> PaperKind | None:
    """Return the kind of paper that a reader means by a word, None where there is none."""
    return _KINDS.get(text.strip().lower())


def _kind(text: str) -> Constraint | None:
    kind = read_kind(text)
    return KindIs(kind) if kind else None
