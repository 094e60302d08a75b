"""Papers side by side: the same metric on the same data stands in one row, and what several share is told."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from broadsheet.extract.facts.results.metrics import metric_key
from broadsheet.facts.table.model import Row
from broadsheet.model.entities import entity_key
from broadsheet.model.facts import Fact

MOST = 8  # papers side by side
LEAST = 2

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Claimed:
    """What several of the papers claim of one metric, by `metric_key`, on one dataset; some papers claim nothing."""

    metric: str
    dataset: str
    claims: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """A dataset or category that several of the papers have."""

    name: str
    key: str
    papers: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Papers in the order asked for, `others` the claims of each that stand beside no other paper's."""

    rows: tuple[Row, ...]
    claimed: tuple[Claimed, ...]
    others: tuple[tuple[Fact, ...], ...]
    data: tuple[Shared, ...]
    categories: tuple[Shared, ...]


def compare(rows: Sequence[Row]) -> Comparison:
    """Put papers side by side."""
    claims = [[value.fact for value in row.cells["results"] if value.fact] for row in rows]
    by_key: dict[_Key, list[list[Fact]]] = {}
    for place, facts in enumerate(claims):
        for fact in facts:
            if (key := claim_key(fact)) is not None:
                by_key.setdefault(key, [[] for _ in rows])[place].append(fact)
    several = {key: cells for key, cells in by_key.items() if sum(map(bool, cells)) > 1}
    return Comparison(
        rows=tuple(rows),
        claimed=tuple(_claimed(key, cells) for key, cells in several.items()),
        others=tuple(tuple(fact for fact in facts if claim_key(fact) not in several) for facts in claims),
        data=_shared(((entity_key(value.text), value.text) for value in row.cells["data"]) for row in rows),
        categories=_shared(((code, code) for code in row.paper.categories) for row in rows),
    )


def claim_key(fact: Fact) -> _Key | None:
    """What a claim is of, None where it does not say metric and data both: such a claim stands beside no other."""
    measure = fact.measure
    if measure is None or not measure.metric or not measure.dataset:
        return None
    metric, dataset = metric_key(measure.metric, measure.unit), entity_key(measure.dataset)
    return (metric, dataset) if metric and dataset else None


def _claimed(key: _Key, cells: list[list[Fact]]) -> Claimed:
    first = next(fact.measure for facts in cells for fact in facts if fact.measure)
    return Claimed(key[0], first.dataset, tuple(map(tuple, cells)))


def _shared(of_papers: Iterable[Iterable[tuple[str, str]]]) -> tuple[Shared, ...]:
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for pairs in of_papers:
        own = {key: name for key, name in pairs if key}
        counts.update(own.keys())
        names = own | names
    return tuple(Shared(names[key], key, count) for key, count in counts.most_common() if count > 1)
