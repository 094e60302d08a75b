"""JSON Lines of the public arXiv bulk snapshot: versions, authors_parsed, categories in one text."""

import re
from datetime import datetime

from broadsheet.harvest.files.arxiv_daily import arxiv_id
from broadsheet.harvest.files.fields.announcements import listed_day
from broadsheet.harvest.files.fields.categories import arxiv_categories
from broadsheet.harvest.files.fields.dates import arxiv_month, arxiv_year, parse_day, parse_moment
from broadsheet.harvest.files.fields.identifiers import find_identifiers
from broadsheet.harvest.files.fields.links import gather_links
from broadsheet.harvest.files.fields.people import author_from_parts, authors_from_names
from broadsheet.harvest.files.fields.values import (
    Fields,
    get_abstract,
    get_line,
    get_objects,
    get_text,
    get_title,
    load_object,
    plain,
)
from broadsheet.model.paper import Author, Record, Version
from broadsheet.model.raw import RawRecord

FORMAT = "arxiv_snapshot"

_OWN_FIELDS = {"authors_parsed", "update_date", "journal-ref", "report-no", "submitter", "versions"}
_VERSION = re.compile(r"v?(\d{1,4})")
_PARENTHESIS = re.compile(r"[()]")
_BETWEEN_AUTHORS = re.compile(r",(?:\s*and(?=\s))?|(?<!\s)\s+and(?=\s)")


def matches(fields: Fields) -> bool:
    """Whether a JSON object has this layout."""
    short = "abstract" in fields and isinstance(fields.get("categories"), str)
    return {"id", "title"} <= fields.keys() and (short or len(_OWN_FIELDS & fields.keys()) >= 2)


def adapt(raw: RawRecord) -> Record:
    """Read one line: the first version's day is `published`, the last one's `updated`; its time gives `announced`."""
    fields = load_object(raw.payload)
    arxiv = arxiv_id(fields)
    abstract = get_abstract(fields)
    comment = get_line(fields, "comments")
    versions = _versions(fields)
    days = [version.day for version in versions]
    published = days[0] if versions and versions[0].number == 1 else None
    updated = (days[-1] if days else None) or parse_day(fields.get("update_date"))
    return Record(
        source="arxiv",
        source_id=arxiv.id,
        title=get_title(fields),
        abstract=abstract,
        authors=_authors(fields),
        arxiv_id=arxiv.id,
        doi=find_identifiers(*get_text(fields, "doi").split()).doi,
        version=arxiv.version or (versions[-1].number if versions else None),
        versions=versions,
        categories=arxiv_categories(get_text(fields, "categories").split()),
        published=published,
        updated=updated,
        announced=listed_day(_first_moment(fields), arxiv_month(arxiv.id)),
        year=published.year if published else arxiv_year(arxiv.id),
        kind="article",
        journal_ref=get_line(fields, "journal-ref"),
        comment=comment,
        license=get_text(fields, "license"),
        links=gather_links((), abstract, comment),
    )


def _versions(fields: Fields) -> tuple[Version, ...]:
    found: dict[int, Version] = {}
    for item in get_objects(fields, "versions"):
        match = _VERSION.fullmatch(get_text(item, "version"))
        if match and int(match[1]):
            found[int(match[1])] = Version(int(match[1]), parse_day(item.get("created")))
    return tuple(found[number] for number in sorted(found))


def _first_moment(fields: Fields) -> datetime | None:
    first = next((one for one in get_objects(fields, "versions") if get_text(one, "version") == "v1"), None)
    return None if first is None else parse_moment(first.get("created"))


def _authors(fields: Fields) -> tuple[Author, ...]:
    parsed = fields.get("authors_parsed")
    if isinstance(parsed, list):
        authors = tuple(author for item in parsed if (author := _parsed_author(item)) is not None)
        if authors:
            return authors
    return authors_from_text(get_text(fields, "authors"))


def authors_from_text(text: str) -> tuple[Author, ...]:
    """Authors from the one text that arXiv keeps of them: names with commas or `and` between, affiliations dropped."""
    return authors_from_names(plain(name) for name in _BETWEEN_AUTHORS.split(_without_affiliations(text)))


def _without_affiliations(text: str) -> str:
    """Drop what stands in parentheses, also nested: `(1), … ((1) Here, (2) There)`."""
    kept: list[str] = []
    depth = start = 0
    for mark in _PARENTHESIS.finditer(text):
        if depth == 0:
            kept.append(text[start : mark.start()])
        depth = depth + 1 if mark[0] == "(" else max(depth - 1, 0)
        start = mark.end()
    return "".join(kept) + (text[start:] if depth == 0 else "")


def _parsed_author(item: object) -> Author | None:
    if not isinstance(item, list):
        return None
    family, given, suffix = ([part if isinstance(part, str) else "" for part in item] + ["", "", ""])[:3]
    return author_from_parts(family, given, suffix)
