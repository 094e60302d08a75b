"""Give what one reader keeps to another, as when the reader of a machine gets an account."""

import orjson
import zstandard
from sqlalchemy import Connection, and_, delete, or_, select, update

from broadsheet.store.schema import corrections, digest_plans, digests, follows, marks, outbox, picks, shelf, shown

_KEPT = (
    *(marks.c.reader, follows.c.reader, shelf.c.reader, digest_plans.c.reader, picks.c.curator),
    corrections.c.reader,
)


def has_anything(connection: Connection, reader: str) -> bool:
    """Whether a reader keeps anything that could be given to another."""
    return any(
        connection.execute(select(column).where(column == reader).limit(1)).first() is not None for column in _KEPT
    )


def move(connection: Connection, reader: str, into: str) -> None:
    """Give everything that one reader keeps to another.

    Of a mark that both set or took back, the last word holds. Where both keep something beside one paper, or were
    shown it, what the other one has stays. A search, author or category that both follow is followed once.
    """
    _move_follows(connection, reader, into)
    for table in (shelf, shown):
        had = select(table.c.paper_key).where(table.c.reader == into)
        connection.execute(delete(table).where(table.c.reader == reader, table.c.paper_key.in_(had)))
    moved = (marks, shelf, shown, digest_plans, outbox, corrections)
    for column in (table.c.reader for table in moved):
        connection.execute(update(column.table).where(column == reader).values(reader=into))
    connection.execute(update(picks).where(picks.c.curator == reader).values(curator=into))
    _move_digests(connection, reader, into)


def _move_follows(connection: Connection, reader: str, into: str) -> None:
    had = connection.execute(select(follows.c.kind, follows.c.value).where(follows.c.reader == into)).all()
    if had:
        same = or_(*(and_(follows.c.kind == kind, follows.c.value == value) for kind, value in had))
        connection.execute(delete(follows).where(follows.c.reader == reader, same))
    connection.execute(update(follows).where(follows.c.reader == reader).values(reader=into))


def _move_digests(connection: Connection, reader: str, into: str) -> None:
    mine = select(digests.c.plan, digests.c.period, digests.c.document).where(digests.c.reader == reader)
    for row in connection.execute(mine).all():
        document = {**orjson.loads(zstandard.decompress(row.document)), "reader": into}
        one = (digests.c.plan == row.plan, digests.c.period == row.period)
        packed = zstandard.compress(orjson.dumps(document))
        connection.execute(update(digests).where(*one).values(reader=into, document=packed))
