"""Saved pages of paper sites as text: a title on a line of its own, then its abstract."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from broadsheet.extract.text import clean_abstract
from broadsheet.harvest.files.fields.links import gather_links
from broadsheet.harvest.files.fields.values import cleaned_title
from broadsheet.harvest.files.stream.encoding import decode_text
from broadsheet.harvest.files.stream.limits import RECORD, TOO_LONG
from broadsheet.harvest.files.stream.lines import Line, split_lines
from broadsheet.model.names import title_key
from broadsheet.model.paper import Record
from broadsheet.model.raw import RawRecord, Refusal

FORMAT = "page_text"

_LONGEST_TITLE = 300
_SMALL_WORD = 4  # words up to this length are lower case in many titles
_LOWER_SHARE = 0.4  # of the longer words: above this, a line that ends in a full stop is a sentence
_WIDEST_WRAP = 200  # characters in a line of a wrapped paragraph
_LONGEST_WRAP = 200  # lines in it
_FULL_LINE = 0.6  # of the longest line: every line but the last of a wrapped paragraph is as long
_BANNER_REACH = 1 << 12
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_FURNITURE = re.compile(
    r"new|subscribe|sign up|log in|upvote|previous|next|daily papers|trending papers|papers"
    r"|get trending papers in your email inbox( once a day)?!?"
    r"|by ?ak and the research community"
    rf"|(published on )?{_MONTH} \d{{1,2}}(, \d{{4}})?"
    r"|submitted by.{0,80}|·? ?\d+ authors?|github|arxiv( page)?|[\d.,]+ ?k?",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"^(?:get trending papers in your email inbox|by ?ak and the research)", re.IGNORECASE | re.MULTILINE
)
_GLUED = re.compile(r"^Subscribe(?!d\b|rs?\b)(?=\S)")
_ADDRESS = re.compile(r"https?://|\bgithub\.com/")


@dataclass(slots=True)
class _Entry:
    """A title and the paragraphs found below it so far."""

    title: str = ""
    position: int = 0
    paragraphs: list[str] = field(default_factory=list)
    size: int = 0

    def close(self, origin: str) -> Iterator[RawRecord | Refusal]:
        """Yield the entry, or refuse a line that turned out to have no abstract."""
        if self.paragraphs:
            payload = "\n\n".join([self.title, *self.paragraphs]).encode()
            yield RawRecord(FORMAT, payload, origin, self.position)
        elif self.title:
            reason = f"neither a title with an abstract nor part of one: {self.title[:60]!r}"
            yield Refusal(origin, self.position, "line", reason)


def split(chunks: Iterable[bytes], origin: str) -> Iterator[RawRecord | Refusal]:
    """Yield an entry for every title that is followed by an abstract; refuse lines that are neither.

    A short paragraph that does not read as a sentence is a title, anything else is text; text
    after text goes on with the abstract. The furniture of the page is passed over.
    """
    entry = _Entry()
    for number, text in _paragraphs(_contents(split_lines(chunks))):
        if text is None or entry.size + len(text) > RECORD:
            yield Refusal(origin, number, "line", TOO_LONG)
        elif not _reads_as_text(text):
            yield from entry.close(origin)
            entry = _Entry(text, number)
        elif entry.title:
            entry.paragraphs.append(text)
            entry.size += len(text)
        else:
            yield Refusal(origin, number, "line", f"text without a title before it: {text[:60]!r}")
    yield from entry.close(origin)


def _contents(lines: Iterable[Line]) -> Iterator[tuple[int, str | None]]:
    """Decode the lines; the page's furniture becomes blank lines."""
    glued = True
    for number, line in lines:
        text = None if line is None else decode_text(line).strip(" \t\r\f\0")
        if text and glued and _GLUED.match(text):
            text = _GLUED.sub("", text)
            glued = False
        yield number, "" if text and _FURNITURE.fullmatch(text) else text


def _paragraphs(lines: Iterable[tuple[int, str | None]]) -> Iterator[tuple[int, str | None]]:
    """Join the lines of wrapped paragraphs; other lines are paragraphs of their own."""
    block: list[tuple[int, str]] = []
    for number, text in lines:
        if text and len(text) <= _WIDEST_WRAP and len(block) < _LONGEST_WRAP:
            block.append((number, text))
            continue
        yield from _unwrapped(block)
        block = []
        if text is None or text:
            yield number, text
    yield from _unwrapped(block)


def _unwrapped(block: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Join a block whose lines are about equally long and go on in small letters."""
    widths = [len(text) for _, text in block]
    going_on = sum(not text[0].isupper() for _, text in block[1:])
    if len(block) < 2 or min(widths[:-1]) < max(widths) * _FULL_LINE or going_on * 2 < len(block) - 1:
        return block
    return [(block[0][0], " ".join(text for _, text in block))]


def _reads_as_text(line: str) -> bool:
    if len(line) > _LONGEST_TITLE or _ADDRESS.search(line):
        return True
    if not line.endswith(".") or line.endswith("..."):
        return False
    long_words = [word for word in line.split()[1:] if len(word) > _SMALL_WORD and word[0].isalpha()]
    return sum(word[0].islower() for word in long_words) > len(long_words) * _LOWER_SHARE


def looks_like_page(head: bytes) -> bool:
    """Whether a text begins with a paper site's banner, or is a series of titles with abstracts."""
    if _BANNER.search(decode_text(head[:_BANNER_REACH])):
        return True
    entries = refused = 0
    for found in split([head], ""):
        entries += isinstance(found, RawRecord)
        refused += isinstance(found, Refusal)
    return entries > 1 and refused * 4 <= entries and len(head) > entries * _LONGEST_TITLE


def adapt(raw: RawRecord) -> Record:
    """Read an entry: its title, and its abstract from the second paragraph on."""
    title, _, abstract = decode_text(raw.payload).partition("\n\n")
    title, abstract = cleaned_title(title), clean_abstract(abstract)
    key = title_key(title) or title
    return Record("page", key, title, abstract, links=gather_links((), abstract))
