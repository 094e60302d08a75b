"""Links that work once: invitations, registrations, new passwords, new addresses. Only their digests are kept."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

import orjson
from sqlalchemy import Connection, Row, delete, insert, select, update

from broadsheet.store.schema import one_time

Purpose = Literal["invitation", "registration", "password", "address"]


@dataclass(frozen=True, slots=True)
class OneTime:
    """A link that was sent to an address. `reader` is empty where there is none yet."""

    digest: str
    purpose: Purpose
    reader: str
    email: str
    made: datetime
    expires: datetime
    detail: dict[str, str] = field(default_factory=dict)


def add(connection: Connection, link: OneTime) -> None:
    """Keep a new link."""
    connection.execute(
        insert(one_time).values(
            digest=link.digest,
            purpose=link.purpose,
            reader=link.reader,
            email=link.email,
            detail=orjson.dumps(link.detail).decode(),
            made=_iso(link.made),
            expires=_iso(link.expires),
        )
    )


def get(connection: Connection, digest: str, purpose: Purpose, now: datetime) -> OneTime | None:
    """Return a link that still works, None where there is none, or it was used, or is too old."""
    still = (one_time.c.used.is_(None), one_time.c.expires > _iso(now))
    wanted = select(one_time).where(one_time.c.digest == digest, one_time.c.purpose == purpose, *still)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _link(row)


def use(connection: Connection, digest: str, now: datetime) -> bool:
    """Let a link work no more; False where another used it first."""
    unused = (one_time.c.digest == digest, one_time.c.used.is_(None))
    return bool(connection.execute(update(one_time).where(*unused).values(used=_iso(now))).rowcount)


def open_ones(connection: Connection, purpose: Purpose, now: datetime) -> list[OneTime]:
    """Return the links of a purpose that still work, the latest first."""
    still = (one_time.c.used.is_(None), one_time.c.expires > _iso(now))
    wanted = select(one_time).where(one_time.c.purpose == purpose, *still).order_by(one_time.c.made.desc())
    return [_link(row) for row in connection.execute(wanted)]


def withdraw(connection: Connection, *, reader: str = "", email: str = "", purpose: Purpose) -> int:
    """Let the links of a purpose to a reader, or to an address, work no more; return how many those were."""
    of = one_time.c.reader == reader if reader else one_time.c.email == email
    own = (of, one_time.c.purpose == purpose, one_time.c.used.is_(None))
    return int(connection.execute(delete(one_time).where(*own)).rowcount)


def withdraw_all(connection: Connection, reader: str) -> int:
    """Let all links of a reader work no more; return how many those were."""
    own = (one_time.c.reader == reader, one_time.c.used.is_(None))
    return int(connection.execute(delete(one_time).where(*own)).rowcount)


def forget(connection: Connection, before: datetime) -> int:
    """Let go of links that had expired by then; return how many."""
    return int(connection.execute(delete(one_time).where(one_time.c.expires < _iso(before))).rowcount)


def _link(row: Row[Any]) -> OneTime:
    made, expires = datetime.fromisoformat(row.made), datetime.fromisoformat(row.expires)
    detail: dict[str, str] = orjson.loads(row.detail)
    return OneTime(row.digest, cast(Purpose, row.purpose), row.reader, row.email, made, expires, detail)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
