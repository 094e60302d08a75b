"""How rows are written: what the two databases spell in dialects of their own, and many rows at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite


def insert_into(connection: Connection, table: Table) -> Any:
    """Begin an INSERT that can say what happens on a conflict."""
    if connection.dialect.name == "postgresql":
        # Late: it costs every start on SQLite 30 ms.
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    return sqlite.insert(table)


def write_rows(connection: Connection, statement: Any, rows: Sequence[Mapping[str, object]]) -> None:
    """Execute an INSERT for every row; all rows have the columns of the first.

    The driver gets the rows as they are: SQLAlchemy's own way through them takes a tenth of an import's time.
    """
    if not rows:
        return
    compiled = statement.compile(dialect=connection.dialect, column_keys=[*rows[0]])
    order = compiled.positiontup
    values = [tuple(row[name] for name in order) for row in rows] if order else [dict(row) for row in rows]
    connection.exec_driver_sql(str(compiled), values)
