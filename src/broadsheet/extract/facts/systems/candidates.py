"""Runs of words that may be the name of what a paper proposes: more than there are, told apart later."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from broadsheet.extract.facts.systems.lexicon import KINDS, LEADING, NAMING, PREPOSITIONS, PROPOSING, STOPS
from broadsheet.extract.facts.systems.words import Words, name_part, shape

MOST = 60  # candidates of a paper
LONGEST_NAME = 120  # characters
_LONGEST_RUN = 6  # words
_UNUSUAL = frozenset({"odd", "capital"})
_TELLING = NAMING | PROPOSING
_TITLE_PARTS = re.compile(r"\s{0,3}(?::|\?|!|\s[-–—]\s|—)\s*")


@dataclass(slots=True)
class Place:
    """Where a candidate stands: words `first` to `last` of title or abstract."""

    words: Words
    first: int
    last: int

    @property
    def start(self) -> int:
        return self.words.starts[self.first]

    @property
    def end(self) -> int:
        return self.words.ends[self.last]

    @property
    def text(self) -> str:
        return self.words.text[self.start : self.end]


@dataclass(slots=True)
class Candidate:
    """A name that may be one, however it is written, and where it stands."""

    key: str
    length: int  # in words
    places: list[Place] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)


def candidates(title: Words, abstract: Words) -> list[Candidate]:
    """Return what may be names, those of the title first."""
    found: dict[str, Candidate] = {}
    for source, place in (*_of_title(title), *_of_runs(title), *_of_runs(abstract), *_named(abstract)):
        if place.end - place.start > LONGEST_NAME:
            continue
        key = name_key(place.text)
        one = found.get(key)
        if one is None:
            if len(found) == MOST:
                break
            one = found[key] = Candidate(key, place.last - place.first + 1)
        one.sources.add(source)
    _place(found, title)
    _place(found, abstract)
    return [one for one in found.values() if one.places]


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """The name without case and plural."""
    if len(name) > 2 and name[-1] == "s" and name[-2].isupper():
        name = name[:-1]
    return name.casefold()


def _of_title(title: Words) -> Iterator[tuple[str, Place]]:
    """What stands before a colon, after it, before a preposition, or alone."""
    if not title.starts:
        return
    last = len(title.starts) - 1
    cut = _TITLE_PARTS.search(title.text)
    ends_first = last
    if cut and cut.start():
        ends_first = next((at for at, start in enumerate(title.starts) if start >= cut.end()), last + 1) - 1
        if 0 <= ends_first < _LONGEST_RUN:
            yield "prefix", Place(title, 0, ends_first)
        if last - ends_first in (1, 2):
            yield "suffix", Place(title, ends_first + 1, last)
    first = 1 if title.lower[0] in ("a", "an", "the", "introducing", "on") else 0
    end = first
    while end <= ends_first and (end == first or title.lower[end] not in PREPOSITIONS) and _touches(title, end, first):
        end += 1
    if 1 <= end - first <= _LONGEST_RUN:
        yield "chunk", Place(title, first, end - 1)
    for at in range(ends_first):
        if title.lower[at] in ("via", "through", "by", "using", "with", "introducing"):
            yield from _after(title, at, ends_first)


def _touches(words: Words, at: int, first: int) -> bool:
    return at == first or words.between(at - 1).strip(" ") == ""


def _after(title: Words, at: int, last: int) -> Iterator[tuple[str, Place]]:
    end = at + 1
    while end <= last and title.lower[end] not in PREPOSITIONS and _touches(title, end, at + 1):
        end += 1
    if 2 <= end - at - 1 <= _LONGEST_RUN:
        yield "means", Place(title, at + 1, end - 1)


def _of_runs(words: Words) -> Iterator[tuple[str, Place]]:
    """Odd words, and runs of capitalised ones."""
    count, done = len(words.words), 0
    shapes = list(map(shape, words.words))
    in_title = words.where == "title"
    for start in [at for at, each in enumerate(shapes) if each in _UNUSUAL]:
        if start < done:
            continue
        begin = at = start
        while at + 1 < count and at - begin < _LONGEST_RUN - 1 and _goes_on(words, at, shapes[at + 1]):
            at += 1
        if not in_title:
            while begin <= at and words.lower[begin] in LEADING:
                begin += 1
        if begin < at and not in_title:
            yield "run", Place(words, begin, at)
        for single in range(begin, at + 1):
            if shapes[single] == "odd":
                yield "odd", Place(words, single, single)
                if single < at and shapes[single + 1] == "odd" and at - begin > 1:
                    yield "pair", Place(words, single, single + 1)
        if begin == at and shapes[begin] == "capital" and not in_title and len(words.words[begin]) > 2:
            yield "capital", Place(words, begin, begin)
        done = at + 1


def _goes_on(words: Words, at: int, following: str) -> bool:
    if words.starts[at + 1] - words.ends[at] not in (1, 3) or words.between(at) not in (" ", "'s ", "’s "):
        return False
    return following in ("capital", "odd") or (following == "number" and "$" not in words.words[at + 1])


def _named(words: Words) -> Iterator[tuple[str, Place]]:
    """What follows "we propose" or "called", capitalised or not."""
    lower = words.lower
    for at in [at for at, word in enumerate(lower[:-1]) if word in _TELLING]:
        naming = lower[at] in NAMING
        first = at + 1
        while first < len(lower) and first - at < 5 and lower[first] in LEADING:
            first += 1
        if not naming and first < len(lower) and lower[first].isalpha() and words.words[first].islower():
            continue
        end = first
        while (
            end < len(lower)
            and end - first < _LONGEST_RUN
            and lower[end] not in STOPS
            and words.sentences[end] == words.sentences[at]
        ):
            if end > first and words.text[words.ends[end - 1] : words.starts[end]].strip("-– "):
                break
            end += 1
        while (
            end - first > 1
            and lower[end - 1] in KINDS
            and shape(words.words[first]) != "lower"
            and shape(words.words[end - 1]) == "lower"
        ):
            end -= 1
        if end > first:
            yield ("named" if naming else "proposed"), Place(words, first, end - 1)
            if shape(words.words[first]) != "lower" and end - first > 1:
                capitals = first
                while capitals + 1 < end and shape(words.words[capitals + 1]) != "lower":
                    capitals += 1
                yield "proposed", Place(words, first, capitals)


def _place(found: dict[str, Candidate], words: Words) -> None:
    """Find every place of every candidate, in whatever case; a phrase may be written small."""
    by_first: dict[str, list[Candidate]] = {}
    for one in found.values():
        by_first.setdefault(_first_word(one.key), []).append(one)
    hits = [
        (at, key)
        for at, word in enumerate(words.words)
        if (key := word if word.islower() else name_key(word)) in by_first
    ]
    for at, key in hits:
        word = words.words[at]
        for one in by_first[key]:
            last = at + one.length - 1
            if last < len(words.words) and (
                one.length == 1 or name_key(words.text[words.starts[at] : words.ends[last]]) == one.key
            ):
                told = not one.sources.isdisjoint(("named", "proposed", "prefix"))
                if one.length > 1 or told or shape(word) != "lower":
                    one.places.append(Place(words, at, last))


def _first_word(key: str) -> str:
    return name_key(name_part(key.split(" ", 1)[0]))
