"""What a paper says of itself: names, links, results, data and kind, each with its place in the text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from broadsheet.model.entities import entity_key

PaperKind = Literal["method", "theory", "system", "dataset", "benchmark", "survey", "analysis"]
PAPER_KINDS: tuple[PaperKind, ...] = ("method", "theory", "system", "dataset", "benchmark", "survey", "analysis")

# `line` is the part of a sentence that says what the paper is or does.
FactKind = Literal["kind", "line", "system", "code", "project", "result", "dataset"]
FACT_KINDS: tuple[FactKind, ...] = ("kind", "line", "system", "code", "project", "result", "dataset")
TextName = Literal["title", "abstract", ""]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that a paper claims. Empty strings are "not said"."""

    value: str  # as written, without its unit: `25`, `0.556-0.733`, `1.4 ± 0.1`, `six`
    unit: str = ""  # in normal form: `%`, `x` (times, fold, factor), `points`, `dB`, `FPS`, `seconds`, `MB` …
    metric: str = ""  # what was measured, in the paper's words
    dataset: str = ""  # on what
    compared: str = ""  # with what
    low: float | None = None  # the number, and of a range its two ends
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a paper says.

    `text` is a name (system, dataset), an address (code, project), the shortest run of words that states a result,
    the line that says what the paper is, or one of PAPER_KINDS. `start` and `end` are character offsets into the title
    or abstract as the catalog has them, of what the fact was read from; `where` is empty where it stands in neither.
    """

    kind: FactKind
    text: str
    where: TextName = ""
    start: int = 0
    end: int = 0
    confidence: float = 1.0  # 0 to 1: the share of such facts that are right
    long_form: str = ""  # of a system's name
    measure: Measure | None = None  # of a result
    by: str = ""  # the reader who set it; empty for what was extracted


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one paper, in the order of the text."""

    facts: tuple[Fact, ...] = ()

    def of(self, kind: FactKind) -> tuple[Fact, ...]:
        """Return the facts of one kind."""
        return tuple(fact for fact in self.facts if fact.kind == kind)

    def first(self, kind: FactKind) -> str:
        """Return the text of the first fact of a kind, empty where there is none."""
        return next((fact.text for fact in self.facts if fact.kind == kind), "")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reader said of a fact: `before` is wrong, or lacks; `after` is right, None where there is no such fact.

    Without `before`, `after` is a fact that the extraction missed. The latest correction of a fact holds.
    """

    number: int
    paper_key: int
    reader: str
    made: datetime
    before: Fact | None
    after: Fact | None


def corrected(reading: Reading, corrections: Iterable[Correction]) -> Reading:
    """Return what holds after these corrections, given in the order they were made.

    A fact is recognised by `same_fact`, so that a correction stands above later extractions too.
    """
    facts = list(reading.facts)
    for one in corrections:
        if one.before is not None:
            facts = [fact for fact in facts if not same_fact(fact, one.before)]
        if one.after is not None:
            facts = [fact for fact in facts if not same_fact(fact, one.after)]
            if one.after.kind in ("kind", "line"):
                facts = [fact for fact in facts if fact.kind != one.after.kind]
            facts.append(one.after)
    return Reading(tuple(facts))


def same_fact(one: Fact, other: Fact) -> bool:
    """Whether two facts are one, however a later extraction may have cut or spelled it.

    Names are compared as `entity_key` compares them, and of a result the value counts and the place or the words.
    """
    if one.kind != other.kind:
        return False
    if one.kind in ("system", "dataset"):
        return one.text == other.text or entity_key(one.text) == entity_key(other.text) != ""
    if one.kind == "result":
        return _value(one) == _value(other) and (one.text == other.text or _overlap(one, other))
    return one.text == other.text


def _value(fact: Fact) -> str:
    return fact.measure.value if fact.measure else ""


def _overlap(one: Fact, other: Fact) -> bool:
    return one.where == other.where != "" and one.start < other.end and other.start < one.end
