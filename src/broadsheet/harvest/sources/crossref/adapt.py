"""One work of Crossref in our terms."""

import re
from datetime import date

from broadsheet.errors import BadRecord
from broadsheet.extract.text import clean_abstract
from broadsheet.harvest.files.fields.dates import make_day, parse_year
from broadsheet.harvest.files.fields.identifiers import find_identifiers
from broadsheet.harvest.files.fields.links import gather_links, make_links
from broadsheet.harvest.files.fields.people import get_authors
from broadsheet.harvest.files.fields.values import (
    Fields,
    cleaned_title,
    get_line,
    get_text,
    get_texts,
    load_object,
    raw_text,
)
from broadsheet.harvest.files.fields.venues import without_archive
from broadsheet.harvest.sources.answers import get_list, get_object
from broadsheet.harvest.sources.crossref.parse import FORMAT
from broadsheet.harvest.sources.crossref.standing import find_standing
from broadsheet.model.ids import parse_arxiv_id
from broadsheet.model.paper import Link, Record
from broadsheet.model.raw import RawRecord

__all__ = ["FORMAT", "adapt"]

_KINDS = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "reference-entry": "chapter",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "proceedings": "book",
    "dissertation": "thesis",
    "report": "report",
    "report-component": "report",
    "standard": "report",
}
_IN_SERIES = frozenset({"paper-conference", "chapter"})
_HEADING = re.compile(r"\s*<jats:title>\s*(?:abstract|summary)\s*:?\s*</jats:title>", re.IGNORECASE)
_FREE = re.compile(r"https?://(?:www\.)?creativecommons\.org/", re.IGNORECASE)


def adapt(raw: RawRecord) -> Record:
    """Read one work; BadRecord says what of it is not as Crossref promises."""
    work = load_object(raw.payload)
    ids = find_identifiers(get_text(work, "DOI"), *_preprints(work))
    if not ids.doi:
        raise BadRecord("no DOI")
    kind = _KINDS.get(get_text(work, "type"), "article")
    published, year = _issued(work)
    license_ = _license(work)
    standing = find_standing(work, ids.doi)
    record = Record(
        source="crossref",
        source_id=ids.doi,
        title=_title(work),
        abstract=clean_abstract(_HEADING.sub("", raw_text(work, "abstract"), count=1)),
        authors=get_authors(work, "author"),
        arxiv_id=ids.arxiv_id,
        doi=ids.doi,
        acl_id=ids.acl_id,
        # Of a paper that has a preprint this is not the day of its first submission.
        published=None if ids.arxiv_id else published,
        year=year,
        kind=kind,
        venue=_venue(work, kind),
        volume=get_text(work, "volume"),
        issue=get_text(work, "issue"),
        pages=get_text(work, "page") or get_text(work, "article-number"),
        publisher=get_line(work, "publisher"),
        license=license_,
        links=_links(work, license_),
        standing=standing.key,
        standing_note=standing.notice,
    )
    return without_archive(record)


def _preprints(work: Fields) -> list[str]:
    """The arXiv id of the preprint, by what the publisher says."""
    texts = [get_text(one, "id") for one in get_list(get_object(work, "relation"), "has-preprint")]
    return [text for text in texts if parse_arxiv_id(text)]


def _title(work: Fields) -> str:
    title = cleaned_title(next(iter(get_texts(work, "title")), ""))
    subtitle = get_texts(work, "subtitle")
    more = cleaned_title(subtitle[0]) if subtitle else ""
    return title if not more or more.casefold() in title.casefold() else f"{title.rstrip(':')}: {more}"


def _venue(work: Fields, kind: str) -> str:
    """The journal or book. Where a series is named too, it stands before the book."""
    named = get_texts(work, "container-title")
    if not named:
        return get_line(get_object(work, "event"), "name") if kind == "paper-conference" else ""
    return get_line({"": named[-1] if kind in _IN_SERIES else named[0]}, "")


def _issued(work: Fields) -> tuple[date | None, int | None]:
    parts = get_object(work, "issued").get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(first, list):
        return None, None
    numbers = [part for part in first if type(part) is int]
    day = make_day(*numbers) if len(numbers) == 3 else None
    return day, parse_year(numbers[0]) if numbers else None


def _license(work: Fields) -> str:
    """The licence for readers; those for machines that read texts in bulk say nothing to them."""
    given = [one for one in get_list(work, "license") if get_text(one, "content-version") != "tdm"]
    urls = [url for one in given if "tdm" not in (url := get_text(one, "URL")).lower()]
    return next((url for url in urls if _FREE.match(url)), urls[0] if urls else "")


def _links(work: Fields, license_: str) -> tuple[Link, ...]:
    """The PDF, where everybody may read it: publishers name the addresses of others too, for programs that pay."""
    if not _FREE.match(license_):
        return ()
    files = [
        one.get("URL")
        for one in get_list(work, "link")
        if get_text(one, "content-type") == "application/pdf"
        and get_text(one, "intended-application") != "similarity-checking"
    ]
    return gather_links(make_links("crossref", [("pdf", url) for url in files])[:1])
