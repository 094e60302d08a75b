"""Delete a reader."""

from sqlalchemy import Connection, delete, func, select, update

from broadsheet.store.marks import COUNTED
from broadsheet.store.schema import (
    api_tokens,
    corrections,
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

    Votes and saves, and a curator's picks, stay under the name `former`: editions were made from them. So do
    corrections, which are about papers and not about the reader.
    """
    connection.execute(delete(marks).where(marks.c.reader == reader, marks.c.kind.not_in(COUNTED)))
    connection.execute(update(marks).where(marks.c.reader == reader).values(reader=former))
    connection.execute(update(picks).where(picks.c.curator == reader).values(curator=former))
    connection.execute(update(corrections).where(corrections.c.reader == reader).values(reader=former))
    email = connection.execute(select(func.lower(readers.c.email)).where(readers.c.id == reader)).scalar() or ""
    for table in _OWN:
        connection.execute(delete(table).where(table.c.reader == reader))
    if email:
        # What was sent there before there was a reader: invitations.
        connection.execute(delete(one_time).where(func.lower(one_time.c.email) == email))
        connection.execute(delete(outbox).where(func.lower(outbox.c.recipient) == email))
    connection.execute(delete(readers).where(readers.c.id == reader))
