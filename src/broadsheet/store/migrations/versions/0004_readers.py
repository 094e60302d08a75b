"""Readers: accounts, what they follow and were shown, digests and the mails that carry them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = (
    "readers",
    "sessions",
    "api_tokens",
    "one_time",
    "limits",
    "secrets",
    "follows",
    "shown",
    "shelf",
    "digest_plans",
    "digests",
    "outbox",
    "suppressions",
)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "readers",
        _text("id"),
        _text("email"),
        sa.Column("email_key", sa.Text(), unique=True),
        _text("name"),
        _text("role"),
        _text("password"),
        _text("zone"),
        sa.Column("exploration", sa.Double(), nullable=False),
        _text("made"),
        sa.Column("confirmed", sa.Text()),
        sa.Column("suspended", sa.Text(), server_default="", nullable=False),
        sa.Column("bounced", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "sessions",
        _text("digest"),
        sa.Column("reader", sa.Text(), sa.ForeignKey("readers.id"), nullable=False),
        _text("made"),
        _text("seen"),
        _text("expires"),
        _text("agent"),
        _text("address"),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("sessions_by_reader", "sessions", ["reader"])
    op.create_table(
        "api_tokens",
        _text("id"),
        sa.Column("digest", sa.Text(), unique=True, nullable=False),
        sa.Column("reader", sa.Text(), sa.ForeignKey("readers.id"), nullable=False),
        _text("name"),
        _text("scopes"),
        _text("made"),
        sa.Column("seen", sa.Text()),
        sa.Column("expires", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("api_tokens_by_reader", "api_tokens", ["reader"])
    op.create_table(
        "one_time",
        _text("digest"),
        _text("purpose"),
        _text("reader"),
        _text("email"),
        _text("detail"),
        _text("made"),
        _text("expires"),
        sa.Column("used", sa.Text()),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("one_time_by_reader", "one_time", ["reader"])
    op.create_table(
        "limits",
        _text("name"),
        sa.Column("level", sa.Double(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "secrets",
        _text("name"),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "follows",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("reader", sa.Text(), sa.ForeignKey("readers.id"), nullable=False),
        _text("kind"),
        _text("value"),
        _text("title"),
        sa.Column("excluded", sa.Boolean(), nullable=False),
        _text("made"),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("follows_by_reader", "follows", ["reader", "number"])
    op.create_table(
        "shown",
        sa.Column("reader", sa.Text(), sa.ForeignKey("readers.id"), nullable=False),
        sa.Column("paper_key", sa.Integer(), sa.ForeignKey("papers.key"), nullable=False),
        _text("place"),
        _text("at"),
        sa.PrimaryKeyConstraint("reader", "paper_key"),
    )
    op.create_index("shown_by_paper", "shown", ["paper_key"])
    op.create_table(
        "shelf",
        sa.Column("reader", sa.Text(), sa.ForeignKey("readers.id"), nullable=False),
        sa.Column("paper_key", sa.Integer(), sa.ForeignKey("papers.key"), nullable=False),
        _text("state"),
        _text("note"),
        _text("changed"),
        sa.PrimaryKeyConstraint("reader", "paper_key"),
    )
    op.create_index("shelf_by_paper", "shelf", ["paper_key"])
    op.create_table(
        "digest_plans",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("reader", sa.Text(), sa.ForeignKey("readers.id"), nullable=False),
        _text("name"),
        _text("rhythm"),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("monthday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        _text("zone"),
        _text("address"),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        _text("contents"),
        _text("quiet"),
        _text("made"),
        sa.Column("due", sa.Text()),
        sa.Column("covered", sa.Text()),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("digest_plans_by_due", "digest_plans", ["due"])
    op.create_index("digest_plans_by_reader", "digest_plans", ["reader", "number"])
    op.create_table(
        "digests",
        sa.Column("plan", sa.BigInteger(), nullable=False),
        _text("period"),
        sa.Column("reader", sa.Text(), sa.ForeignKey("readers.id"), nullable=False),
        _text("made"),
        _text("subject"),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("plan", "period"),
    )
    op.create_index("digests_by_reader", "digests", ["reader", "made"])
    op.create_table(
        "outbox",
        _text("key"),
        _text("kind"),
        _text("reader"),
        _text("recipient"),
        _text("subject"),
        _text("message_id"),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        _text("made"),
        _text("state"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        _text("holder"),
        sa.Column("held_until", sa.BigInteger(), nullable=False),
        _text("answer"),
        sa.Column("ended", sa.Text()),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("outbox_by_reader", "outbox", ["reader", "made"])
    op.create_index("outbox_by_state", "outbox", ["state", "due"])
    op.create_table(
        "suppressions",
        _text("email_key"),
        _text("reason"),
        _text("at"),
        sa.PrimaryKeyConstraint("email_key"),
    )
    counters = sa.table("counters", sa.column("name"), sa.column("value"))
    op.bulk_insert(counters, [{"name": "follow", "value": 0}, {"name": "plan", "value": 0}])
    names = ("id", "email", "name", "role", "password", "zone", "exploration", "made")
    readers = sa.table("readers", *(sa.column(name) for name in names))
    # Who was there before there were accounts: votes and saves are kept under this name.
    row = ("local", "", "", "admin", "", "UTC", 0.1, "2026-11-21T00:00:00.000000+00:00")
    op.bulk_insert(readers, [dict(zip(names, row, strict=True))])


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.execute("DELETE FROM counters WHERE name IN ('follow', 'plan')")
