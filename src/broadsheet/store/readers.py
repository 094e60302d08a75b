"""Readers and what they set."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, insert, select, update

from broadsheet.model.address import email_key
from broadsheet.model.reader import LOCAL, Reader, Role
from broadsheet.store.schema import readers


def get(connection: Connection, reader: str) -> Reader | None:
    """Return a reader, None where there is none of this id."""
    row = connection.execute(select(readers).where(readers.c.id == reader)).one_or_none()
    return None if row is None else _reader(row)


def by_email(connection: Connection, email: str) -> Reader | None:
    """Return the reader with this address in any spelling, None where there is none."""
    if not (key := email_key(email)):
        return None
    row = connection.execute(select(readers).where(readers.c.email_key == key)).one_or_none()
    return None if row is None else _reader(row)


def accounts(connection: Connection) -> list[Reader]:
    """Return all readers with an account, in order of their making."""
    wanted = select(readers).where(readers.c.email_key.is_not(None)).order_by(readers.c.made, readers.c.id)
    return [_reader(row) for row in connection.execute(wanted)]


def count_admins(connection: Connection) -> int:
    """Return how many accounts are those of admins who may sign in, and let nobody else change these until the end."""
    able = (readers.c.email_key.is_not(None), readers.c.role == "admin", readers.c.suspended == "")
    # Without the lock two of the last two could leave at once on PostgreSQL, each seeing the other.
    held = select(readers.c.id).where(*able).order_by(readers.c.id).with_for_update()
    return len(connection.execute(held).all())


def add(connection: Connection, reader: Reader, password: str) -> None:
    """Keep a new reader, with the hash of the password."""
    connection.execute(
        insert(readers).values(
            id=reader.id,
            email=reader.email,
            email_key=email_key(reader.email) or None,
            name=reader.name,
            role=reader.role,
            password=password,
            zone=reader.zone,
            exploration=reader.exploration,
            made=_iso(reader.made),
            confirmed=reader.confirmed and _iso(reader.confirmed),
            suspended=reader.suspended,
            bounced=reader.bounced,
        )
    )


def password(connection: Connection, reader: str) -> str:
    """Return the hash of a reader's password, empty where there is none."""
    found = connection.execute(select(readers.c.password).where(readers.c.id == reader)).scalar_one_or_none()
    return found or ""


def set_password(connection: Connection, reader: str, hashed: str) -> None:
    """Keep the hash of a new password."""
    _set(connection, reader, password=hashed)


def set_email(connection: Connection, reader: str, email: str, confirmed: datetime) -> None:
    """Give a reader another address, which was shown to be theirs; mail goes to it again."""
    _set(connection, reader, email=email, email_key=email_key(email), confirmed=_iso(confirmed), bounced="")


def set_name(connection: Connection, reader: str, name: str) -> None:
    """Give a reader another name."""
    _set(connection, reader, name=name)


def set_zone(connection: Connection, reader: str, zone: str) -> None:
    """Set by which time zone (IANA) a reader lives."""
    _set(connection, reader, zone=zone)


def set_exploration(connection: Connection, reader: str, share: float) -> None:
    """Set which share of suggestions comes from outside of what is known of a reader, 0 to 0.5."""
    _set(connection, reader, exploration=share)


def set_role(connection: Connection, reader: str, role: Role) -> None:
    """Give a reader another role."""
    _set(connection, reader, role=role)


def set_suspended(connection: Connection, reader: str, why: str) -> None:
    """Say why a reader may not sign in; empty where that is over."""
    _set(connection, reader, suspended=why)


def set_bounced(connection: Connection, reader: str, why: str) -> None:
    """Say why no mail goes to a reader's address any more; empty where it does again."""
    _set(connection, reader, bounced=why)


def has_accounts(connection: Connection) -> bool:
    """Whether there is any reader beside the one of this machine."""
    return connection.execute(select(readers.c.id).where(readers.c.id != LOCAL).limit(1)).first() is not None


def _set(connection: Connection, reader: str, **values: object) -> None:
    connection.execute(update(readers).where(readers.c.id == reader).values(**values))


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


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
