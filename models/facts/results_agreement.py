"""How often metric, dataset and what is compared are as annotated, of claims whose value and unit are right."""

import re
from collections.abc import Sequence

from bench.annotated import Annotated
from bench.fact_scores import as_facts, matched

from broadsheet.extract.facts.results.metrics import metric_key
from broadsheet.extract.facts.results.word_list import words_in
from broadsheet.model.facts import Fact, Measure

_WORD = re.compile(r"[A-Za-z0-9]+")
_COMMON = words_in("the a an of in on for and or to with over by from our its their at")


def agreement(papers: Sequence[Annotated], readings: Sequence[tuple[Fact, ...]]) -> str:
    """Return a line of shares.

    A metric agrees where its key is the same or one of both names holds half of the other's words; dataset and compared
    agree where both are empty or share half of the words of the shorter. Spans: shared characters by all.
    """
    pairs = [pair for paper, facts in zip(papers, readings, strict=True) for pair in claims(paper, facts)]
    metric = [same_metric(one, other) for one, other, _ in pairs]
    parts = [f"metric {share(metric)}"]
    for name in ("dataset", "compared"):
        said = [(getattr(one, name), getattr(other, name)) for one, other, _ in pairs]
        alike = [alike_words(one, other) for one, other in said]
        right = sum(bool(one and other) and same for (one, other), same in zip(said, alike, strict=True))
        found, wanted = sum(bool(other) for _, other in said), sum(bool(one) for one, _ in said)
        parts.append(f"{name} {share(alike)} (precision {right}/{found}, recall {right}/{wanted})")
    spans = sum(overlap for _, _, overlap in pairs) / max(1, len(pairs))
    return ", ".join([*parts, f"span {spans:.2f}", f"{len(pairs)} claims"])


def claims(paper: Annotated, facts: tuple[Fact, ...]) -> list[tuple[Measure, Measure, float]]:
    """Return annotated and found measures that are one claim, with the share of characters that their spans share."""
    said = as_facts(paper)
    places = {
        id(fact): claim for fact, claim in zip([f for f in said if f.kind == "result"], paper.results, strict=True)
    }
    rows = []
    for one, other in matched(said, facts):
        claim, measure = places[id(one)], other.measure
        if measure is not None:
            whole = max(claim.end, other.end) - min(claim.start, other.start)
            common = min(claim.end, other.end) - max(claim.start, other.start)
            said_of = Measure(claim.value, claim.unit, claim.metric, claim.dataset, claim.compared)
            rows.append((said_of, measure, common / whole))
    return rows


def same_metric(one: Measure, other: Measure) -> bool:
    """Whether two metrics agree."""
    key, other_key = metric_key(one.metric, one.unit), metric_key(other.metric, other.unit)
    return key == other_key or alike_words(one.metric, other.metric)


def alike_words(one: str, other: str) -> bool:
    """Whether two names share half of the words of the shorter, or both are empty."""
    words, others = ({word.lower() for word in _WORD.findall(text)} - _COMMON for text in (one, other))
    if not words or not others:
        return not one and not other
    return 2 * len(words & others) >= min(len(words), len(others))


def share(rows: Sequence[bool]) -> str:
    """Return a share to read."""
    return f"{sum(rows) / max(1, len(rows)):.2f}"
