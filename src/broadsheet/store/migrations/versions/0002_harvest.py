"""Harvest: signals, cursors, runs, look-ups, plans, jobs, politeness, kept answers; how papers stand."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _text(name: str, default: str | None = None) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _big(name: str, default: str | None = None) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=default)


def _paper() -> "sa.Column[int]":
    return sa.Column("paper_key", sa.Integer(), sa.ForeignKey("papers.key"), nullable=False)


def upgrade() -> None:
    op.add_column("papers", _text("standing", ""))
    op.add_column("papers", _text("standing_note", ""))
    op.drop_index("source_records_by_source", "source_records")
    op.create_index("source_records_by_source", "source_records", ["source", "paper_key"])
    op.create_table(
        "signals",
        *(_paper(), _text("kind"), _text("source"), _text("seen")),
        sa.Column("value", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("paper_key", "kind", "source", "seen"),
    )
    op.create_index("signals_by_kind", "signals", ["kind", "seen"])
    op.create_table(
        "harvest_cursors",
        *(_text("source"), _text("scope"), _text("cursor"), _text("written")),
        sa.PrimaryKeyConstraint("source", "scope"),
    )
    op.create_table(
        "harvest_runs",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *(_text("source"), _text("started"), sa.Column("ended", sa.Text()), _text("verdict"), _text("report")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("harvest_runs_by_source", "harvest_runs", ["source", "id"])
    op.create_table(
        "lookups",
        *(_text("source"), _paper(), _text("asked"), sa.Column("found", sa.Boolean(), nullable=False)),
        sa.PrimaryKeyConstraint("source", "paper_key"),
    )
    op.create_index("lookups_by_paper", "lookups", ["paper_key"])
    op.create_table(
        "plans",
        *(_text("source"), sa.Column("enabled", sa.Boolean(), nullable=False), _text("choices"), _text("changed")),
        sa.PrimaryKeyConstraint("source"),
    )
    op.create_table(
        "jobs",
        *(_text("name"), _text("due"), _text("holder", ""), _big("held_until", "0")),
        *(
            sa.Column("started", sa.Text()),
            sa.Column("finished", sa.Text()),
            _text("outcome", ""),
            _text("message", ""),
        ),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table("leases", _text("name"), _text("holder"), _big("held_until"), sa.PrimaryKeyConstraint("name"))
    op.create_table(
        "hosts",
        *(_text("host"), _big("free_at"), _text("holder"), _big("held_since"), _big("held_until")),
        sa.PrimaryKeyConstraint("host"),
    )
    op.create_table("budgets", _text("name"), _text("day"), _big("spent"), sa.PrimaryKeyConstraint("name", "day"))
    op.create_table(
        "kept_answers",
        *(_text("url"), _text("etag"), _text("last_modified"), _big("fresh_until"), _text("headers")),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _big("kept"),
        sa.PrimaryKeyConstraint("url"),
    )
    op.create_index("kept_answers_by_age", "kept_answers", ["kept"])
    op.bulk_insert(sa.table("counters", sa.column("name"), sa.column("value")), [{"name": "run", "value": 0}])


def downgrade() -> None:
    for table in (
        *("kept_answers", "budgets", "hosts", "leases", "jobs", "plans", "lookups"),
        *("harvest_runs", "harvest_cursors", "signals"),
    ):
        op.drop_table(table)
    op.execute("DELETE FROM counters WHERE name = 'run'")
    op.drop_index("source_records_by_source", "source_records")
    op.create_index("source_records_by_source", "source_records", ["source"])
    with op.batch_alter_table("papers") as papers:
        papers.drop_column("standing_note")
        papers.drop_column("standing")
