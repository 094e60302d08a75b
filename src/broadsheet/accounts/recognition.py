"""Who asks: by a session, by a token, or nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.accounts.secret import digest
from broadsheet.model.reader import Reader
from broadsheet.store import readers, sessions, tokens
from broadsheet.store.database import Database

IDLE = timedelta(days=30)  # a browser that was away for longer signs in again
LONGEST = timedelta(days=90)  # and every browser after so long
_NOTED_AFTER = timedelta(minutes=10)  # reading does not write each time

SCOPES = {
    "read": "read what you can read",
    "write": "change what you can change: vote, save, rate, follow",
    "feeds": "read your feeds; goes into their address as `?key=`",
    "admin": "do what your role as curator or admin allows",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A reader who was recognised: by the session of this digest, or by a token with these scopes."""

    reader: Reader
    session: str = ""
    scopes: frozenset[str] = frozenset()


def by_session(database: Database, held: str, now: datetime, address: str) -> Known | None:
    """Return who is signed in with what a browser holds; None where that is nothing, too old, or suspended."""
    with database.read() as connection:
        session = sessions.get(connection, digest(held))
        reader = readers.get(connection, session.reader) if session else None
    if session is None or reader is None or reader.suspended:
        return None
    if now >= session.expires or now - session.seen > IDLE:
        return None
    if now - session.seen > _NOTED_AFTER or session.address != address:
        with database.write() as connection:
            sessions.saw(connection, session.digest, now, address)
    return Known(reader, session=session.digest)


def by_token(database: Database, held: str, now: datetime) -> Known | None:
    """Return in whose name a program asks with this token; None where it is none, expired, or suspended."""
    with database.read() as connection:
        token = tokens.find(connection, digest(held))
        reader = readers.get(connection, token.reader) if token else None
    if token is None or reader is None or reader.suspended or (token.expires and now >= token.expires):
        return None
    if token.seen is None or now - token.seen > _NOTED_AFTER:
        with database.write() as connection:
            tokens.saw(connection, token.id, now)
    return Known(reader, scopes=token.scopes)
