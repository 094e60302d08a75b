"""One work of OpenAlex in our terms."""

import re
from dataclasses import replace
from datetime import date

from broadsheet.errors import BadRecord
from broadsheet.extract.text import clean_abstract
from broadsheet.harvest.files.fields.dates import parse_day, parse_year
from broadsheet.harvest.files.fields.identifiers import Identifiers, find_identifiers
from broadsheet.harvest.files.fields.links import gather_links, make_links
from broadsheet.harvest.files.fields.people import authors_from_names
from broadsheet.harvest.files.fields.values import Fields, get_line, get_text, get_title, load_object, unique
from broadsheet.harvest.files.fields.venues import without_archive
from broadsheet.harvest.sources.answers import get_list, get_object
from broadsheet.harvest.sources.openalex.parse import FORMAT
from broadsheet.model.ids import parse_arxiv_id
from broadsheet.model.paper import Author, Link, Record
from broadsheet.model.raw import RawRecord

__all__ = ["FORMAT", "adapt"]

_WORK = re.compile(r"W\d{1,12}")
_LONGEST_ABSTRACT = 20_000  # words
_MOST_KEYWORDS = 6
# Where a work is published, by the type of what holds it; a repository only keeps it.
_HOLDERS = {"journal": "article-journal", "conference": "paper-conference", "book series": "paper-conference"}
_KINDS = {"book": "book", "book-chapter": "chapter", "dissertation": "thesis", "report": "report"}


def adapt(raw: RawRecord) -> Record:
    """Read one work; BadRecord says what of it is not as OpenAlex promises."""
    work = load_object(raw.payload)
    ids = _identifiers(work)
    title = get_title(work)
    place = get_object(work, "primary_location")
    holder = get_object(place, "source")
    kind = _HOLDERS.get(get_text(holder, "type"), "")
    biblio = get_object(work, "biblio")
    published = _published(work, ids)
    record = Record(
        source="openalex",
        source_id=_own_id(work),
        title=title,
        abstract=_abstract(work),
        authors=_authors(work),
        arxiv_id=ids.arxiv_id,
        doi=ids.doi,
        acl_id=ids.acl_id,
        keywords=_keywords(work),
        published=published,
        year=parse_year(work.get("publication_year")),
        kind=_KINDS.get(get_text(work, "type"), kind or "article"),
        links=_links(work, ids),
        standing="retracted" if work.get("is_retracted") is True else "",
    )
    if kind:
        record = _held(record, holder, biblio)
    return without_archive(record)


def _own_id(work: Fields) -> str:
    own = get_text(work, "id").rpartition("/")[2].upper()
    if not _WORK.fullmatch(own):
        raise BadRecord("no OpenAlex id")
    return own


def _identifiers(work: Fields) -> Identifiers:
    """The work's own DOI, and the arXiv id under which a copy lies."""
    copies = [get_text(one, "landing_page_url") for one in get_list(work, "locations")]
    ids = find_identifiers(get_text(work, "doi"), *(copy for copy in copies if parse_arxiv_id(copy)))
    if not (ids.doi or ids.arxiv_id):
        raise BadRecord("no DOI")
    return ids


def _published(work: Fields, ids: Identifiers) -> date | None:
    """The day, where it is one: OpenAlex writes the first of January for a year.

    Of a paper that is on arXiv too it would be the day of the publication, not that of the first submission.
    """
    day = parse_day(work.get("publication_date"))
    both = ids.doi and ids.arxiv_id
    return None if day is None or both or (day.month, day.day) == (1, 1) else day


def _held(record: Record, holder: Fields, biblio: Fields) -> Record:
    pages = [get_text(biblio, "first_page"), get_text(biblio, "last_page")]
    return replace(
        record,
        venue=get_line(holder, "display_name"),
        volume=get_text(biblio, "volume"),
        issue=get_text(biblio, "issue"),
        pages="-".join(dict.fromkeys(page for page in pages if page)),
        publisher=get_line(holder, "host_organization_name"),
    )


def _authors(work: Fields) -> tuple[Author, ...]:
    return authors_from_names(
        get_text(one, "raw_author_name") or get_text(get_object(one, "author"), "display_name")
        for one in get_list(work, "authorships")
    )


def _keywords(work: Fields) -> tuple[str, ...]:
    topic = get_line(get_object(work, "primary_topic"), "display_name")
    return unique([topic, *(get_line(one, "display_name") for one in get_list(work, "keywords"))])[:_MOST_KEYWORDS]


def _links(work: Fields, ids: Identifiers) -> tuple[Link, ...]:
    free = get_object(work, "best_oa_location")
    given = make_links("openalex", [("pdf", free.get("pdf_url")), ("page", free.get("landing_page_url"))])
    return gather_links(ids.beside(given))


def _abstract(work: Fields) -> str:
    """Put the abstract together from the places of its words."""
    placed: list[tuple[int, str]] = []
    for word, places in get_object(work, "abstract_inverted_index").items():
        if not isinstance(places, list) or not all(type(place) is int for place in places):
            raise BadRecord("abstract_inverted_index has something else than places of words")
        placed += [(place, word) for place in places]
        if len(placed) > _LONGEST_ABSTRACT:
            raise BadRecord(f"the abstract has more than {_LONGEST_ABSTRACT:,} words")
    return clean_abstract(" ".join(word for _, word in sorted(placed)))
