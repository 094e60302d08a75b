"""One paper of Semantic Scholar in our terms."""

import re
from dataclasses import replace

from broadsheet.errors import BadRecord
from broadsheet.harvest.files.fields.dates import parse_day, parse_year
from broadsheet.harvest.files.fields.identifiers import Identifiers, find_identifiers
from broadsheet.harvest.files.fields.links import gather_links, make_links
from broadsheet.harvest.files.fields.people import authors_from_names
from broadsheet.harvest.files.fields.values import (
    Fields,
    get_abstract,
    get_line,
    get_text,
    get_texts,
    get_title,
    load_object,
    unique,
)
from broadsheet.harvest.files.fields.venues import without_archive
from broadsheet.harvest.sources.answers import get_list, get_object
from broadsheet.harvest.sources.semanticscholar.parse import FORMAT
from broadsheet.model.paper import Record
from broadsheet.model.raw import RawRecord

__all__ = ["FORMAT", "adapt"]

_PAPER = re.compile(r"[0-9a-f]{40}")
_DASH = re.compile(r"\s*[–—-]+\s*")
_VENUES = {"conference": "paper-conference", "journal": "article-journal"}


def adapt(raw: RawRecord) -> Record:
    """Read one paper; BadRecord says what of it is not as Semantic Scholar promises."""
    asked_and_paper = load_object(raw.payload)
    paper = get_object(asked_and_paper, "paper")
    ids = _identifiers(get_text(asked_and_paper, "asked"), paper)
    own = get_text(paper, "paperId")
    if not _PAPER.fullmatch(own):
        raise BadRecord("no Semantic Scholar id")
    free = get_object(paper, "openAccessPdf")
    record = Record(
        source="semanticscholar",
        source_id=own,
        title=get_title(paper),
        summary=get_abstract(get_object(paper, "tldr"), "text"),
        authors=authors_from_names(get_text(one, "name") for one in get_list(paper, "authors")),
        arxiv_id=ids.arxiv_id,
        doi=ids.doi,
        acl_id=ids.acl_id,
        keywords=unique(get_texts(paper, "fieldsOfStudy")),
        published=parse_day(paper.get("publicationDate")),
        year=parse_year(paper.get("year")),
        links=gather_links(ids.beside(make_links("semanticscholar", [("pdf", free.get("url"))]))),
    )
    return _published(record, paper)


def _identifiers(asked: str, paper: Fields) -> Identifiers:
    """The id that was asked for, then those that Semantic Scholar has beside it."""
    named = get_object(paper, "externalIds")
    ids = find_identifiers(asked, *(get_text(named, name) for name in ("ArXiv", "DOI", "ACL")))
    if not (ids.arxiv_id or ids.doi):
        raise BadRecord("neither an arXiv id nor a DOI")
    return ids


def _published(record: Record, paper: Fields) -> Record:
    """Add where it was published; what is said of the journal is passed over where that is arXiv."""
    place, journal = get_object(paper, "publicationVenue"), get_object(paper, "journal")
    kinds = get_texts(paper, "publicationTypes")
    named = replace(record, venue=get_line(journal, "name"))
    in_journal = without_archive(named).venue == named.venue
    # `venue` shortens the names of journals.
    in_full = named.venue if in_journal and "Conference" not in kinds else ""
    venue = get_line(place, "name") or in_full or get_line(paper, "venue") or named.venue
    if not venue:
        return replace(record, kind="article")
    record = replace(
        record,
        venue=venue,
        kind=_VENUES.get(get_text(place, "type")) or _kind(kinds),
        volume=get_text(journal, "volume") if in_journal else "",
        pages=_DASH.sub("-", get_text(journal, "pages")) if in_journal else "",
    )
    return without_archive(record)


def _kind(types: list[str]) -> str:
    """Both Conference and JournalArticle stand at papers of proceedings."""
    if "Conference" in types:
        return "paper-conference"
    return "article-journal" if "JournalArticle" in types and "Book" not in types else ""
