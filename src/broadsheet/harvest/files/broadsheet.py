"""Broadsheet's own export: JSON Lines, one paper a line, every field by its name, empty ones left out."""

from dataclasses import fields as fields_of
from datetime import date

from broadsheet.errors import BadRecord
from broadsheet.harvest.files.fields.dates import parse_day, parse_year
from broadsheet.harvest.files.fields.identifiers import Identifiers, find_identifiers
from broadsheet.harvest.files.fields.links import web_address
from broadsheet.harvest.files.fields.values import Fields, get_objects, get_text, get_texts, load_object
from broadsheet.model.ids import parse_acl_id, parse_arxiv_id, parse_doi, parse_paper_id
from broadsheet.model.paper import Author, Link, LinkKind, Paper, Record, Standing, Version
from broadsheet.model.raw import RawRecord

FORMAT = "broadsheet"
EXPORT_VERSION = 1

_LINK_KINDS: tuple[LinkKind, ...] = ("page", "pdf", "code", "project", "data", "model", "demo", "video", "slides")
_STANDINGS: tuple[Standing, ...] = ("retracted", "withdrawn", "deleted")
_NOT_EXPORTED = frozenset({"key", "change"})  # numbers of one catalog, without meaning in another


def paper_to_json(paper: Paper) -> dict[str, object]:
    """The paper as an object for one line of JSON; days are ISO 8601."""
    found: dict[str, object] = {"broadsheet": EXPORT_VERSION}
    for field in fields_of(paper):
        value = getattr(paper, field.name)
        if field.name not in _NOT_EXPORTED and value not in ("", (), None):
            found[field.name] = _plain_value(value)
    return found


def _plain_value(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain_value(item) for item in value]
    if isinstance(value, (Author, Link, Version)):
        items = ((field.name, getattr(value, field.name)) for field in fields_of(value))
        return {name: _plain_value(item) for name, item in items if item not in ("", None)}
    return value


def matches(fields: Fields) -> bool:
    """Whether a JSON object has this layout."""
    return "broadsheet" in fields


def adapt(raw: RawRecord) -> Record:
    """Read one line. The text was cleaned before it was exported and is taken as it stands."""
    fields = load_object(raw.payload)
    _check_version(fields.get("broadsheet"))
    title = get_text(fields, "title")
    if not title:
        raise BadRecord("no title")
    ids = _identifiers(fields)
    version = fields.get("version")
    return Record(
        source="broadsheet",
        source_id=parse_paper_id(get_text(fields, "id")) or ids.best(title),
        title=title,
        abstract=get_text(fields, "abstract"),
        summary=get_text(fields, "summary"),
        authors=_authors(fields),
        arxiv_id=ids.arxiv_id,
        doi=ids.doi,
        acl_id=ids.acl_id,
        version=version if type(version) is int else ids.version,
        versions=_versions(fields),
        categories=tuple(get_texts(fields, "categories")),
        keywords=tuple(get_texts(fields, "keywords")),
        published=parse_day(fields.get("published")),
        updated=parse_day(fields.get("updated")),
        announced=parse_day(fields.get("announced")) or parse_day(fields.get("day")),
        year=parse_year(fields.get("year")),
        kind=get_text(fields, "kind"),
        venue=get_text(fields, "venue"),
        volume=get_text(fields, "volume"),
        issue=get_text(fields, "issue"),
        pages=get_text(fields, "pages"),
        publisher=get_text(fields, "publisher"),
        journal_ref=get_text(fields, "journal_ref"),
        comment=get_text(fields, "comment"),
        license=get_text(fields, "license"),
        links=_links(fields),
        standing=next((one for one in _STANDINGS if one == fields.get("standing")), ""),
        standing_note=get_text(fields, "standing_note"),
    )


def _check_version(version: object) -> None:
    if type(version) is not int or version < 1:
        raise BadRecord("the format version in the field broadsheet is no number from 1")
    if version > EXPORT_VERSION:
        raise BadRecord(f"written by a newer Broadsheet (format {version}, this one reads {EXPORT_VERSION})")


def _identifiers(fields: Fields) -> Identifiers:
    arxiv = parse_arxiv_id(get_text(fields, "arxiv_id"))
    doi = parse_doi(get_text(fields, "doi")) or ""
    acl_id = parse_acl_id(get_text(fields, "acl_id")) or ""
    if not (arxiv or doi or acl_id):
        return find_identifiers(get_text(fields, "id"))
    return Identifiers(arxiv.id if arxiv else "", arxiv.version if arxiv else None, doi, acl_id)


def _authors(fields: Fields) -> tuple[Author, ...]:
    found = (
        Author(get_text(item, "name"), get_text(item, "family"), get_text(item, "given"))
        for item in get_objects(fields, "authors")
    )
    return tuple(author for author in found if author.name)


def _versions(fields: Fields) -> tuple[Version, ...]:
    items = ((item.get("number"), parse_day(item.get("day"))) for item in get_objects(fields, "versions"))
    return tuple(Version(number, day) for number, day in items if type(number) is int and number > 0)


def _links(fields: Fields) -> tuple[Link, ...]:
    found = (
        Link(kind, web_address(item.get("url")), get_text(item, "origin"))
        for item in get_objects(fields, "links")
        for kind in _LINK_KINDS
        if kind == item.get("kind")
    )
    return tuple(link for link in found if link.url)
