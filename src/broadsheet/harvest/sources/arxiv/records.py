"""What arXiv says of one paper in the formats of its OAI-PMH, as our records.

`arXivRaw` has all versions with their days, and the authors in one text; `arXiv` has family and given names apart.
Dublin Core has neither, and is there for those who keep such records.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from broadsheet.harvest.files.arxiv_daily import arxiv_id
from broadsheet.harvest.files.arxiv_snapshot import authors_from_text
from broadsheet.harvest.files.fields.announcements import listed_day
from broadsheet.harvest.files.fields.categories import arxiv_categories
from broadsheet.harvest.files.fields.dates import arxiv_month, arxiv_year, parse_day, parse_moment
from broadsheet.harvest.files.fields.identifiers import find_identifiers
from broadsheet.harvest.files.fields.links import gather_links
from broadsheet.harvest.files.fields.people import author_from_parts
from broadsheet.harvest.files.fields.values import get_abstract, get_line, get_text, get_title
from broadsheet.harvest.sources.arxiv.withdrawn import standing
from broadsheet.harvest.sources.arxiv.xml import local, parse_payload, texts
from broadsheet.model.ids import parse_arxiv_id
from broadsheet.model.paper import Author, Record, Version
from broadsheet.model.raw import RawRecord

_VERSION = re.compile(r"v(\d{1,4})")
_BETWEEN_DOIS = re.compile(r"[\s,;]+(?=10\.|doi:|https?:|$)")


def adapt_raw(raw: RawRecord) -> Record:
    """Read an `arXivRaw` element: the first version's day is `published`, the last one's `updated`.

    `announced` follows from the time of the first version.
    """
    root = parse_payload(raw.payload)
    fields = texts(root)
    if local(root) == "header":
        return _deleted(fields)
    elements = [child for child in root if local(child) == "version"]
    versions = _versions(elements)
    return _record(
        fields,
        authors_from_text(get_text(fields, "authors")),
        versions=versions,
        published=versions[0].day if versions and versions[0].number == 1 else None,
        updated=versions[-1].day if versions else None,
        submitted=_first_moment(elements),
        withdrawn=_last_is_withdrawal(elements),
    )


def adapt_split(raw: RawRecord) -> Record:
    """Read an `arXiv` element, whose authors are split into their names.

    Its `created` is the day of the first version at some times of arXiv's server and of the last at others: it
    counts as `published` only where it is in the month that the paper's id names, or the one before.
    """
    root = parse_payload(raw.payload)
    fields = texts(root)
    if local(root) == "header":
        return _deleted(fields)
    return _record(fields, _split_authors(root), published=_first_day(fields))


def adapt_dublin_core(raw: RawRecord) -> Record:
    """Read an `oai_dc:dc` element: the first description is the abstract, the second the comment."""
    root = parse_payload(raw.payload)
    if local(root) == "header":
        return _deleted(texts(root))
    many: dict[str, list[str]] = {}
    for child in root:
        if child.text and (text := child.text.strip()):
            many.setdefault(local(child), []).append(text)
    said = [*many.get("description", []), "", ""]
    about = many.get("identifier", [])
    days = sorted(day for text in many.get("date", []) if (day := parse_day(text)))
    fields = {
        "id": next((text for text in about if parse_arxiv_id(text)), ""),
        "title": next(iter(many.get("title", [])), ""),
        "abstract": said[0],
        "comments": said[1].removeprefix("Comment: "),
        "categories": " ".join(many.get("subject", [])),
        "doi": " ".join(text.removeprefix("doi:") for text in about if text.startswith("doi:")),
        "journal-ref": next((text for text in about if not text.startswith(("doi:", "http:", "https:"))), ""),
    }
    names = [name.partition(", ") for name in many.get("creator", [])]
    authors = _present(author_from_parts(family, given) for family, _, given in names)
    return _record(fields, authors, published=days[0] if days else None, updated=days[-1] if days else None)


def _record(
    fields: dict[str, str],
    authors: tuple[Author, ...],
    *,
    versions: tuple[Version, ...] = (),
    published: date | None = None,
    updated: date | None = None,
    submitted: datetime | None = None,
    withdrawn: bool = False,
) -> Record:
    """What all formats have, under the names of the first two; `withdrawn` where the last version is marked so."""
    arxiv = arxiv_id(fields)
    abstract = get_abstract(fields)
    comment = get_line(fields, "comments")
    state, note = standing(comment, abstract, by_version=withdrawn)
    return Record(
        source="arxiv",
        source_id=arxiv.id,
        title=get_title(fields),
        abstract=abstract,
        authors=authors,
        arxiv_id=arxiv.id,
        doi=find_identifiers(*_BETWEEN_DOIS.split(get_text(fields, "doi"))).doi,
        version=versions[-1].number if versions else None,
        versions=versions,
        categories=arxiv_categories(fields.get("categories", "").split()),
        published=published,
        updated=updated,
        announced=listed_day(submitted, arxiv_month(arxiv.id)),
        year=published.year if published else arxiv_year(arxiv.id),
        kind="article",
        journal_ref=get_line(fields, "journal-ref"),
        comment=comment,
        license=get_text(fields, "license"),
        links=gather_links((), abstract, comment),
        standing=state,
        standing_note=note,
    )


def _deleted(header: dict[str, str]) -> Record:
    """A paper that arXiv has taken away, of which nothing but its id is left."""
    arxiv = arxiv_id(header, "identifier")
    return Record(source="arxiv", source_id=arxiv.id, arxiv_id=arxiv.id, title="", standing="deleted")


def _versions(elements: list[Any]) -> tuple[Version, ...]:
    found: dict[int, Version] = {}
    for element in elements:
        match = _VERSION.fullmatch(element.get("version", ""))
        if match and int(match[1]):
            found[int(match[1])] = Version(int(match[1]), parse_day(texts(element).get("date")))
    return tuple(found[number] for number in sorted(found))


def _first_moment(elements: list[Any]) -> datetime | None:
    """Return when the first version was submitted, None where it is not told."""
    first = next((one for one in elements if one.get("version") == "v1"), None)
    return None if first is None else parse_moment(texts(first).get("date"))


def _last_is_withdrawal(elements: list[Any]) -> bool:
    """Whether the last version is one without content, which is how arXiv keeps a withdrawal.

    Source type `I` says so; older entries have no type and no size. A first version is never a withdrawal, and one of
    0 kB with another type is a small source or one whose size arXiv does not know.
    """
    if len(elements) < 2:
        return False
    last = texts(elements[-1])
    kind = last.get("source_type", "").strip()
    return "I" in kind or (not kind and last.get("size", "").strip() == "0kb")


def _split_authors(root: Any) -> tuple[Author, ...]:
    names = [texts(author) for group in root if local(group) == "authors" for author in group]
    return _present(
        author_from_parts(name.get("keyname", ""), name.get("forenames", ""), name.get("suffix", "")) for name in names
    )


def _present(authors: Iterable[Author | None]) -> tuple[Author, ...]:
    return tuple(author for author in authors if author is not None)


def _first_day(fields: dict[str, str]) -> date | None:
    created, number = parse_day(fields.get("created")), arxiv_id(fields).id
    if created is None:
        return None
    months = (arxiv_year(number) - created.year) * 12 + int(number.rpartition("/")[2][2:4]) - created.month
    return created if 0 <= months <= 1 else None
