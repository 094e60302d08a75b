"""RIS as reference managers and publishers write it: lines of two-letter tags from TY to ER."""

import re
from collections.abc import Iterable, Iterator

from rispy import RisParser
from rispy.config import TAG_KEY_MAPPING

from broadsheet.errors import BadRecord
from broadsheet.extract.text import clean_abstract, clean_title
from broadsheet.harvest.files.fields.categories import arxiv_categories
from broadsheet.harvest.files.fields.dates import parse_day, parse_year
from broadsheet.harvest.files.fields.identifiers import Identifiers, find_identifiers
from broadsheet.harvest.files.fields.kinds import csl_kind
from broadsheet.harvest.files.fields.links import gather_links, make_links
from broadsheet.harvest.files.fields.people import authors_from_names
from broadsheet.harvest.files.fields.values import cleaned_title, plain, unique
from broadsheet.harvest.files.fields.venues import without_archive
from broadsheet.harvest.files.stream.encoding import decode_text
from broadsheet.harvest.files.stream.limits import RECORD, TOO_LONG
from broadsheet.harvest.files.stream.lines import split_lines
from broadsheet.model.paper import Link, Record
from broadsheet.model.raw import RawRecord, Refusal

FORMAT = "ris"

_START = re.compile(rb"TY {1,2}- ?")
_END = re.compile(rb"ER {1,2}-")
_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: |$)")
_LIST_TAGS = ("A1", "A2", "A3", "A4", "AU", "KW", "N1", "UR", "L1", "L2")
_BOOKKEEPING = re.compile(r"export date|cited by|times cited|funding|copyright|date revised", re.IGNORECASE)
_BETWEEN_KEYWORDS = re.compile(r"[;\n]")
_BETWEEN_ADDRESSES = re.compile(r"\s+|;\s*(?=https?://)")
_ARXIV_IN_TEXT = re.compile(r"arxiv[:.\s]{1,2}([\w.-]+(?:/\d{7})?\w*)", re.IGNORECASE)

Fields = dict[str, list[str]]


def split(chunks: Iterable[bytes], origin: str) -> Iterator[RawRecord | Refusal]:
    """Yield the lines from each TY to its ER; where ER is missing, to the next TY or the end."""
    parts: list[bytes] = []
    start = size = 0
    for number, line in split_lines(chunks):
        if line is None or size > RECORD:
            yield Refusal(origin, number, "line", TOO_LONG)
            parts, size = [], 0
            continue
        line = line.strip(b"\r\0")
        begins = _START.match(line)
        if parts and (begins or _END.match(line)):
            yield RawRecord(FORMAT, b"\n".join(parts), origin, start)
            parts, size = [], 0
        if begins:
            start = number
        if begins or parts:
            parts.append(line)
            size += len(line)
    if parts:
        yield RawRecord(FORMAT, b"\n".join(parts), origin, start)


def adapt(raw: RawRecord) -> Record:
    """Read one reference, whichever of the tags that mean the same its writer uses."""
    fields = _parse(decode_text(raw.payload))
    title = cleaned_title(_get(fields, "TI", "T1", "CT", "BT"))
    abstract = clean_abstract(_get(fields, "AB", "N2"))
    notes = "; ".join(note for note in fields.get("N1", []) if not _BOOKKEEPING.match(note))
    keywords = unique([plain(word) for text in fields.get("KW", []) for word in _BETWEEN_KEYWORDS.split(text)])
    categories = arxiv_categories(keywords)
    ids = _identifiers(fields)
    published = next((day for tag in ("DA", "Y1", "PY") if (day := parse_day(_get(fields, tag)))), None)
    record = Record(
        source="ris",
        source_id=ids.best(title),
        title=title,
        abstract=abstract,
        authors=authors_from_names([*fields.get("A1", []), *fields.get("AU", [])]),
        arxiv_id=ids.arxiv_id,
        doi=ids.doi,
        acl_id=ids.acl_id,
        version=ids.version,
        categories=categories,
        keywords=tuple(keyword for keyword in keywords if keyword not in categories),
        published=published,
        year=parse_year(_get(fields, "PY", "Y1", "DA")),
        kind=csl_kind(_get(fields, "TY")),
        venue=clean_title(_get(fields, "T2", "JO", "JF", "JA", "J2")),
        volume=_get(fields, "VL"),
        issue=_get(fields, "IS"),
        pages=_pages(_get(fields, "SP"), _get(fields, "EP")),
        publisher=clean_title(_get(fields, "PB")),
        comment=clean_title(notes),
        links=_links(fields, ids, abstract, notes),
    )
    return without_archive(record)


def _parse(text: str) -> Fields:
    tags = {tag: tag for tag in TAG_KEY_MAPPING}
    parser = RisParser(mapping=tags, list_tags=list(_LIST_TAGS), delimiter_tags_mapping={})
    found = parser.parse_lines(iter([*_joined_lines(text), "ER  - "]))
    if not found:
        raise BadRecord("not RIS: no TY line")
    return {tag: value if isinstance(value, list) else [value] for tag, value in found[0].items() if tag != "UK"}


def _joined_lines(text: str) -> Iterator[str]:
    """One line per tag, two blanks before its dash: what follows on lines without a tag belongs to it."""
    tag = ""
    parts: list[str] = []
    for line in plain(text).splitlines():
        match = _TAG.match(line)
        if match and parts:
            yield f"{tag}  - {('; ' if tag == 'KW' else ' ').join(parts)}"
        if match:
            tag, parts = match[1], []
        parts.append(line[match.end() if match else 0 :].strip())
    if tag:
        yield f"{tag}  - {' '.join(parts)}"


def _get(fields: Fields, *tags: str) -> str:
    return next((text for tag in tags for text in fields.get(tag, []) if text), "")


def _identifiers(fields: Fields) -> Identifiers:
    told = [_get(fields, tag) for tag in ("DO", "AN", "M1", "M3", "C1", "JO", "T2", "ID")]
    in_text = [match[1].rstrip(".") for text in told for match in _ARXIV_IN_TEXT.finditer(text)]
    return find_identifiers(*told, *_addresses(fields, "UR", "L1", "L2"), *in_text)


def _addresses(fields: Fields, *tags: str) -> list[str]:
    return [part.strip() for tag in tags for text in fields.get(tag, []) for part in _BETWEEN_ADDRESSES.split(text)]


def _links(fields: Fields, ids: Identifiers, abstract: str, notes: str) -> tuple[Link, ...]:
    pages = make_links("ris", [("page", address) for address in _addresses(fields, "UR")])
    files = _addresses(fields, "L1", "L2")
    pdfs = make_links("ris", [("pdf", address) for address in files if address.lower().endswith(".pdf")])
    return gather_links(ids.beside([*pages, *pdfs]), abstract, notes)


def _pages(first: str, last: str) -> str:
    return f"{first}-{last}" if first and last and first != last and "-" not in first else first or last
