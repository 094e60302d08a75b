"""Delete a reader."""

from sqlalchemy import Connection, delete, update

from broadsheet.store.marks import COUNTED
from broadsheet.store.schema import (
    api_tokens,
    digest_plans,
    digests,
    follows,
    marks,
    one_time,
    outbox,
    picks,
    readers,
    sessions,
    shelf,
    shown,
)

_OWN = (sessions, api_tokens, one_time, follows, shown, shelf, digest_plans, digests, outbox)


def remove(connection: Connection, reader: str, former: str) -> None:
    """Delete a reader with all that is their own.

    Votes and saves, and a curator's picks, stay under the name `former`: editions were made from them.
    """
    connection.execute(delete(marks).where(marks.c.reader == reader, marks.c.kind.not_in(COUNTED)))
    connection.execute(update(marks).where(marks.c.reader == reader).values(reader=former))
    connection.execute(update(picks).where(picks.c.curator == reader).values(curator=former))
    for table in _OWN:
        connection.execute(delete(table).where(table.c.reader == reader))
    connection.execute(delete(readers).where(readers.c.id == reader))
