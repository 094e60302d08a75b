"""The first catalog: papers, their source records, identifiers, titles and vectors."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "merged_papers",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("into_key", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("merged_papers_by_change", "merged_papers", ["change"])
    op.create_table(
        "papers",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), unique=True, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("arxiv_id", sa.Text(), nullable=False),
        sa.Column("doi", sa.Text(), nullable=False),
        sa.Column("acl_id", sa.Text(), nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.Column("categories", sa.Text(), nullable=False),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("updated", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("volume", sa.Text(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("pages", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("journal_ref", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("license", sa.Text(), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("papers_by_change", "papers", ["change"])
    op.create_index("papers_by_day", "papers", ["day", "key"])
    op.create_table(
        "identifiers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("paper_key", sa.Integer(), sa.ForeignKey("papers.key"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("identifiers_by_paper", "identifiers", ["paper_key"])
    op.create_table(
        "source_records",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("paper_key", sa.Integer(), sa.ForeignKey("papers.key"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("received", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("source_records_by_paper", "source_records", ["paper_key"])
    op.create_index("source_records_by_source", "source_records", ["source"])
    op.create_table(
        "titles",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("paper_key", sa.Integer(), sa.ForeignKey("papers.key"), nullable=False),
        sa.PrimaryKeyConstraint("digest", "paper_key"),
    )
    op.create_index("titles_by_paper", "titles", ["paper_key"])
    op.create_table(
        "vectors",
        sa.Column("paper_key", sa.Integer(), sa.ForeignKey("papers.key"), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("model", "paper_key"),
    )
    op.create_index("vectors_by_change", "vectors", ["model", "change"])
    op.create_index("vectors_by_paper", "vectors", ["paper_key"])
    counters = sa.table("counters", sa.column("name"), sa.column("value"))
    op.bulk_insert(counters, [{"name": name, "value": 0} for name in ("change", "paper", "record")])


def downgrade() -> None:
    op.drop_table("vectors")
    op.drop_table("titles")
    op.drop_table("source_records")
    op.drop_table("identifiers")
    op.drop_table("papers")
    op.drop_table("merged_papers")
    op.drop_table("counters")
