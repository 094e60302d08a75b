"""The words of a text, and pairs of words, as numbers: no vocabulary has to be kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_](?:[\w-]*\w)?")
NUMBERS = 2**22  # two terms of one text rarely share a number
_FIRST, _SECOND, _SHIFT = np.uint64(0x9E3779B1), np.uint64(0x85EBCA6B), np.uint64(29)
_MASK = np.uint64(NUMBERS - 1)
# Words that say nothing of what a paper is about.
_STOP_WORDS = """
about above across after again against all almost alone along already also although always am among an and another any
are around as at back be because been before being below between beyond both but by can cannot could did do does doing
done down due during each either else enough etc even every few first for found from further get give given had has have
having he hence her here him his how however if in indeed into is it its itself just keep last least less made make many
may me might more most mostly much must my namely neither never next no none nor not nothing now of off often on once
one only onto or other others otherwise our out over own part per perhaps please put rather re same see seem seems
several she should show shown shows since so some still such take ten than that the their them themselves then there
therefore these they this those though three through throughout thus to together too toward towards two under until up
upon us very via was we well were what when where whereas whether which while who whole whose why will with within
without would yet you your approach approaches based existing framework method methods model models new novel paper
performance present problem propose proposed proposes provide provides recent result results significant study using
used use uses work works
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one text: their numbers, rising, and 1 + ln(how often each stands there), both of shape (n,)."""

    numbers: NDArray[np.int32]
    weights: NDArray[np.float32]


def read_terms(text: str) -> Terms:
    """Return the terms of a text: its words, and pairs of them that follow each other, stop words left out."""
    hashed = [crc32(word.encode("utf-8", "replace")) for word in _words(text)]
    words = np.array(hashed, dtype=np.uint64)
    numbers, counts = np.unique(np.concatenate([words, _pairs(words)]) & _MASK, return_counts=True)
    return Terms(numbers.astype(np.int32), (1 + np.log(counts)).astype(np.float32))


def spelled(text: str) -> dict[int, str]:
    """Return the terms of a text as they are written where they first stand there, by number.

    Pairs that a stop word or a full stop parts are left out: nobody would find them in the text.
    """
    found: dict[int, str] = {}
    before: tuple[int, int, str] | None = None
    for word in _WORD.finditer(text):
        folded = word[0].lower()
        if not _tells(folded):
            before = None
            continue
        number = crc32(folded.encode("utf-8", "replace"))
        found.setdefault(number & int(_MASK), word[0])
        if before is not None and text[before[1] : word.start()].isspace():
            pair = _pairs(np.array([before[0], number], dtype=np.uint64)) & _MASK
            found.setdefault(int(pair[0]), f"{before[2]} {word[0]}")
        before = number, word.end(), word[0]
    return found


def _words(text: str) -> Iterator[str]:
    # Word by word, as `spelled` does it: a few letters become two when they are lowered.
    return filter(_tells, map(str.lower, _WORD.findall(text)))


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in STOP_WORDS


def _pairs(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return numbers for the pairs of words that follow each other; overflow is wanted."""
    mixed = words[:-1] * _FIRST + words[1:] * _SECOND
    return np.asarray(mixed ^ (mixed >> _SHIFT), dtype=np.uint64)
