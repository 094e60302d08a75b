"""CSL-JSON, as Zotero, Crossref and citeproc tools write it: an array, one object, or one object a line."""

from datetime import date

from broadsheet.errors import BadRecord
from broadsheet.harvest.files.fields.categories import arxiv_categories
from broadsheet.harvest.files.fields.dates import make_day, parse_day, parse_year
from broadsheet.harvest.files.fields.identifiers import find_identifiers
from broadsheet.harvest.files.fields.kinds import csl_kind
from broadsheet.harvest.files.fields.links import gather_links, make_links
from broadsheet.harvest.files.fields.people import author_from_parts, authors_from_names, get_authors
from broadsheet.harvest.files.fields.values import (
    Fields,
    get_abstract,
    get_line,
    get_objects,
    get_text,
    get_texts,
    get_title,
    load_object,
    unique,
)
from broadsheet.harvest.files.fields.venues import without_archive
from broadsheet.model.paper import Author, Record
from broadsheet.model.raw import RawRecord

FORMAT = "csl"

_OWN_FIELDS = {"type", "issued", "author", "container-title", "DOI", "URL", "publisher", "page", "note"}


def matches(fields: Fields) -> bool:
    """Whether a JSON object has this layout."""
    return "title" in fields and (len(_OWN_FIELDS & fields.keys()) >= 2 or bool(csl_kind(str(fields.get("type")))))


def adapt(raw: RawRecord) -> Record:
    """Read one item."""
    fields = load_object(raw.payload)
    title = get_title(fields)
    abstract = get_abstract(fields)
    note = get_line(fields, "note")
    ids = find_identifiers(*_id_texts(fields, note))
    published, year = _issued(fields)
    url = fields.get("URL")
    links = make_links("csl", [("pdf" if str(url).endswith(".pdf") else "page", url)])
    keywords = _keywords(fields)
    categories = arxiv_categories(keywords)
    record = Record(
        source="csl",
        source_id=ids.best(title),
        title=title,
        abstract=abstract,
        authors=_authors(fields),
        arxiv_id=ids.arxiv_id,
        doi=ids.doi,
        acl_id=ids.acl_id,
        version=ids.version,
        categories=categories,
        keywords=tuple(keyword for keyword in keywords if keyword not in categories),
        published=published,
        year=year,
        kind=csl_kind(get_text(fields, "type")),
        venue=get_line(fields, "container-title") or get_line(fields, "event-title"),
        volume=get_text(fields, "volume"),
        issue=get_text(fields, "issue"),
        pages=get_text(fields, "page"),
        publisher=get_line(fields, "publisher"),
        comment=note,
        links=gather_links(ids.beside(links), abstract, note),
    )
    return without_archive(record)


def _id_texts(fields: Fields, note: str) -> list[str]:
    """What may hold an id; `note` is where reference managers put what CSL has no field for."""
    named = [get_text(fields, name) for name in ("DOI", "number", "URL", "archive_location", "id")]
    lines = get_text(fields, "note").splitlines()
    return [*named, *(line.split(":", 1)[1].split("[")[0] for line in lines if ":" in line), note]


def _issued(fields: Fields) -> tuple[date | None, int | None]:
    issued = fields.get("issued")
    if isinstance(issued, dict):
        parts = issued.get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts else None
        if isinstance(first, list) and first:
            return _from_parts(first)
        issued = issued.get("raw") or issued.get("literal")
    day = parse_day(issued)
    return day, day.year if day else parse_year(issued)


def _from_parts(parts: list[object]) -> tuple[date | None, int | None]:
    texts = [str(part).strip() for part in parts]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 6]
    day = make_day(numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else None
    return day, parse_year(numbers[0]) if numbers else None


def _authors(fields: Fields) -> tuple[Author, ...]:
    """Authors with their particles: `van` of `van der Berg` stands in a field of its own."""
    value = fields.get("author")
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return get_authors(fields, "author")
    return tuple(author for item in get_objects(fields, "author") if (author := _author(item)) is not None)


def _author(item: Fields) -> Author | None:
    particle = get_text(item, "non-dropping-particle") or get_text(item, "dropping-particle")
    family = " ".join(part for part in (particle, get_text(item, "family")) if part)
    given = get_text(item, "given")
    if family or given:
        return author_from_parts(family, given, get_text(item, "suffix"))
    names = authors_from_names([get_text(item, "literal") or get_text(item, "name")])
    return names[0] if names else None


def _keywords(fields: Fields) -> tuple[str, ...]:
    value = fields.get("keyword")
    if isinstance(value, str):
        return unique([part.strip() for part in value.replace(";", ",").split(",")])
    if value is not None and not isinstance(value, list):
        raise BadRecord("keyword is neither a text nor a list of texts")
    return unique(get_texts(fields, "keyword"))
