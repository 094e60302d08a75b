"""Preferences of real readers: what an author co-signs later is what somebody with these interests wants to see.

An author is a name whose papers hang together: they are joined where they share another author, the largest such group
has at least two thirds of the name's papers, and at least four fifths of its papers stand in its three most frequent
primary categories. So a name that several people have is left out. Papers of more than thirty authors do not count. The
first and the last word of the name have more than one letter.

A group is an author with most papers not yet in a group, and those co-authors that share most papers with the group, up
to ten people, until they have 110 papers together: a reader with several interests. No author is in two groups.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from broadsheet.model.names import author_key
from broadsheet.store.candidates import Candidate

SIZES = (5, 20, 100)
Half = Literal["tuning", "reporting"]

_LONG = 30  # authors of a paper
_PEOPLE, _UNION, _LEAST_UNION = 10, 110, 105
_A_DAY = 100  # papers of a day that a ranking is made of, at least
_DAYS = 5  # of each reader
_FIRST = "2025-03"


@dataclass(frozen=True, slots=True)
class Query:
    """A reader on a day: the latest papers before it, `size` of them, and those of the day to be found, as places."""

    reader: str
    size: int
    day: str
    profile: tuple[int, ...]
    relevant: tuple[int, ...]

    @property
    def half(self) -> Half:
        """The half of the readers that this one is in, by a digest of the name."""
        return "tuning" if hashlib.sha256(self.reader.encode()).digest()[0] % 2 == 0 else "reporting"


def queries(papers: Sequence[Candidate]) -> dict[int, list[Query]]:
    """Return the queries of each size, in an order that is the same at every run and says nothing."""
    authors = _authors(papers)
    days = Counter(paper.day.isoformat() for paper in papers)
    usable = {day for day, count in days.items() if count >= _A_DAY and day >= _FIRST}
    made: dict[int, list[Query]] = {}
    for size in SIZES:
        readers = _groups(papers, authors) if size == 100 else authors
        found = [one for name, own in readers.items() for one in _of_reader(papers, usable, name, own, size)]
        made[size] = sorted(found, key=lambda one: _lot(f"{one.reader} {one.day} {size}"))
    return made


def _of_reader(
    papers: Sequence[Candidate], usable: set[str], name: str, own: Iterable[int], size: int
) -> Iterator[Query]:
    by_day: dict[str, list[int]] = defaultdict(list)
    for place in sorted(own):
        by_day[papers[place].day.isoformat()].append(place)
    before: list[int] = []
    found = []
    for day in sorted(by_day):
        if day in usable and len(before) >= size:
            found.append(Query(name, size, day, tuple(before[-size:]), tuple(by_day[day])))
        before += by_day[day]
    yield from sorted(found, key=lambda one: _lot(name + one.day))[:_DAYS]


def _authors(papers: Sequence[Candidate]) -> dict[str, tuple[int, ...]]:
    """Return the papers of each name that means one person, of those with at least six."""
    by_name: dict[str, list[int]] = defaultdict(list)
    keys = [tuple(dict.fromkeys(map(author_key, paper.authors))) for paper in papers]
    for place, names in enumerate(keys):
        if len(papers[place].authors) <= _LONG:
            for name in names:
                by_name[name].append(place)
    found = {}
    for name in sorted(by_name):
        words, own = name.split("-"), by_name[name]
        if len(own) < 6 or len(words) < 2 or min(len(words[0]), len(words[-1])) < 2:
            continue
        joined = _joined(own, keys, name)
        primary = Counter((papers[place].categories or ("",))[0] for place in joined).most_common(3)
        if len(joined) >= max(6, 2 / 3 * len(own)) and sum(count for _, count in primary) >= 0.8 * len(joined):
            found[name] = tuple(joined)
    return found


def _joined(own: Sequence[int], keys: Sequence[Sequence[str]], name: str) -> list[int]:
    """Return the largest group of papers that are joined by shared other authors."""
    parent = {place: place for place in own}

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    first: dict[str, int] = {}
    for place in own:
        for other in keys[place]:
            if other != name:
                parent[root(place)] = root(first.setdefault(other, place))
    groups: dict[int, list[int]] = defaultdict(list)
    for place in own:
        groups[root(place)].append(place)
    return max(groups.values(), key=len)


def _groups(papers: Sequence[Candidate], authors: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, ...]]:
    joint: dict[str, Counter[str]] = {}
    for name, own in authors.items():
        with_name = Counter(author_key(other) for place in own for other in papers[place].authors)
        joint[name] = Counter({other: count for other, count in with_name.items() if other in authors})
        del joint[name][name]
    used: set[str] = set()
    groups = {}
    for name in sorted(authors, key=lambda one: (-len(authors[one]), one)):
        if name in used:
            continue
        people, union, near = [name], set(authors[name]), Counter(joint[name])
        while len(union) < _UNION and len(people) < _PEOPLE:
            free = [(count, other) for other, count in near.items() if other not in used and other not in people]
            count, other = max(free, default=(0, ""))
            if count < 2:
                break
            people.append(other)
            union |= set(authors[other])
            near.update(joint[other])
        if len(union) >= _LEAST_UNION:
            used.update(people)
            groups["+".join(people)] = tuple(sorted(union))
    return groups


def _lot(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
