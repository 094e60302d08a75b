"""Facts as they stand in the catalog: JSON lists, so that a million of them stay small."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

import orjson

from broadsheet.model.entities import entity_key
from broadsheet.model.facts import Fact, Measure, Reading

LONG_FORM = "long form"  # a kind of entity beside system and dataset


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """What was read of a paper, ready to be kept; made where the reading is done, in whatever process that is."""

    key: int
    text_digest: str  # of the text that was read
    facts: str  # by `pack`
    names: tuple[tuple[str, str, str], ...]  # kind, key and name of what it names, by `named`
    fault: str = ""  # what went wrong, where it could not be read


def read_paper(key: int, text_digest: str, reading: Reading) -> ReadPaper:
    """Make a reading ready to be kept."""
    return ReadPaper(key, text_digest, pack(reading.facts), named(reading))


def pack(facts: Iterable[Fact]) -> str:
    """Write facts as JSON."""
    return orjson.dumps([_row(fact) for fact in facts]).decode()


def unpack(text: str) -> tuple[Fact, ...]:
    """Read what `pack` wrote."""
    return tuple(_fact(row) for row in orjson.loads(text))


def named(reading: Reading) -> tuple[tuple[str, str, str], ...]:
    """Return kind, key and name of each system and dataset once, in its first spelling.

    A long form that is no name itself is of the kind LONG_FORM, and its name that of the system.
    """
    found: dict[tuple[str, str], str] = {}
    told = [fact for fact in reading.facts if fact.kind in ("system", "dataset")]
    for fact in told:
        if key := entity_key(fact.text):
            found.setdefault((fact.kind, key), fact.text)
    for fact in told:
        if fact.long_form and (key := entity_key(fact.long_form)) and ("system", key) not in found:
            found.setdefault((LONG_FORM, key), fact.text)
    return tuple((kind, key, name) for (kind, key), name in found.items())


def _row(fact: Fact) -> list[object]:
    measure = list(astuple(fact.measure)) if fact.measure else None
    confidence = round(fact.confidence, 3)
    return [fact.kind, fact.text, fact.where, fact.start, fact.end, confidence, fact.long_form, measure, fact.by]


def _fact(row: list[object]) -> Fact:
    kind, text, where, start, end, confidence, long_form, measure, by = row
    made = Measure(*measure) if isinstance(measure, list) else None
    return Fact(kind, text, where, start, end, confidence, long_form, made, by)  # type: ignore[arg-type]
