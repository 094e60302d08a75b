"""What admins do with accounts: roles, suspension, deletion. One admin always remains who can sign in."""

from broadsheet.accounts.secret import fresh_id
from broadsheet.errors import NotFound, NotPossible
from broadsheet.model.reader import LOCAL, Reader, Role
from broadsheet.store import leaving, one_time, readers, sessions
from broadsheet.store.database import Connection, Database

_LAST = "This is the last admin who can sign in. Make somebody else an admin first."
_LONGEST_REASON = 300  # characters


def find(connection: Connection, who: str) -> Reader:
    """Return the account with this id or address; NotFound where there is none."""
    found = readers.get(connection, who) if "@" not in who else readers.by_email(connection, who)
    if found is None or found.id == LOCAL:
        raise NotFound(f"No account is known as {who[:200]}.")
    return found


def set_role(database: Database, who: str, role: Role) -> Reader:
    """Give an account another role; its sessions end, because they were begun with other rights."""
    with database.write() as connection:
        reader = find(connection, who)
        if reader.role == role:
            return reader
        if role != "admin":
            _keep_an_admin(connection, reader)
        readers.set_role(connection, reader.id, role)
        sessions.end_all(connection, reader.id)
        return find(connection, reader.id)


def suspend(database: Database, who: str, why: str) -> Reader:
    """Let an account sign in no more, and end its sessions; `why` is told to its reader."""
    with database.write() as connection:
        reader = find(connection, who)
        _keep_an_admin(connection, reader)
        why = " ".join(why.split())[:_LONGEST_REASON]
        readers.set_suspended(connection, reader.id, why or "by an admin of this library.")
        sessions.end_all(connection, reader.id)
        one_time.withdraw_all(connection, reader.id)
        return find(connection, reader.id)


def restore(database: Database, who: str) -> Reader:
    """Let a suspended account sign in again."""
    with database.write() as connection:
        reader = find(connection, who)
        readers.set_suspended(connection, reader.id, "")
        return find(connection, reader.id)


def delete(database: Database, who: str) -> Reader:
    """Delete an account with all that is its own; return whose it was.

    Votes and saves that count in editions stay under a random name that leads to nobody: an edition that is closed
    still follows from them.
    """
    with database.write() as connection:
        reader = find(connection, who)
        _keep_an_admin(connection, reader)
        leaving.remove(connection, reader.id, former=fresh_id("former-"))
        return reader


def _keep_an_admin(connection: Connection, reader: Reader) -> None:
    if reader.role == "admin" and not reader.suspended and readers.count_admins(connection) < 2:
        raise NotPossible(_LAST)
