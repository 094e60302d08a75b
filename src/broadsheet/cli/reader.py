"""Which reader a command is for."""

from broadsheet.errors import NotFound
from broadsheet.model.reader import LOCAL, Reader
from broadsheet.store import readers
from broadsheet.store.database import Connection


def reader_named(connection: Connection, email: str) -> Reader:
    """Return the account with this address, without one the reader at this machine; NotFound where there is none."""
    found = readers.by_email(connection, email) if email else readers.get(connection, LOCAL)
    if found is None:
        raise NotFound(f"There is no account with the address {email!r}. `broadsheet accounts` lists them.")
    return found
