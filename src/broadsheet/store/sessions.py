"""Signed-in browsers. The catalog knows only the digest of what a browser holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from broadsheet.store.schema import sessions


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser: what it calls itself, and where and when it was last seen (UTC)."""

    digest: str
    reader: str
    made: datetime
    seen: datetime
    expires: datetime
    agent: str
    address: str


def add(connection: Connection, session: Session) -> None:
    """Keep a new session."""
    row = {"digest": session.digest, "reader": session.reader, "agent": session.agent, "address": session.address}
    times = {"made": _iso(session.made), "seen": _iso(session.seen), "expires": _iso(session.expires)}
    connection.execute(insert(sessions).values(**row, **times))


def get(connection: Connection, digest: str) -> Session | None:
    """Return a session, None where there is none of this digest."""
    row = connection.execute(select(sessions).where(sessions.c.digest == digest)).one_or_none()
    return None if row is None else _session(row)


def of_reader(connection: Connection, reader: str) -> list[Session]:
    """Return a reader's sessions, the one last seen first."""
    wanted = select(sessions).where(sessions.c.reader == reader).order_by(sessions.c.seen.desc(), sessions.c.digest)
    return [_session(row) for row in connection.execute(wanted)]


def saw(connection: Connection, digest: str, seen: datetime, address: str) -> None:
    """Note when and where a session was last seen."""
    connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen=_iso(seen), address=address))


def end(connection: Connection, reader: str, digest: str) -> bool:
    """End one session of a reader; False where the reader has no such session."""
    own = (sessions.c.reader == reader, sessions.c.digest == digest)
    return bool(connection.execute(delete(sessions).where(*own)).rowcount)


def end_all(connection: Connection, reader: str, *, but: str = "") -> int:
    """End all sessions of a reader, but one; return how many."""
    own = (sessions.c.reader == reader, sessions.c.digest != but)
    return int(connection.execute(delete(sessions).where(*own)).rowcount)


def forget(connection: Connection, now: datetime, idle: datetime) -> int:
    """Let go of sessions that have expired, and of those not seen since `idle`."""
    over = (sessions.c.expires <= _iso(now)) | (sessions.c.seen <= _iso(idle))
    return int(connection.execute(delete(sessions).where(over)).rowcount)


def _session(row: Row[Any]) -> Session:
    made, seen, expires = (datetime.fromisoformat(text) for text in (row.made, row.seen, row.expires))
    return Session(row.digest, row.reader, made, seen, expires, row.agent, row.address)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
