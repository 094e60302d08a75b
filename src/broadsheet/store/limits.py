"""How often something was tried lately: leaky buckets, which outlast a restart."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from broadsheet.store.dialect import insert_into
from broadsheet.store.schema import limits


def pour(connection: Connection, name: str, now: datetime, *, size: float, seconds: float) -> float:
    """Put one try into the bucket `name`, which holds `size` and loses one every so many seconds.

    Return 0, or where it is full, how many seconds it takes until there is room; nothing is put in then.
    """
    at = _ms(now)
    empty = {"name": name, "level": 0.0, "at": at}
    connection.execute(insert_into(connection, limits).values(empty).on_conflict_do_nothing())
    row = connection.execute(select(limits).where(limits.c.name == name).with_for_update()).one()
    level = max(0.0, row.level - max(0, at - row.at) / 1000 / seconds)
    if level + 1 > size:
        return float((level + 1 - size) * seconds)
    connection.execute(update(limits).where(limits.c.name == name).values(level=level + 1, at=max(at, row.at)))
    return 0.0


def take_out(connection: Connection, name: str) -> None:
    """Take one try back out of a bucket: it turned out to be none of those that are limited."""
    less = update(limits).where(limits.c.name == name, limits.c.level >= 1)
    connection.execute(less.values(level=limits.c.level - 1))


def clear(connection: Connection, name: str) -> None:
    """Empty a bucket."""
    connection.execute(delete(limits).where(limits.c.name == name))


def forget(connection: Connection, now: datetime, age: timedelta) -> None:
    """Let go of buckets into which nothing was put for so long; all of them are empty by then."""
    connection.execute(delete(limits).where(limits.c.at < _ms(now - age)))


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
