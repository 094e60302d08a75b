"""A curator's choices for editions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from broadsheet.store import counters
from broadsheet.store.schema import picks


@dataclass(frozen=True, slots=True)
class Pick:
    """A paper pinned to an edition. `leads`: it comes first; `line` is what the curator says of it."""

    number: int
    paper_key: int
    edition: str
    leads: bool
    line: str
    curator: str
    made: datetime


def add(
    connection: Connection, key: int, edition: str, *, leads: bool, line: str, curator: str, made: datetime
) -> Pick:
    """Pin a paper to an edition, in place of an earlier pick of it for the same one."""
    number = counters.take(connection, "pick")[0]
    earlier = (picks.c.paper_key == key, picks.c.edition == edition, picks.c.withdrawn.is_(None))
    connection.execute(update(picks).where(*earlier).values(withdrawn=_iso(made)))
    pick = Pick(number, key, edition, leads, line, curator, made)
    connection.execute(
        insert(picks).values(
            number=number,
            paper_key=key,
            edition=edition,
            leads=leads,
            line=line,
            curator=curator,
            made=_iso(made),
        )
    )
    return pick


def withdraw(connection: Connection, number: int, at: datetime) -> Pick | None:
    """Take a pick back; return it, None where there is no such pick that stands."""
    standing = (picks.c.number == number, picks.c.withdrawn.is_(None))
    row = connection.execute(select(picks).where(*standing)).one_or_none()
    if row is None:
        return None
    connection.execute(update(picks).where(*standing).values(withdrawn=_iso(at)))
    return _pick(row)


def of_edition(connection: Connection, edition: str, until: datetime | None = None) -> list[Pick]:
    """Return the picks of an edition that stand, or stood at a moment, in the order in which they were made."""
    statement = select(picks).where(picks.c.edition == edition).order_by(picks.c.number)
    if until is None:
        statement = statement.where(picks.c.withdrawn.is_(None))
    else:
        later = picks.c.withdrawn.is_(None) | (picks.c.withdrawn > _iso(until))
        statement = statement.where(picks.c.made <= _iso(until), later)
    return [_pick(row) for row in connection.execute(statement)]


def of_paper(connection: Connection, key: int) -> list[Pick]:
    """Return the picks of a paper that stand, latest first."""
    wanted = (picks.c.paper_key == key, picks.c.withdrawn.is_(None))
    return [_pick(row) for row in connection.execute(select(picks).where(*wanted).order_by(picks.c.number.desc()))]


def of_curator(connection: Connection, curator: str) -> list[Pick]:
    """Return all picks of a curator, those taken back included, in the order in which they were made."""
    return [
        _pick(row)
        for row in connection.execute(select(picks).where(picks.c.curator == curator).order_by(picks.c.number))
    ]


def latest(connection: Connection, limit: int) -> list[Pick]:
    """Return the last picks that stand, whatever their edition, latest first."""
    standing = select(picks).where(picks.c.withdrawn.is_(None)).order_by(picks.c.number.desc()).limit(limit)
    return [_pick(row) for row in connection.execute(standing)]


def move(connection: Connection, key: int, into: int) -> None:
    """Give the picks of paper `key` to paper `into`."""
    connection.execute(update(picks).where(picks.c.paper_key == key).values(paper_key=into))


def _pick(row: Row[Any]) -> Pick:
    made = datetime.fromisoformat(row.made)
    return Pick(row.number, row.paper_key, row.edition, row.leads, row.line, row.curator, made)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
