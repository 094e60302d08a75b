"""Keys that this library signs with, each made when it is first needed."""

import secrets as randomness

from sqlalchemy import Connection, insert, select

from broadsheet.store import counters
from broadsheet.store.database import Database
from broadsheet.store.schema import secrets

_BYTES = 32


def get(database: Database, name: str) -> bytes:
    """Return the key of this name, 32 random bytes; all processes on the catalog get the same."""
    with database.read() as connection:
        found = _find(connection, name)
    if found is not None:
        return found
    with database.write() as connection:
        counters.queue_up(connection)  # two that make it at once would each sign with their own
        found = _find(connection, name)
        if found is None:
            found = randomness.token_bytes(_BYTES)
            connection.execute(insert(secrets).values(name=name, value=found))
        return found


def _find(connection: Connection, name: str) -> bytes | None:
    found = connection.execute(select(secrets.c.value).where(secrets.c.name == name)).scalar_one_or_none()
    return None if found is None else bytes(found)
