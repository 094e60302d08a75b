"""Digests, and the mails that carry them."""

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

digest_plans = Table(
    "digest_plans",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("reader", Text, ForeignKey("readers.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("rhythm", Text, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("monthday", Integer, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("minute", Integer, nullable=False),
    Column("zone", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("contents", Text, nullable=False),  # JSON
    Column("quiet", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("due", Text),  # ISO time in UTC, NULL: paused
    Column("covered", Text),
    Index("digest_plans_by_reader", "reader", "number"),
    Index("digest_plans_by_due", "due"),
)

# All digests that were made; they outlive their plan.
digests = Table(
    "digests",
    metadata,
    Column("plan", BigInteger, nullable=False),
    Column("period", Text, nullable=False),
    Column("reader", Text, ForeignKey("readers.id"), nullable=False),
    Column("made", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("papers", Integer, nullable=False),
    Column("document", LargeBinary, nullable=False),  # model.digest.Digest as JSON, compressed with zstd
    PrimaryKeyConstraint("plan", "period"),
    Index("digests_by_reader", "reader", "made"),
)

# Mails. A row is there before anything is sent, and tells how far it got.
outbox = Table(
    "outbox",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("reader", Text, nullable=False),  # empty where the recipient is none yet
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("message", LargeBinary, nullable=False),  # compressed with zstd; empty some time after it was sent
    Column("made", Text, nullable=False),
    Column("state", Text, nullable=False),  # waiting, sending, sent, failed
    Column("attempts", Integer, nullable=False),
    Column("due", BigInteger, nullable=False),  # ms since 1970
    Column("holder", Text, nullable=False),
    Column("held_until", BigInteger, nullable=False),  # ms since 1970
    Column("answer", Text, nullable=False),  # what the server said last
    Column("ended", Text),
    Index("outbox_by_state", "state", "due"),
    Index("outbox_by_reader", "reader", "made"),
)

# Addresses that nothing is sent to any more, and why.
suppressions = Table(
    "suppressions",
    metadata,
    Column("email_key", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
)
