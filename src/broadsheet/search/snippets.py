"""Mark the words of a query in titles, and choose the piece of an abstract that shows them best."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from broadsheet.model.names import fold
from broadsheet.model.paper import Paper
from broadsheet.model.query import Fragment, Guess, Query, Term
from broadsheet.search.index.analysis import STOP_WORDS, stem
from broadsheet.search.index.varieties import other_spellings

LENGTH = 240  # characters of a snippet

_WORD = re.compile(r"[^\W_]+")
_MATHEMATICS = re.compile(r"\$\$[^$]{1,400}\$\$|\$[^$]{1,400}\$")
_SENTENCE = re.compile(r"[.!?]\s+(?=\S)")
_LEAD = 80  # characters that may come before the first match, so as to begin with a sentence


class _Match(NamedTuple):
    start: int
    end: int
    stem: str


class Marker:
    """Knows the words of one query, and finds them in texts."""

    def __init__(self, query: Query) -> None:
        self._words: dict[str, str] = {}
        self._found: dict[str, list[_Match]] = {}  # titles and abstracts are marked and told
        self._authors: set[str] = set()
        for part in query.scored:
            if isinstance(part, Term) and part.field == "author":
                self._authors.update(fold(part.text).split())
            elif isinstance(part, Guess):
                self._learn(" ".join(part.meant))
            else:
                self._learn(part.text)

    def title(self, text: str) -> tuple[Fragment, ...]:
        """The whole text with its matched words marked."""
        return _fragments(text, 0, len(text), self._matches(text))

    def snippet(self, text: str) -> tuple[Fragment, ...]:
        """About LENGTH characters of the text where the most of the query's words are, marked; never half a formula."""
        matches = self._matches(text)
        start, end = _window(text, matches)
        fragments = _fragments(text, start, end, matches)
        before = (Fragment("… "),) if start > 0 else ()
        after = (Fragment(" …"),) if end < len(text.rstrip()) else ()
        return before + fragments + after

    def matched(self, paper: Paper) -> dict[str, tuple[str, ...]]:
        """The query's words found in each field of the paper."""
        texts = {"title": paper.title, "abstract": paper.abstract, "summary": paper.summary}
        found = {
            name: tuple(dict.fromkeys(self._words[match.stem] for match in self._matches(text)))
            for name, text in texts.items()
        }
        names = fold(" ".join(author.name for author in paper.authors)).split()
        found["author"] = tuple(word for word in dict.fromkeys(names) if word in self._authors)
        return {name: words for name, words in found.items() if words}

    def _learn(self, text: str) -> None:
        words = _WORD.findall(text)
        telling = [word for word in words if word.lower() not in STOP_WORDS]
        for word in telling or words:
            for written in (word, *other_spellings(word.lower())):
                if root := stem(written):
                    self._words.setdefault(root, word)

    def _matches(self, text: str) -> list[_Match]:
        if (known := self._found.get(text)) is None:
            known = self._found[text] = self._look(text)
        return known

    def _look(self, text: str) -> list[_Match]:
        if not text.isascii():
            return [
                _Match(match.start(), match.end(), root)
                for match in _WORD.finditer(text)
                if (root := stem(match[0])) in self._words
            ]
        # Most abstracts are ASCII: to look for the few stems is ten times as fast as to stem every word.
        lowered = text.lower()
        found = [match for root in self._words for match in _occurrences(lowered, root)]
        return sorted(found)


def _occurrences(lowered: str, root: str) -> Iterator[_Match]:
    # A stem is the beginning of all its words, but for a last letter (theory and theories: theori).
    beginning = root[:-1] if root.endswith("i") else root
    at = lowered.find(beginning)
    while at >= 0:
        word = _WORD.match(lowered, at)
        if word is None:
            return
        if not lowered[at - 1 : at].isalnum() and stem(word[0]) == root:
            yield _Match(at, word.end(), root)
        at = lowered.find(beginning, word.end())


def _fragments(text: str, start: int, end: int, matches: Sequence[_Match]) -> tuple[Fragment, ...]:
    formulas = _formulas(text)
    made: list[Fragment] = []
    at = start
    for match in matches:
        if match.start < start or match.end > end or _inside(formulas, match.start):
            continue
        if match.start > at:
            made.append(Fragment(text[at : match.start]))
        made.append(Fragment(text[match.start : match.end], marked=True))
        at = match.end
    if at < end:
        made.append(Fragment(text[at:end]))
    return tuple(made)


def _window(text: str, matches: Sequence[_Match]) -> tuple[int, int]:
    """Choose the piece with the most different matched words, then the most words, then the first."""
    if len(text) <= LENGTH * 1.25:
        return 0, len(text)
    first = _best_match(matches)
    start = _start_before(text, first.start) if first else 0
    end = min(len(text), start + LENGTH)
    for left, right in _formulas(text):
        if left < start < right:
            start = left
        if left < end < right:
            end = right
    if end < len(text) and text[end - 1 : end + 1].isalnum():
        end = max(text.rfind(" ", start, end), start + LENGTH // 2)
    return start, end


def _best_match(matches: Sequence[_Match]) -> _Match | None:
    best, chosen = (0, 0), None
    starts = [match.start for match in matches]
    for number, match in enumerate(matches):
        inside = matches[number : bisect_left(starts, match.start + LENGTH - _LEAD)]
        value = (len({one.stem for one in inside}), len(inside))
        if value > best:
            best, chosen = value, match
    return chosen


def _start_before(text: str, place: int) -> int:
    """Where to begin so that `place` is shown: at its sentence if that is near, else at a word close before."""
    nearest = max((match.end() for match in _SENTENCE.finditer(text, 0, place)), default=0)
    if place - nearest <= _LEAD:
        return nearest
    return text.rfind(" ", 0, max(place - _LEAD // 3, 0)) + 1


def _formulas(text: str) -> list[tuple[int, int]]:
    if "$" not in text:
        return []
    return [match.span() for match in _MATHEMATICS.finditer(text)]


def _inside(spans: Sequence[tuple[int, int]], place: int) -> bool:
    return any(left <= place < right for left, right in spans)
