"""The tables of the catalog, the same on SQLite and PostgreSQL.

Days are ISO text (`2026-11-20`), lists are JSON text, "not known" is the empty string
or NULL for numbers and days. `papers` is a view over `source_records` by the rules of
`harvest.merge`; `vectors` are derived and may be dropped at any time.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

SCHEMA_VERSION = "0003"  # of the newest migration; held by a test

metadata = MetaData()

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


# What services count about papers, with the time it was seen. Append-only; a reading that did not change is not added.
signals = Table(
    "signals",
    metadata,
    Column("paper_key", Integer, ForeignKey("papers.key"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("seen", Text, nullable=False),  # ISO time in UTC
    Column("value", Double, nullable=False),
    PrimaryKeyConstraint("paper_key", "kind", "source", "seen"),
    Index("signals_by_kind", "kind", "seen"),
)

# Where each harvest goes on, as JSON that its source understands; written with the records that it stands after.
harvest_cursors = Table(
    "harvest_cursors",
    metadata,
    Column("source", Text, nullable=False),
    Column("scope", Text, nullable=False),  # what of the source: a format and set
    Column("cursor", Text, nullable=False),
    Column("written", Text, nullable=False),
    PrimaryKeyConstraint("source", "scope"),
)

harvest_runs = Table(
    "harvest_runs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("ended", Text),  # NULL: runs, or was killed
    Column("verdict", Text, nullable=False),  # a key of harvest.reports.VERDICTS, empty while it runs
    Column("report", Text, nullable=False),  # JSON: everything else
    Index("harvest_runs_by_source", "source", "id"),
)

# When a service was last asked about a paper, and whether it knew it.
lookups = Table(
    "lookups",
    metadata,
    Column("source", Text, nullable=False),
    Column("paper_key", Integer, ForeignKey("papers.key"), nullable=False),
    Column("asked", Text, nullable=False),
    Column("found", Boolean, nullable=False),
    PrimaryKeyConstraint("source", "paper_key"),
    Index("lookups_by_paper", "paper_key"),
)

# What the reader wants harvested by the timetable. One row a source; a source without one is never asked by itself.
plans = Table(
    "plans",
    metadata,
    Column("source", Text, primary_key=True),
    Column("enabled", Boolean, nullable=False),
    Column("choices", Text, nullable=False),  # JSON: sets, since, caught_up
    Column("changed", Text, nullable=False),
)

# Due rows: one for every job of the timetable.
jobs = Table(
    "jobs",
    metadata,
    Column("name", Text, primary_key=True),
    Column("due", Text, nullable=False),
    Column("holder", Text, nullable=False, server_default=""),
    Column("held_until", BigInteger, nullable=False, server_default="0"),  # ms since 1970
    Column("started", Text),
    Column("finished", Text),
    Column("outcome", Text, nullable=False, server_default=""),  # done, partial, stopped or failed
    Column("message", Text, nullable=False, server_default=""),
    Column("failures", Integer, nullable=False, server_default="0"),  # in a row
)

# What at most one process does at a time.
leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("held_until", BigInteger, nullable=False),  # ms since 1970
)

# Politeness, over all processes: when a host may be asked again, and who is asking it now.
hosts = Table(
    "hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("free_at", BigInteger, nullable=False),  # ms since 1970
    Column("holder", Text, nullable=False),
    Column("held_since", BigInteger, nullable=False),
    Column("held_until", BigInteger, nullable=False),
)

budgets = Table(
    "budgets",
    metadata,
    Column("name", Text, nullable=False),
    Column("day", Text, nullable=False),  # in UTC
    Column("spent", BigInteger, nullable=False),  # in the budget's own unit
    PrimaryKeyConstraint("name", "day"),
)

# Answers of services that may be used again, or asked for on condition.
kept_answers = Table(
    "kept_answers",
    metadata,
    Column("url", Text, primary_key=True),  # without keys
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("fresh_until", BigInteger, nullable=False),  # ms since 1970, 0: ask again
    Column("headers", Text, nullable=False),  # JSON object, names in lower case
    Column("body", LargeBinary, nullable=False),  # compressed with zstd
    Column("kept", BigInteger, nullable=False),  # ms since 1970
    Index("kept_answers_by_age", "kept"),
)

# What readers say of papers by a click: append-only, so that an edition can be computed as of any moment.
marks = Table(
    "marks",
    metadata,
    Column("paper_key", Integer, ForeignKey("papers.key"), nullable=False),
    Column("reader", Text, nullable=False),
    Column("kind", Text, nullable=False),  # vote, save
    Column("number", BigInteger, nullable=False),  # order of arrival
    Column("made", Text, nullable=False),  # ISO time in UTC
    Column("value", Integer, nullable=False),  # 1: set, 0: taken back
    PrimaryKeyConstraint("paper_key", "reader", "kind", "number"),
    Index("marks_by_reader", "reader", "kind", "number"),
    Index("marks_by_time", "made"),
)

# A curator's choices for editions that are still open. Taken back, they stay as what was.
picks = Table(
    "picks",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("paper_key", Integer, ForeignKey("papers.key"), nullable=False),
    Column("edition", Text, nullable=False),
    Column("leads", Boolean, nullable=False),
    Column("line", Text, nullable=False),
    Column("curator", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("withdrawn", Text),  # ISO time
    Index("picks_by_edition", "edition", "number"),
    Index("picks_by_paper", "paper_key"),
)

editions = Table(
    "editions",
    metadata,
    Column("id", Text, primary_key=True),  # 2026-11-20, 2026-W47, 2026-11
    Column("period", Text, nullable=False),
    Column("first", Text, nullable=False),
    Column("last", Text, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("known_until", Text, nullable=False),
    Column("formula", Text, nullable=False),
    Column("inputs", Text, nullable=False),  # digest
    Column("document", LargeBinary, nullable=False),  # model.edition.Edition as JSON, compressed with zstd
    Index("editions_by_period", "period", "first"),
)
