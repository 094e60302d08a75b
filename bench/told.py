"""Which papers belong together, by what papers of the library tell of each other. No one judged them.

Weak truth, from four sides: papers that write each other's arXiv ids; papers that name a system that only the other
introduced; papers of one first author and a co-author within a year; papers that use the same rare data.
"""

import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from broadsheet.model.entities import entity_key
from broadsheet.model.names import author_key, title_key
from broadsheet.model.paper import Paper
from broadsheet.search.alike.naming import ids_named
from broadsheet.search.library import Library
from broadsheet.store import papers, readings

KINDS = ("reference", "mention", "first author", "dataset")
_NARROW = 6  # papers that share a name or an author
_ROUND = "()[]{}.,;:!?'\"“”‘’"  # what may stand around a word
Truth = dict[int, set[int]]


@dataclass(frozen=True, slots=True)
class Told:
    """The truth by kind, and by paper the names that pairs are known by and that must not give them away."""

    papers: Mapping[int, Paper]
    truth: dict[str, Truth] = field(default_factory=lambda: {kind: defaultdict(set) for kind in KINDS})
    names: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, kind: str, one: Paper, other: Paper) -> None:
        """Take down that two papers belong together; versions of one paper do not count."""
        if one.key != other.key and title_key(one.title) != title_key(other.title):
            self.truth[kind][one.key].add(other.key)
            self.truth[kind][other.key].add(one.key)

    def halves(self, kind: str) -> tuple[list[int], list[int]]:
        """Return the papers to tune on and those to report on, no pair of papers torn apart."""
        halves: tuple[list[int], list[int]] = [], []
        seen: set[int] = set()
        for key in sorted(self.truth[kind]):
            if key not in seen:
                together = _together(self.truth[kind], key)
                seen |= together
                halves[zlib.crc32(self.papers[key].id.encode()) % 2].extend(sorted(together))
        return halves


def read_told(library: Library) -> Told:
    """Read the catalog through; takes about half a minute for 130,000 papers."""
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
    told = Told(every)
    _references(told)
    _first_authors(told)
    _mentions(told, {name: min(keys) for name, keys in systems.items() if len(keys) == 1 and _is_odd(name)})
    _datasets(told, datasets)
    return told


def _together(truth: Truth, key: int) -> set[int]:
    """All papers that belong together with this one, directly or by others."""
    found, new = {key}, {key}
    while new:
        new = set().union(*(truth[one] for one in new)) - found
        found |= new
    return found


def _references(told: Told) -> None:
    by_id = {one.arxiv_id: one for one in told.papers.values() if one.arxiv_id}
    pairs = [(one, by_id[other]) for one in told.papers.values() for other in ids_named(one) if other in by_id]
    named = Counter(other.key for _, other in pairs)
    for one, other in pairs:
        if named[other.key] <= _NARROW:  # what more name is a volume of proceedings
            told.add("reference", one, other)


def _first_authors(told: Told) -> None:
    by_first: dict[str, list[Paper]] = defaultdict(list)
    for one in told.papers.values():
        if one.authors:
            by_first[author_key(one.authors[0].name)].append(one)
    for several in by_first.values():
        if 2 <= len(several) <= _NARROW:
            for one, other in combinations(several, 2):
                others = ({author_key(author.name) for author in paper.authors[1:]} for paper in (one, other))
                if abs((one.day - other.day).days) <= 366 and set.intersection(*others):
                    told.add("first author", one, other)


def _mentions(told: Told, introduced: dict[str, int]) -> None:
    by_name: dict[str, list[Paper]] = defaultdict(list)
    for one in told.papers.values():
        for name in {word.strip(_ROUND) for word in one.text.split() if not word.islower()} & introduced.keys():
            by_name[name].append(one)
    for name, several in by_name.items():
        origin = told.papers[introduced[name]]
        later = [one for one in several if one.key != origin.key and one.day >= origin.day]
        for one in later if len(later) <= _NARROW else ():
            told.add("mention", one, origin)
            told.names[one.key].add(name)
            told.names[origin.key].add(name)


def _datasets(told: Told, datasets: dict[str, dict[int, str]]) -> None:
    for used in datasets.values():
        if 2 <= len(used) <= _NARROW:
            for one, other in combinations(sorted(used), 2):
                told.add("dataset", told.papers[one], told.papers[other])
            for key in used:
                told.names[key] |= set(used.values())


def _is_odd(name: str) -> bool:
    """Whether a name is none of a word or an acronym that many have: it has small letters between capitals."""
    return len(name) >= 4 and sum(map(str.isupper, name)) >= 2 and any(map(str.islower, name))
