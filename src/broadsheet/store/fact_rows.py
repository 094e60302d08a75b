"""Facts as they stand in the catalog: JSON lists, so that a million of them stay small."""

from collections.abc import Iterable
from dataclasses import astuple

import orjson

from broadsheet.model.facts import Fact, Measure


def pack(facts: Iterable[Fact]) -> str:
    """Write facts as JSON."""
    return orjson.dumps([_row(fact) for fact in facts]).decode()


def unpack(text: str) -> tuple[Fact, ...]:
    """Read what `pack` wrote."""
    return tuple(_fact(row) for row in orjson.loads(text))


def _row(fact: Fact) -> list[object]:
    measure = list(astuple(fact.measure)) if fact.measure else None
    confidence = round(fact.confidence, 3)
    return [fact.kind, fact.text, fact.where, fact.start, fact.end, confidence, fact.long_form, measure, fact.by]


def _fact(row: list[object]) -> Fact:
    kind, text, where, start, end, confidence, long_form, measure, by = row
    made = Measure(*measure) if isinstance(measure, list) else None
    return Fact(kind, text, where, start, end, confidence, long_form, made, by)  # type: ignore[arg-type]
