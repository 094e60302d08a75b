"""Tokens with which programs ask in a reader's name. The catalog knows only their digests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from broadsheet.store.schema import api_tokens


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token: what the reader calls it, what it may be used for, and when it was used last (UTC)."""

    id: str
    digest: str
    reader: str
    name: str
    scopes: frozenset[str]
    made: datetime
    seen: datetime | None = None
    expires: datetime | None = None


def add(connection: Connection, token: ApiToken) -> None:
    """Keep a new token."""
    connection.execute(
        insert(api_tokens).values(
            id=token.id,
            digest=token.digest,
            reader=token.reader,
            name=token.name,
            scopes=" ".join(sorted(token.scopes)),
            made=_iso(token.made),
            seen=token.seen and _iso(token.seen),
            expires=token.expires and _iso(token.expires),
        )
    )


def find(connection: Connection, digest: str) -> ApiToken | None:
    """Return the token of this digest, None where there is none."""
    row = connection.execute(select(api_tokens).where(api_tokens.c.digest == digest)).one_or_none()
    return None if row is None else _token(row)


def of_reader(connection: Connection, reader: str) -> list[ApiToken]:
    """Return a reader's tokens in order of their making."""
    wanted = select(api_tokens).where(api_tokens.c.reader == reader).order_by(api_tokens.c.made, api_tokens.c.id)
    return [_token(row) for row in connection.execute(wanted)]


def saw(connection: Connection, token: str, seen: datetime) -> None:
    """Note when a token was last used."""
    connection.execute(update(api_tokens).where(api_tokens.c.id == token).values(seen=_iso(seen)))


def remove(connection: Connection, reader: str, token: str) -> bool:
    """Remove a reader's token; False where the reader has none of this id."""
    own = (api_tokens.c.reader == reader, api_tokens.c.id == token)
    return bool(connection.execute(delete(api_tokens).where(*own)).rowcount)


def remove_all(connection: Connection, reader: str) -> int:
    """Remove all tokens of a reader; return how many."""
    return int(connection.execute(delete(api_tokens).where(api_tokens.c.reader == reader)).rowcount)


def _token(row: Row[Any]) -> ApiToken:
    seen, expires = (datetime.fromisoformat(text) if text else None for text in (row.seen, row.expires))
    scopes, made = frozenset(row.scopes.split()), datetime.fromisoformat(row.made)
    return ApiToken(row.id, row.digest, row.reader, row.name, scopes, made, seen, expires)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
