"""Who reads, and what readers keep."""

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

# Who reads. The reader `local` is there from the beginning, for libraries without accounts.
readers = Table(
    "readers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("email", Text, nullable=False),  # as the reader writes it, empty where not known
    Column("email_key", Text, unique=True),  # in normal form, NULL where there is none
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),  # argon2id, empty: none yet
    Column("zone", Text, nullable=False),
    Column("exploration", Double, nullable=False),
    Column("made", Text, nullable=False),
    Column("confirmed", Text),
    Column("suspended", Text, nullable=False, server_default=""),
    Column("bounced", Text, nullable=False, server_default=""),
)

# Signed-in browsers. Only the digest of what the browser holds is kept.
sessions = Table(
    "sessions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("reader", Text, ForeignKey("readers.id"), nullable=False),
    Column("made", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("agent", Text, nullable=False),  # what the browser calls itself
    Column("address", Text, nullable=False),  # where it was last seen
    Index("sessions_by_reader", "reader"),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("reader", Text, ForeignKey("readers.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),  # parted by blanks
    Column("made", Text, nullable=False),
    Column("seen", Text),
    Column("expires", Text),
    Index("api_tokens_by_reader", "reader"),
)

# Links that work once: invitations, confirmations of addresses, new passwords.
one_time = Table(
    "one_time",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("reader", Text, nullable=False),  # empty for an invitation
    Column("email", Text, nullable=False),
    Column("detail", Text, nullable=False),  # JSON, by purpose
    Column("made", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("used", Text),
    Index("one_time_by_reader", "reader"),
)

# How often something was tried lately, by account and by network address: holds over restarts.
limits = Table(
    "limits",
    metadata,
    Column("name", Text, primary_key=True),
    Column("level", Double, nullable=False),
    Column("at", BigInteger, nullable=False),  # ms since 1970
)

# Keys that this library signs with, each made when first needed.
secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

follows = Table(
    "follows",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("reader", Text, ForeignKey("readers.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("excluded", Boolean, nullable=False),
    Column("made", Text, nullable=False),
    Index("follows_by_reader", "reader", "number"),
)

# Papers that a reader was shown in a digest, so that none comes twice.
shown = Table(
    "shown",
    metadata,
    Column("reader", Text, ForeignKey("readers.id"), nullable=False),
    Column("paper_key", Integer, ForeignKey("papers.key"), nullable=False),
    Column("place", Text, nullable=False),  # the letter's key
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("reader", "paper_key"),
    Index("shown_by_paper", "paper_key"),
)

# What a reader keeps beside a saved paper. The saving itself is a mark.
shelf = Table(
    "shelf",
    metadata,
    Column("reader", Text, ForeignKey("readers.id"), nullable=False),
    Column("paper_key", Integer, ForeignKey("papers.key"), nullable=False),
    Column("state", Text, nullable=False),  # unread, reading, read
    Column("note", Text, nullable=False),
    Column("changed", Text, nullable=False),
    PrimaryKeyConstraint("reader", "paper_key"),
    Index("shelf_by_paper", "paper_key"),
)
