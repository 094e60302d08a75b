"""Papers, and what is known of them."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from broadsheet.store.schema.base import metadata

# One row a counter. Writers lock the row `change` first, so change numbers become visible in their order.
counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

papers = Table(
    "papers",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("abstract", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("authors", Text, nullable=False),  # JSON: [[name, family, given], …]
    Column("arxiv_id", Text, nullable=False),
    Column("doi", Text, nullable=False),
    Column("acl_id", Text, nullable=False),
    Column("versions", Text, nullable=False),  # JSON: [[number, day or ""], …]
    Column("categories", Text, nullable=False),  # JSON: [category, …]
    Column("keywords", Text, nullable=False),  # JSON: [keyword, …]
    Column("published", Text),
    Column("updated", Text),
    Column("day", Text, nullable=False),
    Column("year", Integer),
    Column("kind", Text, nullable=False),
    Column("venue", Text, nullable=False),
    Column("volume", Text, nullable=False),
    Column("issue", Text, nullable=False),
    Column("pages", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("journal_ref", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("license", Text, nullable=False),
    Column("links", Text, nullable=False),  # JSON: [[kind, url, origin], …]
    Column("standing", Text, nullable=False, server_default=""),  # withdrawn, retracted, deleted, or nothing
    Column("standing_note", Text, nullable=False, server_default=""),  # why, or where it is said
    Column("sources", Text, nullable=False),  # JSON: [source, …]
    Column("text_digest", Text, nullable=False),  # of what is embedded: tells whether a vector is stale
    Column("change", BigInteger, nullable=False),
    Index("papers_by_day", "day", "key"),
    Index("papers_by_change", "change"),
)

# Papers that went into another one: the index must forget them, their ids live on in `identifiers`.
merged_papers = Table(
    "merged_papers",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("into_key", Integer, nullable=False),
    Column("change", BigInteger, nullable=False),
    Index("merged_papers_by_change", "change"),
)

identifiers = Table(
    "identifiers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("paper_key", Integer, ForeignKey("papers.key"), nullable=False),
    Index("identifiers_by_paper", "paper_key"),
)

titles = Table(
    "titles",
    metadata,
    Column("digest", Text, nullable=False),  # of model.names.title_key
    Column("paper_key", Integer, ForeignKey("papers.key"), nullable=False),
    PrimaryKeyConstraint("digest", "paper_key"),
    Index("titles_by_paper", "paper_key"),
)

source_records = Table(
    "source_records",
    metadata,
    Column("digest", Text, primary_key=True),  # of format and payload: the same record comes in once
    Column("number", Integer, nullable=False),  # order of arrival
    Column("paper_key", Integer, ForeignKey("papers.key"), nullable=False),
    Column("source", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),  # as it came, compressed with zstd
    Column("origin", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("received", Text, nullable=False),
    Index("source_records_by_paper", "paper_key"),
    Index("source_records_by_source", "source", "paper_key"),  # counted without reading a row
    Index("source_records_by_arrival", "received", "paper_key"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("paper_key", Integer, ForeignKey("papers.key"), nullable=False),
    Column("model", Text, nullable=False),
    Column("text_digest", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # little-endian float16, unit length
    Column("change", BigInteger, nullable=False),
    PrimaryKeyConstraint("model", "paper_key"),
    Index("vectors_by_change", "model", "change"),
    Index("vectors_by_paper", "paper_key"),
)
