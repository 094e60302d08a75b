"""A paper's text, cut into sentences that know where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LONGEST = 20_000  # characters of an abstract that are read

# A full stop that ends no sentence: after these, after a single letter, and inside a number or an address.
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|resp|approx|et al|al|Fig|Figs|Eq|Eqs|Sec|Ref|Refs|Tab|No|Dr|Prof|St|ca|Inc|Ltd)"
    r"|(?:^|[\s(])[A-Za-z])\.$"
)
_END = re.compile(r"[.!?\n](?:(?<=\n)\n*|(?<!\n)['”\")\]]{0,3}(?=\s+[^a-z\s]))")


# Not frozen: so many are made that it would take a part of all reading.
@dataclass(slots=True)
class Sentence:
    """A sentence of title or abstract; `start` and `end` are offsets into that text."""

    where: Literal["title", "abstract"]
    start: int
    end: int
    text: str

    @property
    def lower(self) -> str:
        """The text in lower case, each character where it was."""
        lower = self.text.lower()
        return lower if len(lower) == len(self.text) else "".join(map(_lower, self.text))


@dataclass(frozen=True, slots=True)
class PaperText:
    """What is read: the title is the first sentence, those of the abstract follow."""

    title: str
    abstract: str
    sentences: tuple[Sentence, ...]


def prepare(title: str, abstract: str) -> PaperText:
    """Cut title and abstract, cleaned as the catalog has them, into sentences; linear in their length."""
    title, abstract = title[:LONGEST], abstract[:LONGEST]
    sentences = (Sentence("title", 0, len(title), title), *_sentences(abstract))
    return PaperText(title, abstract, sentences)


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if match[0][0] == "." and _ABBREVIATION.search(text, max(start, match.start() - 12), match.start() + 1):
            continue
        if text[start:end].strip():
            yield _sentence(text, start, end)
        start = end
    if text[start:].strip():
        yield _sentence(text, start, len(text))


def _lower(sign: str) -> str:
    lower = sign.lower()
    return lower if len(lower) == 1 else sign


def _sentence(text: str, start: int, end: int) -> Sentence:
    whole = text[start:end]
    stripped = whole.strip()
    start += len(whole) - len(whole.lstrip())
    return Sentence("abstract", start, start + len(stripped), stripped)
