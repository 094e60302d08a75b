"""Which reader a command is for."""

from broadsheet.cli.output.console import warn
from broadsheet.errors import NotFound
from broadsheet.model.reader import LOCAL, Reader
from broadsheet.settings import Settings
from broadsheet.store import readers
from broadsheet.store.database import Connection


def reader_here(settings: Settings) -> str:
    """Return the id of the reader at this machine; where there are accounts, say that this is none of them."""
    if settings.mode == "group":
        warn(
            "this command is for the reader at this machine, who has no account: no page shows what it keeps. "
            "Use the pages; `broadsheet accounts adopt-local EMAIL` gives an account what was kept here."
        )
    return LOCAL


def reader_named(connection: Connection, email: str) -> Reader:
    """Return the account with this address, without one the reader at this machine; NotFound where there is none."""
    found = readers.by_email(connection, email) if email else readers.get(connection, LOCAL)
    if found is None:
        raise NotFound(f"There is no account with the address {email!r}. `broadsheet accounts` lists them.")
    return found
