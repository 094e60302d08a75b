"""The one statement that the two databases spell in dialects of their own."""

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
