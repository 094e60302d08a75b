"""ACL Anthology XML: a collection of volumes of papers."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from broadsheet.errors import BadFile, BadRecord
from broadsheet.extract.text import clean_abstract, clean_title
from broadsheet.harvest.files.fields.dates import parse_day, parse_year
from broadsheet.harvest.files.fields.identifiers import find_identifiers
from broadsheet.harvest.files.fields.links import gather_links, make_links
from broadsheet.harvest.files.fields.people import author_from_parts
from broadsheet.harvest.files.fields.values import cleaned_title, one_line
from broadsheet.harvest.files.stream.encoding import peek
from broadsheet.harvest.files.stream.limits import CHUNK, ELEMENT
from broadsheet.model.ids import parse_acl_id
from broadsheet.model.paper import Author, Link, LinkKind, Record, Standing, Version
from broadsheet.model.raw import RawRecord, Refusal

FORMAT = "acl_xml"

_SITE = "https://aclanthology.org/"
_UTF16 = re.compile(rb"<\?xml[^>]{0,100}encoding=[\"']utf-?16", re.IGNORECASE)
_ENTITIES = "it declares XML entities, which can be made to fill the memory; remove them from the file"
_WATCHED = ("collection", "volume", "meta", "paper")
_SAFE: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip
_DASHES = re.compile(r"\s*[–—-]+\s*")
_ATTACHMENTS: dict[str, LinkKind] = {
    "software": "code", "code": "code", "dataset": "data", "data": "data",
    "presentation": "slides", "slides": "slides", "video": "video",
}  # fmt: skip

_STANDINGS: dict[str, Standing] = {"retracted": "retracted", "removed": "deleted"}


def split(chunks: Iterable[bytes], origin: str) -> Iterator[RawRecord | Refusal]:
    """Yield each paper wrapped in what it needs of its collection and volume; front matter is passed over."""
    head, chunks = peek(chunks, CHUNK)
    if b"<!ENTITY" in head.partition(b"<collection")[0]:
        raise BadFile(_ENTITIES)
    encoding = "utf-8" if _UTF16.match(head) else None  # what was UTF-16 is UTF-8 by now
    parser = etree.XMLPullParser(("start", "end"), tag=_WATCHED, encoding=encoding, **_SAFE)
    volumes = _Volumes(origin)
    try:
        for chunk in chunks:
            parser.feed(chunk)
            volumes.size += len(chunk)
            yield from volumes.take(parser.read_events())
            if volumes.size > ELEMENT:
                raise BadFile(f"an element after line {volumes.line} is longer than {ELEMENT >> 20} MiB")
        parser.close()
    except etree.XMLSyntaxError as error:
        yield from volumes.take(parser.read_events())
        yield Refusal(origin, error.lineno or volumes.line, "line", f"not well-formed XML: {error.msg}")


class _Volumes:
    """The collection and volume that the parser is in, and how far it is from the last paper."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._collection = ""
        self._volume = ""
        self._meta = b""
        self.line = 1
        self.size = 0  # bytes since the last paper

    def take(self, events: Iterable[tuple[str, Any]]) -> Iterator[RawRecord]:
        """Follow the parser's events and yield the papers that end."""
        for event, element in events:
            if event == "start":
                self._enter(element)
            elif element.tag == "meta":
                self._meta = etree.tostring(element, with_tail=False)
            elif element.tag == "paper":
                self.line, self.size = element.sourceline or self.line, 0
                if element.get("id") != "0":  # front matter in old files
                    yield RawRecord(FORMAT, self._payload(element), self._origin, self.line)
                _forget(element)

    def _enter(self, element: Any) -> None:
        if element.tag == "collection":
            dtd = element.getroottree().docinfo.internalDTD
            if dtd is not None and any(True for _ in dtd.iterentities()):
                raise BadFile(_ENTITIES)
            self._collection = element.get("id", "")
        elif element.tag == "volume":
            self._volume, self._meta = element.get("id", ""), b""

    def _payload(self, paper: Any) -> bytes:
        head = f"<collection id={quoteattr(self._collection)}><volume id={quoteattr(self._volume)}>".encode()
        return head + self._meta + etree.tostring(paper, with_tail=False) + b"</volume></collection>"


