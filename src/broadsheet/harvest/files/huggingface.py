"""Hugging Face Papers: the `daily_papers` answer, an array or one paper a line, and single papers with their links."""

import re
from datetime import date

from broadsheet.harvest.files.arxiv_daily import arxiv_id
from broadsheet.harvest.files.fields.dates import arxiv_year, parse_day
from broadsheet.harvest.files.fields.links import gather_links, make_links
from broadsheet.harvest.files.fields.people import get_authors
from broadsheet.harvest.files.fields.values import (
    Fields,
    get_abstract,
    get_objects,
    get_text,
    get_texts,
    get_title,
    load_object,
    unique,
)
from broadsheet.model.paper import Link, LinkKind, Record
from broadsheet.model.raw import RawRecord

FORMAT = "huggingface"

_SITE = "https://huggingface.co/"
# Where a paper names what is made of it: the field, what it is, and the folder of its addresses.
_LINKED: tuple[tuple[str, LinkKind, str], ...] = (
    ("linkedModels", "model", ""),
    ("linkedDatasets", "data", "datasets/"),
    ("linkedSpaces", "demo", "spaces/"),
)
_MOST_LINKED = 20  # of a kind: a paper that a method is named after has thousands
_REPOSITORY = re.compile(r"[\w.-]{1,96}(?:/[\w.-]{1,96})?", re.ASCII)

_OWN_FIELDS = {"upvotes", "publishedAt", "discussionId", "submittedOnDailyAt", "ai_summary", "githubRepo"}


def matches(fields: Fields) -> bool:
    """Whether a JSON object has this layout: a paper, or one wrapped in its listing of the day."""
    if isinstance(fields.get("paper"), dict):
        return True
    return {"id", "title"} <= fields.keys() and bool(_OWN_FIELDS & fields.keys())


def adapt(raw: RawRecord) -> Record:
    """Read one listing: `publishedAt` of the paper is arXiv's day, that of the wrapper the day it was listed."""
    listing = load_object(raw.payload)
    inner = listing.get("paper")
    paper = inner if isinstance(inner, dict) else listing
    arxiv = arxiv_id(paper)
    abstract = get_abstract(paper, "summary") or get_abstract(listing, "summary")
    published = parse_day(paper.get("publishedAt"))
    links = make_links("huggingface", [("code", paper.get("githubRepo")), ("project", paper.get("projectPage"))])
    return Record(
        source="huggingface",
        source_id=arxiv.id,
        title=get_title(paper if paper.get("title") else listing),
        abstract=abstract,
        summary=get_abstract(paper, "ai_summary"),
        authors=get_authors(paper, "authors"),
        arxiv_id=arxiv.id,
        version=arxiv.version,
        keywords=unique(get_texts(paper, "ai_keywords")),
        published=published,
        announced=_announced(listing, paper),
        year=published.year if published else arxiv_year(arxiv.id),
        kind="article",
        links=gather_links([*links, *_linked(paper)], abstract),
    )


def _announced(listing: Fields, paper: Fields) -> date | None:
    listed = parse_day(listing.get("publishedAt")) if listing is not paper else None
    return listed or parse_day(paper.get("submittedOnDailyAt"))


def _linked(paper: Fields) -> list[Link]:
    """Models, datasets and spaces that name the paper."""
    found: list[Link] = []
    for field, kind, folder in _LINKED:
        names = [name for item in get_objects(paper, field) if _REPOSITORY.fullmatch(name := get_text(item, "id"))]
        found += make_links("huggingface", [(kind, f"{_SITE}{folder}{name}") for name in names[:_MOST_LINKED]])
    return found
