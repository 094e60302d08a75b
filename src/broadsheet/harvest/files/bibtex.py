"""BibTeX and biblatex entries, in terms of papers."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from broadsheet.extract.text import clean_abstract, clean_name, clean_title
from broadsheet.harvest.files.fields.categories import arxiv_categories
from broadsheet.harvest.files.fields.dates import make_day, month_number, parse_day, parse_year
from broadsheet.harvest.files.fields.identifiers import Identifiers, find_identifiers
from broadsheet.harvest.files.fields.kinds import csl_kind
from broadsheet.harvest.files.fields.links import gather_links, make_links
from broadsheet.harvest.files.fields.people import author_from_parts, authors_from_names
from broadsheet.harvest.files.fields.values import cleaned_title, one_line, unique
from broadsheet.harvest.files.fields.venues import without_archive
from broadsheet.harvest.files.stream.bibtex_entries import split_bibtex
from broadsheet.harvest.files.stream.bibtex_fields import BibtexEntry, parse_entry, split_at_and
from broadsheet.harvest.files.stream.encoding import decode_text
from broadsheet.model.paper import Author, Link, Record
from broadsheet.model.raw import RawRecord, Refusal

FORMAT = "bibtex"

_ARXIV_IN_TEXT = re.compile(r"arxiv[:.\s]{1,2}([\w.-]+(?:/\d{7})?\w*)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s{}\"<>]+")
_ESCAPED = re.compile(r"\\([_%#&~])")
_DASHES = re.compile(r"\s*(?:-{2,3}|–|—)\s*")
_NAMED_PARTS = re.compile(r'(?:"?(?:family|given|prefix|suffix)(?:-i)?\s*=)')
_NAMED_PART = re.compile(r'([a-z-]+)\s*=\s*(\{(?:[^{}]|\{[^{}]*\})*\}|[^,"]*)')
_ONE_GROUP = re.compile(r"\{[^{}]*\}")


def split(chunks: Iterable[bytes], origin: str) -> Iterator[RawRecord | Refusal]:
    """Yield the entries, each with the @string definitions that it needs."""
    return split_bibtex(chunks, origin, FORMAT)


def adapt(raw: RawRecord) -> Record:
    """Read one entry."""
    entry = parse_entry(decode_text(raw.payload).replace("\0", ""))
    title = cleaned_title(_joined_title(entry))
    abstract = clean_abstract(_get(entry, "abstract"))
    note = clean_title(_get(entry, "note", "annote", "comment"))
    ids = _identifiers(entry)
    published = _published(entry)
    record = Record(
        source="bibtex",
        source_id=ids.best(title),
        title=title,
        abstract=abstract,
        authors=_authors(_get(entry, "author")),
        arxiv_id=ids.arxiv_id,
        doi=ids.doi,
        acl_id=ids.acl_id,
        version=ids.version,
        categories=arxiv_categories(_get(entry, "primaryclass", "eprintclass").split()),
        keywords=_keywords(_get(entry, "keywords", "keyword")),
        published=published,
        year=published.year if published else parse_year(_get(entry, "year", "date")),
        kind=_kind(entry),
        venue=clean_title(_get(entry, "journal", "journaltitle", "booktitle", "eventtitle")),
        volume=one_line(_get(entry, "volume")),
        issue=one_line(_get(entry, "issue") or _get(entry, "number")),
        pages=one_line(_DASHES.sub("-", _get(entry, "pages"))),
        publisher=clean_title(_get(entry, "publisher", "school", "institution", "organization")),
        comment=note,
        links=_links(entry, ids, abstract, note),
    )
    return without_archive(record)


def _get(entry: BibtexEntry, *names: str) -> str:
    """The first of the fields that is not empty, as written."""
    return next((text for name in names if (text := entry.fields.get(name, "").strip())), "")


def _joined_title(entry: BibtexEntry) -> str:
    title, subtitle = _get(entry, "title"), _get(entry, "subtitle")
    return f"{title}: {subtitle}" if title and subtitle else title


def _authors(text: str) -> tuple[Author, ...]:
    return tuple(author for name in split_at_and(text) for author in _author(name))


def _author(name: str) -> tuple[Author, ...]:
    """One author; a name wholly in braces is that of a group and is not split."""
    if _NAMED_PARTS.match(name):
        return _author_of_named_parts(name)
    if _ONE_GROUP.fullmatch(name):
        whole = clean_name(name[1:-1])
        return (Author(whole),) if whole else ()
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and parts[0]:
        author = author_from_parts(parts[0], parts[1])
    elif len(parts) == 3 and parts[0]:
        author = author_from_parts(parts[0], parts[2], parts[1])
    else:
        return authors_from_names([name])
    return (author,) if author else ()


def _author_of_named_parts(name: str) -> tuple[Author, ...]:
    """One author as biblatex writes names with their parts: `family=Berg, given=Jan, prefix={van der}`."""
    said = {match[1]: match[2].strip('{" }') for match in _NAMED_PART.finditer(name)}
    family = f"{said.get('prefix', '')} {said.get('family', '')}"
    author = author_from_parts(family, said.get("given", ""), said.get("suffix", ""))
    return (author,) if author else ()


def _identifiers(entry: BibtexEntry) -> Identifiers:
    """Ids from the fields meant for them, then from addresses and from `arXiv preprint arXiv:…`."""
    kind = _get(entry, "archiveprefix", "eprinttype").lower()
    eprint = _get(entry, "eprint", "arxivid", "arxiv") if kind in ("", "arxiv") else ""
    told = [_get(entry, name) for name in ("journal", "journaltitle", "volume", "note", "howpublished", "number")]
    in_text = [match[1].rstrip(".") for text in told for match in _ARXIV_IN_TEXT.finditer(text)]
    texts = (_get(entry, "doi"), eprint, *_addresses(entry), *in_text)
    return find_identifiers(*(_ESCAPED.sub(r"\1", text) for text in texts))


def _addresses(entry: BibtexEntry) -> list[str]:
    texts = (_get(entry, "url"), _get(entry, "howpublished"), _get(entry, "link"), _get(entry, "pdf"))
    return [_ESCAPED.sub(r"\1", address) for text in texts for address in _ADDRESS.findall(text)]


def _links(entry: BibtexEntry, ids: Identifiers, abstract: str, note: str) -> tuple[Link, ...]:
    addresses = _addresses(entry)
    pdfs = make_links("bibtex", [("pdf", address) for address in addresses if address.endswith(".pdf")])
    pages = make_links("bibtex", [("page", address) for address in addresses if not address.endswith(".pdf")])
    code = make_links("bibtex", [("code", _ESCAPED.sub(r"\1", _get(entry, "code", "github")))])
    return gather_links(ids.beside([*pages, *pdfs, *code]), abstract, note)


def _published(entry: BibtexEntry) -> date | None:
    if day := parse_day(_get(entry, "date")):
        return day
    year, number = parse_year(_get(entry, "year")), _get(entry, "day")
    if year is None or not number.isdecimal() or len(number) > 2:
        return None
    return make_day(year, month_number(_get(entry, "month")), int(number))


def _kind(entry: BibtexEntry) -> str:
    if entry.kind != "article":
        return csl_kind(entry.kind)
    return "article-journal" if _get(entry, "journal", "journaltitle") else "article"


def _keywords(text: str) -> tuple[str, ...]:
    separator = ";" if ";" in text else ","
    return unique([clean_title(part) for part in text.split(separator)])
