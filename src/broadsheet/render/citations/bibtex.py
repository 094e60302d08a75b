"""BibTeX, in the form that arXiv recommends for preprints."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import count

from broadsheet.model.names import fold
from broadsheet.model.paper import Author, Paper
from broadsheet.render.citations.facts import (
    Form,
    address_of,
    form_of,
    one_line,
    pages_of,
    suffix_of,
    year_of,
)
from broadsheet.render.citations.tex import escaped, escaped_text, escaped_title
from broadsheet.render.mathematics import to_plain
from broadsheet.render.standing import STANDING_NAMES

_ENTRIES: dict[Form, str] = {
    "preprint": "misc",
    "journal": "article",
    "conference": "inproceedings",
    "chapter": "incollection",
    "book": "book",
    "thesis": "phdthesis",
    "report": "techreport",
}
_VENUES: dict[Form, str] = {"journal": "journal", "conference": "booktitle", "chapter": "booktitle"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_INSIGNIFICANT = frozenset(
    [
        *("a", "an", "the", "of", "on", "in", "to", "for", "from", "with", "without", "by", "at", "as", "and", "or"),
        *("is", "are", "be", "do", "does", "can", "how", "why", "what", "when", "which", "where", "towards", "toward"),
        *("via", "using", "its", "it", "that", "this", "we", "you", "not", "no", "into", "over", "under", "about"),
    ]
)
_NOT_ASCII_KEY = re.compile(r"[^a-z0-9]+")
_LATIN = str.maketrans({"æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "ng", "ħ": "h"})


def bibtex_key(paper: Paper) -> str:
    """Return family name, year and first significant word of the title, in ASCII: `schmidhuber2015deep`."""
    first = paper.authors[0] if paper.authors else None
    name = _ascii(first.family or first.name) if first else ""
    words = [word for part in fold(to_plain(paper.title)).split() if (word := _ascii(part))]
    word = next((word for word in words if word not in _INSIGNIFICANT), words[0] if words else "")
    year = year_of(paper)
    return f"{name[:30] or 'anonymous'}{year or ''}{word[:30]}"


def to_bibtex(paper: Paper) -> str:
    """Return the paper as one BibTeX entry, ending with a line end."""
    return _entry(paper, bibtex_key(paper))


def to_bibtex_many(papers: Iterable[Paper]) -> Iterator[str]:
    """Yield one entry per paper, each with a key of its own: the second of a key gets `a`, the third `b`."""
    used: set[str] = set()
    for paper in papers:
        base = bibtex_key(paper)
        key = base
        for number in count():
            if key not in used:
                break
            key = base + _letters(number)
        used.add(key)
        yield _entry(paper, key)


def _letters(number: int) -> str:
    letters = ""
    while number >= 0:
        letters = chr(ord("a") + number % 26) + letters
        number = number // 26 - 1
    return letters


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", fold(text).translate(_LATIN))
    return _NOT_ASCII_KEY.sub("", decomposed)


def _entry(paper: Paper, key: str) -> str:
    form = form_of(paper)
    year = year_of(paper)
    fields = [
        ("title", escaped_title(one_line(paper.title))),
        ("author", " and ".join(_name(author) for author in paper.authors if author.name.strip())),
        *_venue(paper, form),
        ("year", str(year) if year else ""),
        *_identifiers(paper),
        ("abstract", escaped_text(one_line(paper.abstract))),
        ("note", STANDING_NAMES.get(paper.standing, "")),
    ]
    lines = [f"  {name} = {{{value}}}" for name, value in fields if value]
    if paper.published is not None and paper.published.year == year:
        lines.append(f"  month = {_MONTHS[paper.published.month - 1]}")
    return f"@{_ENTRIES[form]}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _venue(paper: Paper, form: Form) -> list[tuple[str, str]]:
    first, last = pages_of(paper)
    publisher = {"thesis": "school", "report": "institution"}.get(form, "publisher")
    venue = _VENUES.get(form, "howpublished" if form == "preprint" and not paper.arxiv_id else "")
    fields = [
        (publisher, paper.publisher),
        ("volume", paper.volume),
        ("number", paper.issue),
    ]
    named = [(venue, paper.venue)] if venue else []
    pages = [("pages", f"{escaped(first)}--{escaped(last)}" if last else escaped(first))]
    return [(name, escaped(one_line(value))) for name, value in named + fields] + pages


def _identifiers(paper: Paper) -> list[tuple[str, str]]:
    fields = []
    if paper.arxiv_id:
        primary = paper.categories[0] if paper.categories else ""
        fields = [("eprint", paper.arxiv_id), ("archivePrefix", "arXiv"), ("primaryClass", escaped(primary))]
    return [*fields, ("doi", _verbatim(paper.doi)), ("url", _verbatim(address_of(paper)))]


def _verbatim(address: str) -> str:
    """DOI and URL are read as they stand; only what would end the field is replaced, the way addresses do it."""
    for sign in "{}\\ \n\r\t":
        address = address.replace(sign, f"%{ord(sign):02X}")
    return address


def _name(author: Author) -> str:
    if not author.family or not author.given:
        return f"{{{escaped(one_line(author.family or author.name))}}}"
    parts = [_part(author.family), escaped(suffix_of(author)), _part(author.given)]
    return ", ".join(part for part in parts if part)


def _part(text: str) -> str:
    """A part of a name; in braces where a comma or the word `and` would be taken for the end of the name."""
    text = one_line(text)
    tex = escaped(text)
    return f"{{{tex}}}" if "," in text or "and" in text.lower().split() else tex
