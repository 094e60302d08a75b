"""What readers say of papers, and what is printed."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from broadsheet.store.schema.base import metadata

# What readers say of papers by a click: append-only, so that an edition can be computed as of any moment.
marks = Table(
    "marks",
    metadata,
    Column("paper_key", Integer, ForeignKey("papers.key"), nullable=False),
    Column("reader", Text, nullable=False),
    Column("kind", Text, nullable=False),  # one of store.marks.KINDS
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
