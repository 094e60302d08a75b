"""The shipped system beside every other one, and beside its own last run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from bench.quality.measures import Scored
from bench.quality.significance import LEVEL, holm, randomisation
from bench.quality.systems import SHIPPED


@dataclass(frozen=True, slots=True)
class Compared:
    """By how much the shipped system is better than another by the collection's measure, and p after correction."""

    collection: str
    against: str
    difference: float
    chance: float

    @property
    def verdict(self) -> str:
        """`better` or `worse` where chance does not explain it, else empty."""
        if self.chance >= LEVEL:
            return ""
        return "better" if self.difference > 0 else "worse"


def compare(table: Sequence[Scored]) -> dict[tuple[str, str], Compared]:
    """Return by collection and system how the shipped one does against it; Holm's family is the whole table."""
    shipped = {one.collection.name: one for one in table if one.system == SHIPPED}
    pairs = [
        (one.collection.name, one.system, _own(shipped[one.collection.name]), _own(one))
        for one in table
        if one.system != SHIPPED and one.collection.name in shipped
    ]
    return {(one.collection, one.against): one for one in _tested(pairs)}


def compare_with_last(
    table: Sequence[Scored], last: Mapping[str, Mapping[str, Sequence[float]]]
) -> dict[str, Compared]:
    """Return by collection how the shipped system does against its last run: scores by collection and measure."""
    pairs = []
    for one in table:
        before = last.get(one.collection.name, {}).get(one.collection.measure, ())
        if one.system == SHIPPED and len(before) == len(one.collection.questions):
            # What was kept is rounded: so must be what it is held against.
            pairs.append((one.collection.name, "last run", [round(score, 3) for score in _own(one)], before))
    return {one.collection: one for one in _tested(pairs)}


def _own(one: Scored) -> Sequence[float]:
    return one.scores[one.collection.measure]


def _tested(pairs: Sequence[tuple[str, str, Sequence[float], Sequence[float]]]) -> list[Compared]:
    chances = holm([randomisation(ours, theirs) for _, _, ours, theirs in pairs])
    return [
        Compared(collection, against, fmean(ours) - fmean(theirs), chance)
        for (collection, against, ours, theirs), chance in zip(pairs, chances, strict=True)
    ]
