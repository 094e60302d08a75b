"""Numbers that only rise, of changes of the catalog, papers, source records and whatever else is counted."""

from typing import Literal

from sqlalchemy import Connection, select, update

from broadsheet.store.schema import counters

Counter = Literal["change", "paper", "record", "run", "mark", "pick", "follow", "plan", "correction"]


def take(connection: Connection, counter: Counter, count: int = 1) -> range:
    """Take the next `count` numbers. Holds the row until the transaction ends, so takers queue up."""
    statement = (
        update(counters)
        .where(counters.c.name == counter)
        .values(value=counters.c.value + count)
        .returning(counters.c.value)
    )
    last = int(connection.execute(statement).scalar_one())
    return range(last - count + 1, last + 1)


def queue_up(connection: Connection) -> None:
    """Wait until no other transaction takes numbers, and hold others off until this one ends."""
    take(connection, "change", 0)


def last_change(connection: Connection) -> int:
    """Return the number of the last change of a paper or a vector, 0 where there was none."""
    statement = select(counters.c.value).where(counters.c.name == "change")
    return int(connection.execute(statement).scalar_one())
