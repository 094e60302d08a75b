"""How good similar papers are, by what papers themselves say of each other, and how fast they are found.

No one judged them. Weak truth, from four sides: papers that write each other's arXiv ids; papers that name a system
that only the other introduced; papers of one first author and a co-author within a year; papers that use the same rare
data.
The names by which pairs of the second and fourth kind are known are taken out of the given papers' words.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from bench.library import prepared
from bench.report import Figure, percentile, publish
from broadsheet.lib.clock import stopwatch
from broadsheet.model.entities import entity_key
from broadsheet.model.names import author_key, title_key
from broadsheet.model.paper import Paper
from broadsheet.model.query import Query, Words
from broadsheet.search.alike.blend import AUTHOR_BONUS, MOST_AUTHORS, NAMING_BONUS
from broadsheet.search.alike.naming import ids_named
from broadsheet.search.alike.pool import Candidate, gather, read_given
from broadsheet.search.alike.varied import varied
from broadsheet.search.engine import Vector
from broadsheet.search.library import Library
from broadsheet.search.similar import similar
from broadsheet.services import opened
from broadsheet.settings import read_settings
from broadsheet.store import papers, readings

_QUERIES = 200  # of each kind
_READ = 60  # candidates that are ordered by each rule
_NARROW = 6  # papers that share a name or an author
_NAME = re.compile(r"[A-Za-z][\w+.-]*[\w+]")
_SEED = 20261121
Truth = dict[int, set[int]]
Rule = Callable[[Candidate], float]


RULES: dict[str, Rule] = {
    "cosine": lambda one: one.alike.parts.cosine or 0.0,
    "evened cosine": lambda one: one.alike.parts.evened,
    "shared rare words": lambda one: one.alike.parts.words,
    "categories": lambda one: one.alike.parts.categories,
    "blend without authors": lambda one: (
        one.alike.parts.score
        - AUTHOR_BONUS * min(len(one.alike.parts.authors), MOST_AUTHORS)
        - NAMING_BONUS * one.alike.parts.names_other
    ),
    "blend": lambda one: one.alike.parts.score - NAMING_BONUS * one.alike.parts.names_other,
}


@dataclass(slots=True)
class Known:
    """What papers say of each other: the truth by kind, and by paper the names that must not give it away."""

    truth: dict[str, Truth] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    names: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, kind: str, one: Paper, other: Paper) -> None:
        """Take down that two papers belong together; versions of one paper do not count."""
        if one.key != other.key and title_key(one.title) != title_key(other.title):
            self.truth[kind][one.key].add(other.key)
            self.truth[kind][other.key].add(one.key)


def main() -> None:
    """Measure every rule on every kind of pairs. docs/similar.md says what the weights were chosen on."""
    with opened(read_settings({"BROADSHEET_HOME": str(prepared())}), ahead=False) as services:
        library = services.library
        known = _known(library)
        figures: list[Figure] = []
        for kind, truth in known.truth.items():
            figures += _measured(library, known, kind, truth)
        publish("similar", [*figures, *_times(library)])


def _measured(library: Library, known: Known, kind: str, truth: Truth) -> Iterator[Figure]:
    """Yield nDCG@10 and recall@20 of every rule. What papers write of each other's ids is left out of the blend."""
    asked = sorted(truth)
    random.Random(_SEED).shuffle(asked)
    gained: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for key in asked[:_QUERIES]:
        found = _pool(library, key, known.names.get(key, set()) if kind in ("mention", "dataset") else set())
        for name, rule in RULES.items():
            order = sorted(found, key=lambda one: (-rule(one), one.paper.key))
            gained[name].append(_gain([one.paper.key in truth[key] for one in order], len(truth[key])))
        scores = [one.alike.parts.score for one in found[:40]]
        rows: Vector = np.stack([one.evened for one in found[:40] if one.evened is not None])
        order = [found[at] for at in varied(scores, np.maximum(rows @ rows.T, 0), 20)]
        gained["blend, varied"].append(_gain([one.paper.key in truth[key] for one in order], len(truth[key])))
    for name, values in gained.items():
        ndcg, recall = np.mean(values, axis=0)
        yield Figure(f"{kind} ({len(values)}): {name}, nDCG@10", round(float(ndcg), 4), "")
        yield Figure(f"{kind} ({len(values)}): {name}, R@20", round(float(recall), 4), "")


