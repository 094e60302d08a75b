"""What holds of every reading, whatever the text."""

from collections import Counter

from broadsheet.model.entities import entity_key
from broadsheet.model.facts import FACT_KINDS, PAPER_KINDS, Fact, Reading


def check(title: str, abstract: str, reading: Reading) -> None:
    """Hold a reading against its texts."""
    for fact in reading.facts:
        assert fact.kind in FACT_KINDS, fact
        assert 0 <= fact.confidence <= 1, fact
        assert fact.text.strip(), fact
        assert not fact.by, fact
        assert (fact.measure is not None) == (fact.kind == "result"), fact
        assert not fact.long_form or fact.kind == "system", fact
        _check_place(fact, {"title": title, "abstract": abstract, "": ""}[fact.where])
    assert set(_texts(reading, "kind")) <= set(PAPER_KINDS)
    assert max(len(_texts(reading, "kind")), len(_texts(reading, "line"))) <= 1
    seen = Counter((fact.kind, fact.text, fact.measure.value if fact.measure else "") for fact in reading.facts)
    assert all(count == 1 for count in seen.values()), seen


def _check_place(fact: Fact, text: str) -> None:
    assert 0 <= fact.start <= fact.end <= len(text), fact
    words = text[fact.start : fact.end]
    if fact.kind == "result":
        assert words == fact.text, fact
    if fact.kind in ("system", "dataset"):
        assert entity_key(words) == entity_key(fact.text) != "", (fact, words)


def _texts(reading: Reading, kind: str) -> list[str]:
    return [fact.text for fact in reading.facts if fact.kind == kind]
