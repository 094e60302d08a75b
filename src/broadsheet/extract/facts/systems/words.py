"""The words of a title or abstract, with their places and shapes."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import add
from typing import Literal

from broadsheet.extract.facts.text import PaperText

Shape = Literal["lower", "capital", "odd", "number"]

# Mathematics belongs to the word it touches (`HD$^2$-SSC`), as do `+`, `*` and a letter in brackets (`ScaledGD(λ)`).
_WORD = re.compile(
    r"((?:\w+|\$[^$\s]{1,40}\$)"
    r"(?:[-–‐'’./&@^](?=[\w$])\w*|\+\w*|\*(?!\*)\w*|\$[^$\s]{1,40}\$\w*|\((?:[^\W\d_]|\$[^$\s]{1,20}\$)\)(?!\w))*)"
)
# `SAM-based` speaks of SAM, and so does `SAM's`.
_TAIL = re.compile(
    r"(?:['’]s|-(?:based|style|like|aware|driven|guided|powered|enabled|enhanced|trained|generated|assisted|type|level"
    r"|specific|inspired|augmented|related|derived|informed|free|compatible|only|equipped|tuned|optimi[sz]ed))$"
)
_ODD = re.compile(
    r"[A-ZΑ-Ω]\w*[A-ZΑ-Ω]|[a-z][A-Z]|[A-Z][a-z]*\d|\d[A-Z]|[a-z]\d|\d(?!(?:st|nd|rd|th|x|d|s|k|px|nm|m|h|B)\b)[a-z]|[a-zA-Z\d][+*]|[A-Za-z-]\$|\$-?[A-Za-z]"
    r"|\d-[A-Za-z]*[A-Z]|[A-Za-z]-\d"
)
_NUMBER = re.compile(r"[\d.,/–-]+$|\$[^$]*\$$")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text; `ends` are those of what may be a name, without `'s` and `-based`."""

    where: Literal["title", "abstract"]
    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    words: Sequence[str]  # as far as `ends`
    lower: Sequence[str]  # whole, in lower case
    sentences: Sequence[int]  # the number of each word's sentence
    last_sentence: int

    def between(self, place: int) -> str:
        """Return what stands between a word and the next one."""
        return self.text[self.ends[place] : self.starts[place + 1]] if place + 1 < len(self.starts) else ""


def words_of(text: PaperText) -> tuple[Words, Words]:
    """Return the words of title and abstract."""
    starts = [sentence.start for sentence in text.sentences if sentence.where == "abstract"]
    return _words(text.title, "title", [0]), _words(text.abstract, "abstract", starts or [0])


def _words(text: str, where: Literal["title", "abstract"], sentence_starts: Sequence[int]) -> Words:
    parts = _WORD.split(text)  # what stands between, a word, what stands between …
    whole = parts[1::2]
    starts = list(accumulate(map(len, parts)))[:-1:2]
    words = [word if word.isalnum() else name_part(word) for word in whole]
    ends = list(map(add, starts, map(len, words)))
    sentences: list[int] = []
    for number, begin in enumerate(sentence_starts[1:]):
        sentences += [number] * (bisect_left(starts, begin) - len(sentences))
    sentences += [len(sentence_starts) - 1] * (len(starts) - len(sentences))
    return Words(where, text, starts, ends, words, list(map(str.lower, whole)), sentences, len(sentence_starts) - 1)


def sentence_start(words: Words, at: int) -> int:
    """Return the first word of a word's sentence."""
    return bisect_left(words.sentences, words.sentences[at])


@lru_cache(maxsize=65_536)
def name_part(word: str) -> str:
    """Return the word without what is no part of a name: `SAM-based` and `SAM's` become `SAM`."""
    return _TAIL.sub("", word) if "-" in word or "'" in word or "’" in word else word


@lru_cache(maxsize=65_536)
def shape(word: str) -> Shape:
    """Tell what a word looks like: `odd` is a word as only names, acronyms and formulas have it."""
    if word.isalpha() and word.islower():
        return "lower"
    if _NUMBER.match(word):
        return "number"
    if _ODD.search(word):
        return "odd"
    return "capital" if word[0].isupper() else "lower"