def _pool(library: Library, key: int, hidden: set[str]) -> list[Candidate]:
    given = read_given(library, [key], ())
    if hidden:
        text = given.papers[0].text
        for name in hidden:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.IGNORECASE)
        query = Query(text=text, words=text, scored=(Words(text),), by_text=True)
        given = replace(given, query=query)
    own = title_key(given.papers[0].title)
    return [one for one in gather(library, given, _READ) if title_key(one.paper.title) != own]


def _gain(relevant: Sequence[bool], total: int) -> tuple[float, float]:
    discounts = 1 / np.log2(np.arange(2, 12))
    first = np.array(relevant[:10], dtype=float)
    ideal = discounts[: min(10, total)].sum()
    return float((first * discounts[: len(first)]).sum() / ideal), sum(relevant[:20]) / min(20, total)


def _known(library: Library) -> Known:
    known = Known()
    with library.database.read() as connection:
        every = {one.key: one for one in papers.stream(connection)}
        read = readings.of_papers(connection, list(every))
    systems: dict[str, set[int]] = defaultdict(set)
    datasets: dict[str, dict[int, str]] = defaultdict(dict)
    for key, reading in read.items():
        for fact in reading.of("system"):
            systems[fact.text].add(key)
        for fact in reading.of("dataset"):
            datasets[entity_key(fact.text)][key] = fact.text
    _references(known, every)
    _first_authors(known, every)
    _mentions(known, every, {name: min(keys) for name, keys in systems.items() if len(keys) == 1 and _is_odd(name)})
    _datasets(known, every, datasets)
    return known


def _references(known: Known, every: dict[int, Paper]) -> None:
    by_id = {one.arxiv_id: one for one in every.values() if one.arxiv_id}
    pairs = [(one, by_id[other]) for one in every.values() for other in ids_named(one) if other in by_id]
    named = Counter(other.key for _, other in pairs)
    for one, other in pairs:
        if named[other.key] <= _NARROW:  # what more name is a volume of proceedings
            known.add("reference", one, other)


def _first_authors(known: Known, every: dict[int, Paper]) -> None:
    by_first: dict[str, list[Paper]] = defaultdict(list)
    for one in every.values():
        if one.authors:
            by_first[author_key(one.authors[0].name)].append(one)
    for several in by_first.values():
        if 2 <= len(several) <= _NARROW:
            for one, other in combinations(several, 2):
                others = ({author_key(author.name) for author in paper.authors[1:]} for paper in (one, other))
                if abs((one.day - other.day).days) <= 366 and set.intersection(*others):
                    known.add("first author", one, other)


def _mentions(known: Known, every: dict[int, Paper], introduced: dict[str, int]) -> None:
    by_name: dict[str, list[Paper]] = defaultdict(list)
    for one in every.values():
        for name in set(_NAME.findall(one.text)) & introduced.keys():
            by_name[name].append(one)
    for name, several in by_name.items():
        origin = every[introduced[name]]
        later = [one for one in several if one.key != origin.key and one.day >= origin.day]
        for one in later if len(later) <= _NARROW else ():
            known.add("mention", one, origin)
            known.names[one.key].add(name)
            known.names[origin.key].add(name)


def _datasets(known: Known, every: dict[int, Paper], datasets: dict[str, dict[int, str]]) -> None:
    for used in datasets.values():
        if 2 <= len(used) <= _NARROW:
            for one, other in combinations(sorted(used), 2):
                known.add("dataset", every[one], every[other])
            for key in used:
                known.names[key] |= set(used.values())


def _is_odd(name: str) -> bool:
    """Whether a name is none of a word or an acronym that many have: it has small letters between capitals."""
    return len(name) >= 4 and sum(map(str.isupper, name)) >= 2 and any(map(str.islower, name))


def _times(library: Library) -> list[Figure]:
    dice = random.Random(_SEED)
    keys = [dice.randrange(1, library.engine.paper_count) for _ in range(200)]
    figures = []
    for name, is_varied in (("8 similar papers", False), ("8 similar papers, varied", True)):
        times = []
        for turn in range(2):  # once before, so that files are in memory
            for key in keys:
                elapsed = stopwatch()
                similar(library, [key], limit=8, varied=is_varied)
                times += [elapsed() * 1000] if turn else []
        figures += [
            Figure(f"{name}, p50", percentile(times, 50), "ms", None if is_varied else 20),
            Figure(f"{name}, p99", percentile(times, 99), "ms"),
        ]
    return figures