def _forget(element: Any) -> None:
    """Free an element that was read and everything before it in its parent."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def adapt(raw: RawRecord) -> Record:
    """Read one paper; the month of a volume is known, its day is not: `published` stays empty."""
    volume = _parse(raw.payload)
    paper = volume.find("paper")
    meta = volume.find("meta")
    if paper is None:
        raise BadRecord("no paper in the volume")
    title = cleaned_title(_inline(paper.find("title")))
    abstract = clean_abstract(_inline(paper.find("abstract")))
    acl_id = _acl_id(volume.getparent().get("id", ""), volume.get("id", ""), paper)
    ids = find_identifiers(acl_id, _text(paper, "doi"))
    journal = _text(meta, "journal-title")
    standing, note = _standing(paper)
    return Record(
        source="acl",
        source_id=ids.best(title) if not ids.acl_id else ids.acl_id,
        title=title,
        abstract=abstract,
        authors=_authors(paper),
        doi=ids.doi,
        acl_id=ids.acl_id,
        year=parse_year(_text(paper, "year") or _text(meta, "year")),
        kind="article-journal" if journal else "paper-conference",
        venue=journal or clean_title(_inline(meta.find("booktitle") if meta is not None else None)),
        volume=_text(meta, "journal-volume"),
        issue=_text(meta, "journal-issue"),
        pages=_DASHES.sub("-", _text(paper, "pages")),
        publisher=_text(meta, "publisher"),
        links=gather_links(_links(paper, ids.acl_id), abstract),
        versions=_versions(paper),
        standing=standing,
        standing_note=note,
    )


def _parse(payload: bytes) -> Any:
    try:
        root = etree.fromstring(payload, etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadRecord(f"not well-formed XML: {error}") from None
    volume = root.find("volume")
    if volume is None:
        raise BadRecord("no volume in the collection")
    return volume


def _inline(element: Any) -> str:
    """The text of an element, mathematics between `$`, other markup dropped."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        inner = _inline(child) if isinstance(child.tag, str) else ""
        parts += [f"${inner}$" if child.tag == "tex-math" and inner.strip() else inner, child.tail or ""]
    return "".join(parts)


def _text(element: Any, name: str) -> str:
    found = element.find(name) if element is not None else None
    return one_line(_inline(found))


def _acl_id(collection: str, volume: str, paper: Any) -> str:
    """The id given in `url`, else put together as the Anthology does it."""
    if given := parse_acl_id(_text(paper, "url")):
        return given
    number = paper.get("id", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 6):
        return ""
    if collection[:1].isdigit():
        return f"{collection}-{volume}.{number}"
    two_digits = collection[:1] == "W" or collection == "C69" or (collection == "D19" and volume[:1] > "4")
    return f"{collection}-{volume:0>2}{number:0>2}" if two_digits else f"{collection}-{volume}{number:0>3}"


def _authors(paper: Any) -> tuple[Author, ...]:
    found = (
        author_from_parts(_text(author, "last"), _text(author, "first"), _text(author, "suffix"))
        for author in paper.findall("author")
    )
    return tuple(author for author in found if author is not None)


def _versions(paper: Any) -> tuple[Version, ...]:
    """The revisions, of which the first is the paper as it appeared; none where it was never revised."""
    known: dict[int, date | None] = {}
    for revision in paper.findall("revision"):
        number = revision.get("id", "")
        if re.fullmatch("[1-9][0-9]{0,2}", number):
            known[int(number)] = parse_day(revision.get("date"))
    if known:
        known.setdefault(1, None)
    return tuple(Version(number, known[number]) for number in sorted(known))


def _standing(paper: Any) -> tuple[Standing, str]:
    """How the Anthology says that the paper stands, and why."""
    for name, standing in _STANDINGS.items():
        notice = paper.find(name)
        if notice is not None:
            day = parse_day(notice.get("date"))
            parts = (one_line(_inline(notice)), f"({day.isoformat()})" if day else "")
            return standing, " ".join(part for part in parts if part)
    return "", ""


def _links(paper: Any, acl_id: str) -> list[Link]:
    url = _text(paper, "url")
    pages: list[tuple[LinkKind, object]] = [("pdf", url if url.lower().endswith(".pdf") else "")]
    if acl_id:
        pages = [("page", f"{_SITE}{acl_id}/"), ("pdf", f"{_SITE}{acl_id}.pdf")]
    pages += [("code", code.get("url")) for code in paper.findall("pwccode")]
    for attachment in paper.findall("attachment"):
        name = one_line(_inline(attachment))
        kind = _ATTACHMENTS.get(attachment.get("type", "").lower())
        if kind and name:
            pages.append((kind, name if "://" in name else f"{_SITE}attachments/{name}"))
    pages += [("video", video.get("href")) for video in paper.findall("video")]
    return make_links("acl", pages)
