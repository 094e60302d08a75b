"""Values of the fields that are no text: categories, identifiers, sources, days, order."""

from collections.abc import Callable
from datetime import date, timedelta

from broadsheet.model.ids import parse_paper_id
from broadsheet.model.query import Category, Constraint, Days, Has, Identifier, Sort, Source, Years
from broadsheet.search.syntax.periods import is_relative, read_period, read_years
from broadsheet.search.syntax.tokens import Token

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
            "has": _has,
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
            return "it can be has:code or has:pdf"
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


def _has(text: str) -> Constraint | None:
    if text.lower() == "code":
        return Has("code")
    return Has("pdf") if text.lower() == "pdf" else None
