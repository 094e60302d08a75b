"""JSON Lines of arXiv papers as announced day by day: id, title, abstract, authors, categories, first_seen."""

from broadsheet.errors import BadRecord
from broadsheet.harvest.files.fields.categories import arxiv_categories
from broadsheet.harvest.files.fields.dates import arxiv_year, parse_day, parse_year
from broadsheet.harvest.files.fields.links import gather_links
from broadsheet.harvest.files.fields.people import get_authors
from broadsheet.harvest.files.fields.values import (
    Fields,
    get_abstract,
    get_line,
    get_text,
    get_texts,
    get_title,
    load_object,
)
from broadsheet.model.ids import ArxivId, parse_arxiv_id
from broadsheet.model.paper import Record
from broadsheet.model.raw import RawRecord

FORMAT = "arxiv_daily"


def matches(fields: Fields) -> bool:
    """Whether a JSON object has this layout."""
    return {"id", "title", "abstract", "categories"} <= fields.keys() and isinstance(fields["categories"], list)


def adapt(raw: RawRecord) -> Record:
    """Read one line. The id tells the month of the first version but not its day: `published` stays empty."""
    fields = load_object(raw.payload)
    arxiv = arxiv_id(fields)
    title = get_title(fields)
    abstract = get_abstract(fields)
    comment = get_line(fields, "comment")
    return Record(
        source="arxiv",
        source_id=arxiv.id,
        title=title,
        abstract=abstract,
        authors=get_authors(fields, "authors"),
        arxiv_id=arxiv.id,
        version=arxiv.version,
        categories=arxiv_categories(get_texts(fields, "categories")),
        announced=parse_day(fields.get("first_seen")),
        year=parse_year(fields.get("year")) or arxiv_year(arxiv.id),
        kind="article",
        comment=comment,
        links=gather_links((), abstract, comment),
    )


def arxiv_id(fields: Fields, name: str = "id") -> ArxivId:
    """The arXiv id in a field; BadRecord where it is none."""
    text = get_text(fields, name)
    found = parse_arxiv_id(text)
    if found is None:
        raise BadRecord(f"{text[:40]!r} is no arXiv id" if text else "no arXiv id")
    return found
