"""What services count, how harvests go on, and whose turn it is."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from broadsheet.store.schema.base import metadata

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
