"""Which papers stand in a digest, and where: a pure function of what is on offer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from broadsheet.model.digest import PartKind

MOST = 300  # papers of a digest, whatever sizes a plan asks for: nobody reads more, and a page of it has 1 MB
_NONE: Mapping[int, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Offer:
    """A part of a digest before it is chosen from: papers by key, best first.

    `said` is why a paper is in it, for those that have no `reasons` of their own here, and for papers that stand in an
    earlier part and are in this one too.
    """

    kind: PartKind
    title: str
    address: str
    size: int
    keys: Sequence[int]
    said: str
    reasons: Mapping[int, tuple[str, ...]] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A part of a digest with the papers chosen for it, each with why; `more` were offered and had no room."""

    offer: Offer
    papers: tuple[tuple[int, tuple[str, ...]], ...]
    more: int


def choose(offers: Sequence[Offer], barred: Collection[int], work_of: Mapping[int, int]) -> list[Chosen]:
    """Fill the parts in turn; a paper stands in the first that has it and room for it, and says which others have it.

    All parts together have MOST papers at most. `work_of` names, for papers that are one work under several keys, the
    one key that all of them count as. Parts that nothing was chosen for are left out.
    """
    out = {work_of.get(key, key) for key in barred}
    offered = [dict.fromkeys(work for key in one.keys if (work := work_of.get(key, key)) not in out) for one in offers]
    taken: set[int] = set()
    places: list[list[int]] = []
    for offer, works in zip(offers, offered, strict=True):
        mine = [work for work in works if work not in taken][: min(offer.size, MOST - len(taken))]
        taken.update(mine)
        places.append(mine)
    chosen: list[Chosen] = []
    for number, (offer, mine) in enumerate(zip(offers, places, strict=True)):
        if mine:
            key_of = {work_of.get(key, key): key for key in reversed(offer.keys)}
            others = [
                (other, works) for at, (other, works) in enumerate(zip(offers, offered, strict=True)) if at != number
            ]
            papers = tuple((key_of[work], _reasons(offer, key_of[work], work, others)) for work in mine)
            chosen.append(Chosen(offer, papers, sum(work not in taken for work in offered[number])))
    return chosen


def _reasons(offer: Offer, key: int, work: int, others: Sequence[tuple[Offer, Collection[int]]]) -> tuple[str, ...]:
    """Return why a paper is there, and which other parts have it, where that is not said already."""
    said = list(offer.reasons.get(key, (offer.said,)))
    for other, works in others:
        if work in works and other.said and not any(other.title in reason for reason in said):
            said.append(other.said)
    return tuple(said)
