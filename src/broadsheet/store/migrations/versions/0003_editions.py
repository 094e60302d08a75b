"""Editions: what is printed, what a curator picked, what readers voted for and saved."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _big(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _flag(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False)


def _paper() -> "sa.Column[int]":
    return sa.Column("paper_key", sa.Integer(), sa.ForeignKey("papers.key"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "marks",
        *(_paper(), _text("reader"), _text("kind"), _big("number"), _text("made")),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("paper_key", "reader", "kind", "number"),
    )
    op.create_index("marks_by_reader", "marks", ["reader", "kind", "number"])
    op.create_index("marks_by_time", "marks", ["made"])
    op.create_table(
        "picks",
        *(_big("number"), _paper(), _text("edition"), _flag("leads"), _text("line"), _text("curator"), _text("made")),
        sa.Column("withdrawn", sa.Text()),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("picks_by_edition", "picks", ["edition", "number"])
    op.create_index("picks_by_paper", "picks", ["paper_key"])
    op.create_table(
        "editions",
        *(_text("id"), _text("period"), _text("first"), _text("last"), _flag("closed")),
        *(_text("known_until"), _text("formula"), _text("inputs")),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("editions_by_period", "editions", ["period", "first"])
    op.create_index("source_records_by_arrival", "source_records", ["received", "paper_key"])
    counters = sa.table("counters", sa.column("name"), sa.column("value"))
    op.bulk_insert(counters, [{"name": "mark", "value": 0}, {"name": "pick", "value": 0}])


def downgrade() -> None:
    op.drop_index("source_records_by_arrival", "source_records")
    for table in ("editions", "picks", "marks"):
        op.drop_table(table)
    op.execute("DELETE FROM counters WHERE name IN ('mark', 'pick')")
