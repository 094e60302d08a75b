"""What readers say of papers by a click, over time: append-only, so that what held at any moment can be read.

Votes and saves count in editions. The others concern their reader alone: rated up or down, of no interest (a
judgement), hidden (none), opened, and given as an example of what the reader cares about.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, select, update

from broadsheet.store import counters
from broadsheet.store.dialect import in_parts
from broadsheet.store.schema import marks

MarkKind = Literal["vote", "save", "up", "down", "uninterested", "hidden", "opened", "example"]
KINDS: tuple[MarkKind, ...] = ("vote", "save", "up", "down", "uninterested", "hidden", "opened", "example")
COUNTED: tuple[MarkKind, ...] = ("vote", "save")


@dataclass(frozen=True, slots=True)
class Mark:
    """A reader's mark that holds, and when it was made (UTC)."""

    paper_key: int
    reader: str
    kind: str
    made: datetime


def put(connection: Connection, reader: str, key: int, kind: MarkKind, *, on: bool, made: datetime) -> bool:
    """Set a reader's mark on a paper or take it back; tell whether that changed anything."""
    number = counters.take(connection, "mark")[0]  # writers queue up here, so two clicks do not both count
    if (kind in of_papers(connection, reader, [key]).get(key, ())) == on:
        return False
    row = {"paper_key": key, "reader": reader, "kind": kind, "number": number, "value": int(on)}
    connection.execute(insert(marks).values(**row, made=_iso(made)))
    return True


def of_papers(connection: Connection, reader: str, keys: Sequence[int]) -> dict[int, frozenset[str]]:
    """Return for those of these papers that a reader marked the kinds of marks that hold."""
    found: dict[int, set[str]] = {}
    for part in in_parts(keys):
        wanted = and_(marks.c.reader == reader, marks.c.paper_key.in_(part))
        for row in connection.execute(_holding(wanted)):
            found.setdefault(row.paper_key, set()).add(row.kind)
    return {key: frozenset(kinds) for key, kinds in found.items()}


def listed(connection: Connection, reader: str, kind: MarkKind, *, limit: int, offset: int = 0) -> list[Mark]:
    """Return a reader's marks of a kind that hold, the latest first."""
    mine = and_(marks.c.reader == reader, marks.c.kind == kind)
    statement = _holding(mine).order_by(marks.c.number.desc()).limit(limit).offset(offset)
    return [_mark(row) for row in connection.execute(statement)]


def of_reader(connection: Connection, reader: str) -> list[Mark]:
    """Return all marks of a reader that hold, in order of their making."""
    statement = _holding(marks.c.reader == reader).order_by(marks.c.number)
    return [_mark(row) for row in connection.execute(statement)]


def count(connection: Connection, reader: str, kind: MarkKind) -> int:
    """Return how many marks of a kind a reader has that hold."""
    mine = and_(marks.c.reader == reader, marks.c.kind == kind)
    return int(connection.execute(select(func.count()).select_from(_holding(mine).subquery())).scalar_one())


def holding(connection: Connection, until: datetime) -> list[Mark]:
    """Return the votes and saves of all readers that held at a moment, in order of their making."""
    wanted = and_(marks.c.made <= _iso(until), marks.c.kind.in_(COUNTED))
    statement = _holding(wanted).order_by(marks.c.number)
    return [_mark(row) for row in connection.execute(statement)]


def last_number(connection: Connection) -> int:
    """Return the number of the last mark that anybody made or took back: it rises with every one."""
    return int(connection.execute(select(func.coalesce(func.max(marks.c.number), 0))).scalar_one())


def last_of_reader(connection: Connection, reader: str) -> int:
    """Return the number of the last mark that a reader made or took back, 0 where there was none."""
    mine = select(func.coalesce(func.max(marks.c.number), 0)).where(marks.c.reader == reader)
    return int(connection.execute(mine).scalar_one())


def latest(connection: Connection, reader: str, kinds: Collection[MarkKind], after: datetime) -> Mark | None:
    """Return the reader's last mark of these kinds that holds and was made after a moment, None where there is none."""
    mine = and_(marks.c.reader == reader, marks.c.kind.in_(kinds))
    statement = _holding(mine).where(marks.c.made > _iso(after)).order_by(marks.c.number.desc()).limit(1)
    row = connection.execute(statement).first()
    return None if row is None else _mark(row)


def move(connection: Connection, key: int, into: int) -> None:
    """Give the marks of paper `key` to paper `into`; what a reader set on either of them holds."""
    either = [_mark(row) for row in connection.execute(_holding(marks.c.paper_key.in_([key, into])))]
    connection.execute(update(marks).where(marks.c.paper_key == key).values(paper_key=into))
    left = {(row.reader, row.kind) for row in connection.execute(_holding(marks.c.paper_key == into))}
    for one in either:
        if (one.reader, one.kind) not in left:
            # The later series took it back on the other paper only.
            number = counters.take(connection, "mark")[0]
            row = {"paper_key": into, "reader": one.reader, "kind": one.kind, "number": number, "value": 1}
            connection.execute(insert(marks).values(**row, made=_iso(one.made)))


def readers(connection: Connection, keys: Collection[int], kind: MarkKind) -> dict[int, int]:
    """Return for those of these papers that anybody marked so by how many readers the mark holds."""
    wanted = and_(marks.c.kind == kind, marks.c.paper_key.in_(list(keys)))
    rows = _holding(wanted).subquery()
    statement = select(rows.c.paper_key, func.count().label("number")).group_by(rows.c.paper_key)
    return {row.paper_key: row.number for row in connection.execute(statement)}


def _holding(wanted: ColumnElement[bool]) -> Select[tuple[int, str, str, str]]:
    series = (marks.c.paper_key, marks.c.reader, marks.c.kind)
    newest = select(*series, func.max(marks.c.number).label("number")).where(wanted).group_by(*series).subquery()
    joined = and_(*(marks.c[name] == newest.c[name] for name in ("paper_key", "reader", "kind", "number")))
    columns = select(*series, marks.c.made)
    return columns.join(newest, joined).where(marks.c.value == 1)


def _mark(row: Row[Any]) -> Mark:
    return Mark(row.paper_key, row.reader, row.kind, datetime.fromisoformat(row.made))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
