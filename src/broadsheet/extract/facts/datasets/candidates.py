"""Runs of words that may name a dataset, with what stands around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from broadsheet.extract.facts.text import PaperText, Sentence
from broadsheet.extract.tex_tables import words

_NAMED = (
    r"(?:[a-z]{0,12}+-?[A-Z]|[a-z]{2,12}+-?[0-9]|[0-9]{1,4}-?[A-Z]|\$\\?[A-Za-zτ]{1,9}\^?\{?[0-9a-z]?\}?\$-)"
    r"[\w+]{0,40}(?:(?:[-–.'’@&](?=\w)|\$[^$\s]{1,12}\$-?)[\w+]{0,40}){0,6}"
)
# Words with a capital or a number in them, those that follow each other, and numbers behind them. The look ahead is
# for speed: most words are passed over by it.
_RUN = re.compile(
    rf"(?<![\w$\\-])(?=[A-Z0-9$-]|[a-z]{{1,12}}+[-A-Z0-9]){_NAMED}"
    rf"(?:[ ](?:{_NAMED}|[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?(?![\w%×])(?!\.[0-9]))){{0,5}}"
)
# `CIFAR-10, -20, -100`, `CIFAR-10/100`, `NTU RGB+D 60(120)`: several of one name, written as one.
_MORE = re.compile(
    r"(?:(?:,? and|,|/)? ?-[0-9]{1,5}(?![\w%])){1,4}|/[0-9]{1,4}(?![\w%×])|\([0-9]{1,4}\)| \((?:Fine|Coarse)\)"
)
_LINK = re.compile(r"(?: \([^()]{1,40}\))?(?:,? (?:and|or|as well as)(?: on)?(?: the)?|,|/|;|,? &)\s?(?:the )?")
_LAST_WORDS = re.compile(r"[A-Za-z]+|[^\w\s]")
_SMALL_WORDS = re.compile(r"[a-z]+")
HEADS = words(
    "dataset datasets benchmark benchmarks corpus corpora database databases survey challenge challenges suite suites "
    "collection leaderboard testbed catalogue catalog cohort archive task tasks data sets set split splits subset "
    "scenes problems questions environments images videos"
)
_GENERIC = words("Dataset Datasets Benchmark Benchmarks Corpus Corpora Data")
_FIRST_WORDS = words(
    "A An The On In For Our We This These Using With From Experiments Evaluated Evaluation Results Both Across Code By "
    "At When While To And Extensive Experimental Compared Specifically Moreover Furthermore Additionally Finally Its "
    "However It Trained Tested Through Applied Applying Unlike Under As Also Existing Two Three Four Five Here"
)
# What is said of data in front of its name: `the OOD XSum dataset`.
_MODIFIERS = words("OOD 2D 3D 4D RGB RGB-D LLM NLP QA AI")
_NO_NAMES = _GENERIC | _FIRST_WORDS
_REACH = 90
_MOST = 120


# Not frozen: so many are made that it would take a part of all reading.
@dataclass(slots=True)
class Around:
    """The words before and after, nearest first, in lower case."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(slots=True)
class Run:
    """A run of names in a sentence; `members` are the texts of the runs it is coordinated with."""

    sentence: Sentence
    start: int  # offset into the sentence
    tokens: tuple[str, ...]
    more: str  # what belongs to the name behind its tokens
    outer: Around  # around the whole coordination
    members: tuple[str, ...]

    def name(self, first: int, last: int) -> str:
        """The text of a stretch of tokens; what belongs to the name behind them goes with the last."""
        return " ".join(self.tokens[first:last]) + (self.more if last == len(self.tokens) else "")

    @property
    def text(self) -> str:
        """The whole run."""
        return self.name(0, len(self.tokens))


@dataclass(slots=True)
class Row:
    """Names of a sentence that are coordinated, or a single one: their places, and what belongs to each behind it."""

    sentence: Sentence
    places: list[tuple[int, int, str]]
    among_heads: bool  # whether such words as "dataset" stand in the sentence

    def names(self) -> Iterator[str]:
        """Yield the names, and those without what belongs to them behind."""
        text = self.sentence.text
        for start, end, more in self.places:
            yield text[start:end]
            if more:
                yield text[start : end - len(more)]

    def runs(self) -> Iterator[Run]:
        """Yield each run of names, with what stands around it."""
        text = self.sentence.text
        outer = around(text, self.places[0][0], self.places[-1][1])
        members = tuple(text[start:end] for start, end, _ in self.places)
        for start, end, more in self.places:
            yield Run(self.sentence, start, tuple(text[start : end - len(more)].split(" ")), more, outer, members)


def rows(text: PaperText) -> Iterator[Row]:
    """Yield the names of title and abstract in rows, up to a number that no list of names reaches."""
    left = _MOST
    for sentence in text.sentences:
        found = list(islice(_found(sentence.text), left))
        left -= len(found)
        among_heads = bool(found) and not HEADS.isdisjoint(_SMALL_WORDS.findall(sentence.lower))
        first = 0
        while first < len(found):
            last = first
            while last + 1 < len(found) and _LINK.fullmatch(sentence.text, found[last][1], found[last + 1][0]):
                last += 1
            yield Row(sentence, found[first : last + 1], among_heads)
            first = last + 1


def around(text: str, start: int, end: int) -> Around:
    """Return the words around a stretch of a sentence."""
    left = _LAST_WORDS.findall(text[max(0, start - _REACH) : start].lower())[:-5:-1]
    right = _LAST_WORDS.findall(text[end : end + _REACH].lower())[:5]
    return Around(tuple(left), tuple(right))


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    addresses = "://" in text
    for match in _RUN.finditer(text):
        start, end = match.span()
        if addresses and "://" in (text[start - 3 : start], text[end : end + 3]):
            continue
        if " " in match[0]:
            start = _behind_first_words(text, start, end)
            while (last := text[start:end].rpartition(" ")[2]) in _GENERIC:
                end = max(start, end - len(last) - 1)
        elif match[0] in _NO_NAMES:
            continue
        if start < end:
            more = _MORE.match(text, end)
            yield start, more.end() if more else end, more[0] if more else ""


def _behind_first_words(text: str, start: int, end: int) -> int:
    while start < end:
        word, space, _ = text[start:end].partition(" ")
        if word not in _FIRST_WORDS and not (space and word in _MODIFIERS):
            break
        start = min(end, start + len(word) + 1)
    return start


def parts(run: Run) -> list[tuple[int, int]]:
    """The stretches of a run that may be a name of their own, as numbers of tokens: first, one behind the last."""
    count = len(run.tokens)
    found = [(0, count)]
    if count > 1:
        found += [(0, last) for last in range(1, count)] + [(first, count) for first in range(1, count)]
    return found
