"""What papers say of themselves, as it was read, and what readers corrected."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from broadsheet.store.schema.base import metadata

# Derived: may be dropped at any time, and is read again from the papers.
readings = Table(
    "readings",
    metadata,
    Column("paper_key", Integer, ForeignKey("papers.key"), primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),  # of the extraction
    Column("text_digest", Text, nullable=False),  # of the paper's text that was read
    Column("facts", Text, nullable=False),  # JSON, as extracted, without corrections
    Index("readings_by_version", "version", "paper_key"),
)

# Names of systems and datasets in papers, from what holds after corrections. Derived as well.
entities = Table(
    "entities",
    metadata,
    Column("kind", Text, nullable=False),  # system, dataset, long form
    Column("key", Text, nullable=False),  # by model.entities.entity_key
    Column("paper_key", Integer, ForeignKey("papers.key"), nullable=False),
    Column("name", Text, nullable=False),  # as this paper writes it
    PrimaryKeyConstraint("kind", "key", "paper_key"),
    Index("entities_by_paper", "paper_key"),
    # The names of a key lie side by side with it: they are counted with every facet.
    sqlite_with_rowid=False,
)

# Append-only, so that who said what and when can be read; the latest of a fact holds.
corrections = Table(
    "corrections",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("paper_key", Integer, ForeignKey("papers.key"), nullable=False),
    Column("reader", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("before", Text),  # JSON of a fact
    Column("after", Text),  # JSON of a fact
    Column("takes_back", BigInteger),  # number of the correction that this one undoes
    Index("corrections_by_paper", "paper_key", "number"),
)
