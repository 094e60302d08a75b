"""What papers say of one dataset or system, and which names are near to one that is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

from broadsheet.extract.facts.results.metrics import metric_key
from broadsheet.facts.confidence import is_shown
from broadsheet.model.facts import Fact, Measure
from broadsheet.model.query import Days, Query, Term
from broadsheet.search.find import find_keys
from broadsheet.search.library import Library
from broadsheet.store import claims, entities, papers
from broadsheet.store.database import Connection
from broadsheet.store.entities import Entity, EntityKind

MENTIONS_READ = 100  # papers with the word, the latest ones, that are looked through for its exact spelling
_LIKENED = 300  # names that begin alike
_ALIKE = 0.6  # as difflib counts
_NEAR = 8
_KNOWN = 3  # papers that use data of a name: whoever proposes it later did not introduce it


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that a paper claims."""

    paper_key: int
    fact: Fact
    measure: Measure


@dataclass(frozen=True, slots=True)
class MetricGroup:
    """The values claimed of one metric, by `metric_key`, in one unit, the latest paper first. No key: none is named."""

    key: str
    unit: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class OnDataset:
    """What papers say of a dataset. `silent` claim no figure on it; `introduced` propose what was not known before."""

    keys: tuple[int, ...]  # of all papers that name it, the latest first
    introduced: tuple[int, ...]  # the earliest first
    groups: tuple[MetricGroup, ...]  # the most values first
    silent: tuple[int, ...]


def on_dataset(connection: Connection, key: str) -> OnDataset:
    """Gather what papers say of the dataset or benchmark of this key; no keys where none names it as one."""
    keys = entities.papers_of(connection, "dataset", key)
    if not keys:
        return OnDataset((), (), (), ())
    introduced = _introduced(connection, key)
    every = [*keys, *(one for one in introduced if one not in set(keys))]
    found = claims.on_dataset(connection, every, key)
    made = [
        Claim(one, fact, fact.measure)
        for one in every
        for fact in found.get(one, ())
        if fact.measure is not None and is_shown(fact)
    ]
    claiming = {one.paper_key for one in made}
    apart = claiming | set(introduced)
    return OnDataset(tuple(every), introduced, _grouped(made), tuple(one for one in keys if one not in apart))


def _introduced(connection: Connection, key: str) -> tuple[int, ...]:
    """The papers that propose data of this name, the earliest first; none where others used it before the first."""
    proposing = tuple(reversed(entities.papers_of(connection, "system", key)))
    first = papers.outlines(connection, proposing[:1])
    known = bool(first) and entities.count_before(connection, "dataset", key, first[0].day) >= _KNOWN
    return () if known else proposing


def by_value(group: MetricGroup) -> tuple[Claim, ...]:
    """Return the claims of a group with the greatest number first; those without a number last."""
    return tuple(sorted(group.claims, key=lambda one: -_number(one.measure)))


def mentions(library: Library, connection: Connection, names: Sequence[str], apart: Sequence[int]) -> tuple[int, ...]:
    """Return keys of the latest papers in whose title or abstract one of the names stands exactly as written."""
    found: dict[int, None] = {}
    for name in names[:3]:
        words = name.replace('"', " ")
        query = Query(constraints=(Term("any", words, phrase=True),), sort="newest")
        keys = find_keys(library, query, MENTIONS_READ)[0]
        found.update(dict.fromkeys(keys))
    listed = papers.get(connection, [key for key in found if key not in set(apart)])
    exact = [paper for paper in listed if any(name in paper.title or name in paper.abstract for name in names)]
    return tuple(paper.key for paper in sorted(exact, key=lambda paper: (paper.day, paper.key), reverse=True))


def is_older(library: Library, connection: Connection, name: str, paper_key: int) -> bool:
    """Whether several papers of earlier days than this one write a name: then it did not introduce it."""
    first = papers.outlines(connection, [paper_key])
    words = name.replace('"', " ")
    if not first or first[0].day == date.min:
        return False
    before = Days(last=first[0].day - timedelta(days=1))
    query = Query(constraints=(Term("any", words, phrase=True), before), sort="newest")
    earlier = papers.get(connection, find_keys(library, query, MENTIONS_READ)[0])
    return sum(name in paper.title or name in paper.abstract for paper in earlier) >= _KNOWN


def near(connection: Connection, kind: EntityKind, key: str) -> list[Entity]:
    """Return entities whose names are near to a key that there is none of, the nearest first."""
    alike = entities.listed(connection, kind, limit=_LIKENED, starting=key[:3]) if key else []
    scored = [(SequenceMatcher(None, key, one.key).ratio(), one) for one in alike]
    chosen = sorted((pair for pair in scored if pair[0] >= _ALIKE), key=lambda pair: (-pair[0], pair[1].key))
    return [one for _, one in chosen[:_NEAR]]


def _grouped(made: Sequence[Claim]) -> tuple[MetricGroup, ...]:
    groups: dict[tuple[str, str], list[Claim]] = {}
    for one in made:
        groups.setdefault((metric_key(one.measure.metric, one.measure.unit), one.measure.unit), []).append(one)
    ordered = sorted(groups.items(), key=lambda item: (not item[0][0], -len(item[1]), item[0]))
    return tuple(MetricGroup(key, unit, tuple(several)) for (key, unit), several in ordered)


def _number(measure: Measure) -> float:
    number = measure.high if measure.high is not None else measure.low
    return float("-inf") if number is None else number
