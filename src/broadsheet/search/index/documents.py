"""What the index holds of a paper."""

from datetime import date

from tantivy import Document, Schema, SchemaBuilder

from broadsheet.model.facts import Reading
from broadsheet.model.names import author_key, family_key, fold, title_key
from broadsheet.model.paper import Author, Paper
from broadsheet.search.index.analysis import ENGLISH, JOINED, NAMES, joined_forms, repeated_stems
from broadsheet.store.fact_rows import LONG_FORM, named

NOTHING_READ = Reading()

# `order` holds the day and, in its low half, the key: one number that sorts, filters by day and names the paper.
_KEY_BITS = 32
_KEY_MASK = (1 << _KEY_BITS) - 1

# Each value lies one place behind the one before: two more than the slop of a name keep authors from being read as one.
_APART = ("", "")

_EXACT = ("author_key", "family", "prefix", "id", "title_key", "system")
_FACETS = ("category", "source", "has", "kind", "dataset")


def schema() -> Schema:
    """The fields of the index. Nothing is stored: the catalog has the texts."""
    builder = SchemaBuilder()
    # A delete by an unsigned field silently deletes nothing, so the key is here as text too.
    builder.add_text_field("key_text", tokenizer_name="raw", index_option="basic")
    for name in ("key", "order", "year"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name=ENGLISH)  # title, abstract, summary
    builder.add_text_field("title", tokenizer_name=ENGLISH)
    builder.add_text_field("word", tokenizer_name=NAMES, index_option="basic")  # of `text`, as they are written
    # What the title shares with the rest: tells what is in the abstract without cutting it into words twice.
    builder.add_text_field("repeated", tokenizer_name=JOINED, index_option="basic")
    builder.add_text_field("joined", tokenizer_name=JOINED, index_option="basic")
    builder.add_text_field("author", tokenizer_name=NAMES)
    for name in _EXACT:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in _FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def document(paper: Paper, reading: Reading = NOTHING_READ) -> Document:
    """What the index holds of this paper, and of what was read of it."""
    made = Document()
    made.add_text("key_text", str(paper.key))
    # Typed adders: a bare number would become a signed field and kill the writer.
    made.add_unsigned("key", paper.key)
    made.add_unsigned("order", order_of(paper.day, paper.key))
    made.add_unsigned("year", year_of(paper))
    _add_texts(made, paper)
    _add_exact(made, paper)
    _add_read(made, paper, reading)
    return made


def brief_names(author: Author) -> list[str]:
    """How an author is called in brief, folded: by family name alone and with an initial, `hinton` and `g-hinton`."""
    family, first = family_key(author.name, author.family), fold(author.name)[:1]
    if not family:
        return []
    return [family] if fold(author.name) == family else [family, f"{first}-{family}"]


def order_of(day: date, key: int = 0) -> int:
    """The number by which papers sort: by day, then by key."""
    return day.toordinal() << _KEY_BITS | key


def last_order_of(day: date) -> int:
    """The highest number of `order_of` on this day."""
    return order_of(day, _KEY_MASK)


def key_of(order: int) -> int:
    """The key within a number of `order_of`."""
    return order & _KEY_MASK


def year_of(paper: Paper) -> int:
    """The year a paper counts under: of publication where known, else of the day it is listed."""
    return paper.year or (paper.published or paper.day).year


def _add_texts(made: Document, paper: Paper) -> None:
    rest = f"{paper.abstract}\n{paper.summary}" if paper.summary else paper.abstract
    made.add_text("title", paper.title)
    # Two values of one field: a phrase does not go on from the title into the abstract.
    made.add_text("text", paper.title)
    made.add_text("text", rest)
    made.add_text("word", paper.title)
    made.add_text("word", rest)
    made.add_text("repeated", " ".join(repeated_stems(paper.title, rest)))
    made.add_text("joined", " ".join(joined_forms(f"{paper.title}\n{rest}")))
    for author in paper.authors:
        for value in (author.name, *_APART):
            made.add_text("author", value)
        made.add_text("author_key", author_key(author.name))
    for brief in {form for author in paper.authors for form in brief_names(author)}:
        made.add_text("family", brief)


def _add_exact(made: Document, paper: Paper) -> None:
    made.add_text("title_key", title_key(paper.title))
    for one in {paper.id, *_registered(paper)}:
        made.add_text("id", one)
    for category in dict.fromkeys(paper.categories):
        made.add_text("category", category)
    for prefix in {form for category in paper.categories for form in prefixes(category)}:
        made.add_text("prefix", prefix)
    for source in paper.sources:
        made.add_text("source", source)


def _add_read(made: Document, paper: Paper, reading: Reading) -> None:
    for kind, key, _ in named(reading):
        made.add_text("system" if kind == LONG_FORM else kind, key)
    if kind_of_paper := reading.first("kind"):
        made.add_text("kind", kind_of_paper)
    having = (
        ("code", paper.has_code or bool(reading.first("code"))),
        ("pdf", paper.has_pdf),
        ("results", bool(reading.first("result"))),
    )
    for name, holds in having:
        if holds:
            made.add_text("has", name)


def _registered(paper: Paper) -> list[str]:
    ids = (("arxiv", paper.arxiv_id), ("doi", paper.doi), ("acl", paper.acl_id))
    return [f"{registry}:{one}" for registry, one in ids if one]


def prefixes(category: str) -> list[str]:
    """The category and everything it belongs to, in lower case: `cs.LG` gives `cs` and `cs.lg`."""
    parts = category.lower().split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
