"""Compute an edition again: from what is stored with it, and from the catalog as it was known then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isclose

import msgspec

from broadsheet.editions.making import MOST_ITEMS, Desk, digest, rank, reorder
from broadsheet.model.edition import Count, Edition, Evidence, Item
from broadsheet.rank.score import FORMULA
from broadsheet.settings import Weights
from broadsheet.store import papers
from broadsheet.store.database import Connection
from broadsheet.store.merged import survivors


@dataclass(frozen=True, slots=True)
class Change:
    """A paper of which the catalog says something else now than what an edition was made from."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What came of it.

    `formula` and `model` are those of this program. `follows`: the edition's list is the one that its own evidence
    gives. `inputs` and `count` are those of the edition made again, `changes` tell them from its own; papers that are
    not kept with the edition can change the digest without a change here.
    """

    formula: str
    model: str
    follows: bool
    inputs: str
    count: int
    changes: tuple[Change, ...]


def recompute(connection: Connection, desk: Desk, edition: Edition) -> Recomputed:
    """Compute an edition again with its own weights; reads, stores nothing."""
    weights = msgspec.convert(edition.weights, Weights)
    made = rank(connection, replace(desk, weights=weights), edition.id, edition.known_until)
    return Recomputed(
        formula=FORMULA,
        model=desk.model,
        follows=_is_same(edition.items, reorder(edition)),
        inputs=digest(made.items, weights),
        count=len(made.items),
        changes=tuple(_changes(connection, edition, made.items)),
    )


def _is_same(stored: tuple[Item, ...], ordered: tuple[Item, ...]) -> bool:
    pairs = zip(stored, ordered, strict=True)
    return all(one.id == other.id and isclose(one.score.total, other.score.total) for one, other in pairs)


def _changes(connection: Connection, edition: Edition, made: tuple[Item, ...]) -> Iterator[Change]:
    now = {item.id: item for item in made}
    missing = [item for item in edition.items if item.id not in now]
    why_gone = _why_gone(connection, edition, missing)
    for item in edition.items:
        if item.id not in now:
            yield Change(item.id, why_gone[item.key])
        elif why := "; ".join(_why_different(item, now[item.id])):
            yield Change(item.id, why)
    then, least = {item.id for item in edition.items}, _least_kept(edition)
    for item in made:
        if item.id not in then and item.score.total > least:
            yield Change(item.id, f"came in with an earlier day, or rose: it is ranked {item.rank:,} now")


def _least_kept(edition: Edition) -> float:
    """Return the score above which every paper was kept with an edition."""
    if edition.count == len(edition.items):
        return -1.0
    return min(item.score.total for item in edition.items if item.rank <= MOST_ITEMS)


def _why_gone(connection: Connection, edition: Edition, missing: list[Item]) -> Mapping[int, str]:
    keys = [item.key for item in missing]
    into = survivors(connection, keys)
    there = {paper.key: paper for paper in papers.get(connection, [*keys, *into.values()])}
    told = {}
    for item in missing:
        paper = there.get(into.get(item.key, item.key))
        if paper is None:
            told[item.key] = "has gone from the library"
        elif paper.id != item.id:
            told[item.key] = f"is {paper.id} now, with which it was joined"
        elif paper.standing:
            told[item.key] = f"is {paper.standing} since"
        elif not edition.first <= paper.day <= edition.last:
            told[item.key] = f"is listed under {paper.day} now"
        else:
            told[item.key] = "is brought in by nothing any more"
    return told


def _why_different(then: Item, now: Item) -> Iterator[str]:
    if then.day != now.day:
        yield f"was listed under {then.day}, and is under {now.day} now"
    yield from _why_counted(then.evidence.counts, now.evidence.counts)
    if _around(then.evidence) != _around(now.evidence):
        yield "its text or vector changed, or those of papers around it"
    for name, has in (("code", "has_code"), ("data", "has_data"), ("results", "has_results")):
        if getattr(then.evidence, has) != getattr(now.evidence, has):
            yield f"has {name} now" if getattr(now.evidence, has) else f"has no {name} any more"
    if (then.picked, then.leads) != (now.picked, now.leads):
        yield "its pick is another"


def _why_counted(then: tuple[Count, ...], now: tuple[Count, ...]) -> Iterator[str]:
    before = {(one.kind, one.source): one for one in then}
    after = {(one.kind, one.source): one for one in now}
    for series in sorted(before.keys() | after.keys()):
        was = before[series].amount if series in before else 0
        grown = after[series].amount if series in after else 0
        if was != grown:
            yield f"{series[0]} by {series[1]} grew by {was:g} then, and by {grown:g} now"
        elif before[series].expected != after[series].expected:
            yield f"what {series[0]} by {series[1]} were expected is another, as other papers' counts changed"


def _around(evidence: Evidence) -> tuple[int, int, float, float]:
    return evidence.neighbours, evidence.rising, evidence.expected_rising, evidence.novelty
