"""What the two databases spell in dialects of their own; many rows at once; the clock that their users share."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import sqlite

from broadsheet.lib.clock import epoch_ms

_T = TypeVar("_T")

# SQLite takes at most 32,766 parameters a statement.
_MANY = 5_000


def in_parts(items: Collection[_T]) -> Iterator[list[_T]]:
    """Yield items in lists that one statement can take."""
    every = list(items)
    for start in range(0, len(every), _MANY):
        yield every[start : start + _MANY]


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


def clock_ms(connection: Connection) -> int:
    """Return the time in ms since 1970 by the clock that all users of this database share.

    For PostgreSQL that is the server's: the clocks of several machines need not agree.
    """
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT extract(epoch FROM clock_timestamp()) * 1000")).scalar_one())
    return epoch_ms()
