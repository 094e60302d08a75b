"""The answers of arXiv's query API: Atom feeds of papers, and of complaints."""

import re
from dataclasses import dataclass
from typing import Any

from broadsheet.errors import BadAnswer, Refused
from broadsheet.extract.text import clean_title
from broadsheet.harvest.files.arxiv_daily import arxiv_id
from broadsheet.harvest.files.fields.announcements import listed_day
from broadsheet.harvest.files.fields.categories import arxiv_categories
from broadsheet.harvest.files.fields.dates import arxiv_month, arxiv_year, parse_day, parse_moment
from broadsheet.harvest.files.fields.identifiers import find_identifiers
from broadsheet.harvest.files.fields.links import gather_links
from broadsheet.harvest.files.fields.people import authors_from_names
from broadsheet.harvest.files.fields.values import get_abstract, get_line, get_title
from broadsheet.harvest.sources.arxiv.withdrawn import standing
from broadsheet.harvest.sources.arxiv.xml import canonical, local, parse_answer, parse_payload, texts
from broadsheet.lib.http.answer import Answer
from broadsheet.model.ids import ArxivId, parse_arxiv_id
from broadsheet.model.paper import Record, Version
from broadsheet.model.raw import RawRecord

FORMAT = "arxiv_atom"
ADDRESS = "https://export.arxiv.org/api/query"

_WHAT = "an Atom feed"
_ERROR = "/api/errors#"
_NUMBER = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Feed:
    """One answer: its papers, and how many the question has in all."""

    records: list[RawRecord]
    ids: list[ArxivId]
    total: int


def read(answer: Answer) -> Feed:
    """Read an answer; BadAnswer where it is broken, Refused where arXiv says that the question is wrong."""
    root = parse_answer(answer.body, ("feed",), _WHAT)
    records, ids = [], []
    for position, entry in enumerate((child for child in root if local(child) == "entry"), 1):
        fields = texts(entry)
        if _ERROR in fields.get("id", ""):
            raise Refused(f"arXiv refuses the question: {clean_title(fields.get('summary', ''))[:300]}.", 400)
        found = parse_arxiv_id(fields.get("id", ""))
        if found is None:
            raise BadAnswer(f"{_WHAT} came with an entry that is no paper")
        ids.append(found)
        records.append(RawRecord(FORMAT, canonical(entry), ADDRESS, position, "record"))
    total = texts(root).get("totalResults", "").strip()
    if not _NUMBER.fullmatch(total):
        raise BadAnswer(f"{_WHAT} came without the number of its results")
    return Feed(records, ids, int(total))


def adapt(raw: RawRecord) -> Record:
    """Read an entry: `published` is the day of the first version, `updated` that of the version shown."""
    root = parse_payload(raw.payload)
    fields = texts(root)
    arxiv = arxiv_id(fields)
    abstract, comment = get_abstract(fields, "summary"), get_line(fields, "comment")
    published, updated = parse_day(fields.get("published")), parse_day(fields.get("updated"))
    state, note = standing(comment, abstract)
    days = {1: published} | ({arxiv.version: updated} if arxiv.version and arxiv.version > 1 else {})
    return Record(
        source="arxiv",
        source_id=arxiv.id,
        title=get_title(fields),
        abstract=abstract,
        authors=authors_from_names(texts(one).get("name", "") for one in root if local(one) == "author"),
        arxiv_id=arxiv.id,
        doi=find_identifiers(*fields.get("doi", "").split()).doi,
        version=arxiv.version,
        versions=tuple(Version(number, day) for number, day in days.items()),
        categories=_categories(root),
        published=published,
        updated=updated,
        announced=listed_day(parse_moment(fields.get("published")), arxiv_month(arxiv.id)),
        year=published.year if published else arxiv_year(arxiv.id),
        kind="article",
        journal_ref=get_line(fields, "journal_ref"),
        comment=comment,
        links=gather_links((), abstract, comment),
        standing=state,
        standing_note=note,
    )


def _categories(root: Any) -> tuple[str, ...]:
    """Return the categories, the primary one first; terms that are none (MSC and ACM classes) are dropped."""
    names = ("primary_category", "category")
    return arxiv_categories(one.get("term", "") for name in names for one in root if local(one) == name)
