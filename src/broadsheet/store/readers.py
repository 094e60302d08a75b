"""Readers and what they set."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, select

from broadsheet.model.reader import Reader, Role
from broadsheet.store.schema import readers


def get(connection: Connection, reader: str) -> Reader | None:
    """Return a reader, None where there is none of this id."""
    row = connection.execute(select(readers).where(readers.c.id == reader)).one_or_none()
    return None if row is None else _reader(row)


def _reader(row: Row[Any]) -> Reader:
    return Reader(
        id=row.id,
        email=row.email,
        name=row.name,
        role=cast(Role, row.role),
        zone=row.zone,
        exploration=row.exploration,
        made=datetime.fromisoformat(row.made),
        confirmed=datetime.fromisoformat(row.confirmed) if row.confirmed else None,
        suspended=row.suspended,
        bounced=row.bounced,
    )
