"""Facts: what was read of each paper, the names in it, and what readers corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TABLES = ("readings", "entities", "corrections")


def _paper() -> "sa.Column[int]":
    return sa.Column("paper_key", sa.Integer(), sa.ForeignKey("papers.key"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "readings",
        _paper(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("paper_key"),
    )
    op.create_index("readings_by_version", "readings", ["version", "paper_key"])
    op.create_table(
        "entities",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        _paper(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", "paper_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("entities_by_paper", "entities", ["paper_key"])
    op.create_table(
        "corrections",
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        _paper(),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.Column("takes_back", sa.BigInteger()),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("corrections_by_paper", "corrections", ["paper_key", "number"])
    counters = sa.table("counters", sa.column("name"), sa.column("value"))
    op.bulk_insert(counters, [{"name": "correction", "value": 0}])


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.execute("DELETE FROM counters WHERE name = 'correction'")
