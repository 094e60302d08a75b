"""Rising topics: regions that grow, each with the terms that name it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from broadsheet.editions.history import History
from broadsheet.editions.naming import Terms, count_terms, name_region, read_terms
from broadsheet.editions.regions import Region, rising_regions, weekly
from broadsheet.editions.surroundings import Surroundings
from broadsheet.model.edition import Topic
from broadsheet.store import stream
from broadsheet.store.database import Connection

TOPICS = 6  # in an edition
_LOOKED_AT = 30  # regions of which the best named are taken
_LEAST = 80.0  # weight of the name times deviance: below, neither is sure
_SAME = 0.65  # cosine of the middles of two regions from which on they are one topic


@dataclass(frozen=True, slots=True)
class _Named:
    region: Region
    keys: Sequence[int]
    terms: tuple[str, ...]
    strength: float


def rising_topics(
    connection: Connection, history: History, found: Surroundings, ids: Mapping[int, str], within: Collection[int]
) -> tuple[Topic, ...]:
    """Return the topics that rise, the one first whose growth is least likely by chance and that is best named.

    `ids` has the public ids of all recent papers by key; a topic has at least one paper among `within`.
    """
    regions = rising_regions(history, found, _LOOKED_AT)
    wanted = {key for region in regions for key in history.keys[region.before].tolist()} | ids.keys()
    texts = {key: read_terms(title, text) for key, title, text in stream.texts(connection, wanted)}
    everywhere = count_terms(texts[key] for key in ids if key in texts)
    named = [_name(history, region, texts, everywhere, len(ids)) for region in regions]
    named = [one for one in named if one.strength >= _LEAST and not set(one.keys).isdisjoint(within)]
    named.sort(key=lambda one: (-one.strength, one.keys[0]))
    chosen: list[_Named] = []
    for one in named:
        if len(chosen) < TOPICS and not any(_is_same(one, other) for other in chosen):
            chosen.append(one)
    last = int(history.days.max(initial=0))
    return tuple(_topic(history, one, ids, last) for one in chosen)


def _name(
    history: History, region: Region, texts: Mapping[int, Terms], everywhere: Mapping[str, int], papers: int
) -> _Named:
    keys: list[int] = history.keys[region.members[history.recent[region.members]]].tolist()
    before: list[int] = history.keys[region.before].tolist()
    inside, earlier = [texts[key] for key in keys if key in texts], [texts[key] for key in before if key in texts]
    terms, weight = name_region(inside, earlier, everywhere, papers)
    return _Named(region, keys, terms, weight * region.deviance)


def _is_same(one: _Named, other: _Named) -> bool:
    return bool(np.dot(one.region.middle, other.region.middle) >= _SAME)


def _topic(history: History, one: _Named, ids: Mapping[int, str], last: int) -> Topic:
    region = one.region
    return Topic(
        terms=one.terms,
        papers=tuple(ids[key] for key in one.keys if key in ids),
        recent=region.rising,
        expected=round(region.expected, 2),
        lift=round(region.growth, 2),
        weekly=weekly(history, region, last),
    )
