"""Whether the catalog is whole, and what it holds by year."""

from sqlalchemy import Connection, func, select, text

from broadsheet.store.schema import papers


def find_damage(connection: Connection) -> list[str]:
    """Return what the database itself finds wrong with its file; empty where all is well.

    PostgreSQL keeps checksums of its own and is only asked for an answer.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT 1"))
        return []
    found = [str(row[0]) for row in connection.execute(text("PRAGMA quick_check(20)"))]
    return [] if found == ["ok"] else found


def count_years(connection: Connection) -> dict[int, int]:
    """Return for every year of publication the number of papers, latest first; papers without one are left out."""
    statement = (
        select(papers.c.year, func.count().label("number"))
        .where(papers.c.year.is_not(None))
        .group_by(papers.c.year)
        .order_by(papers.c.year.desc())
    )
    return {row.year: row.number for row in connection.execute(statement)}
