"""What services count about papers, over time: append-only, so that growth over any window can be computed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, literal, select

from broadsheet.store.dialect import insert_into, write_rows
from broadsheet.store.merged import survivors
from broadsheet.store.schema import signals

_MANY = 5_000


@dataclass(frozen=True, slots=True)
class Signal:
    """A value that a source gave for a paper, and when it was seen (UTC)."""

    paper_key: int
    kind: str
    source: str
    value: float
    seen: datetime


def add(connection: Connection, readings: Sequence[Signal]) -> int:
    """Add readings that differ from the last one of their paper, kind and source; return how many were added.

    Of several readings of one series in one call the last counts; one that is no finite number is passed over. Those
    of a paper that went into another since it was found go to the other one.
    """
    into = survivors(connection, {one.paper_key for one in readings})
    if into:
        readings = [replace(one, paper_key=into.get(one.paper_key, one.paper_key)) for one in readings]
    last = {(one.paper_key, one.kind, one.source): one for one in readings}
    known = {
        (one.paper_key, one.kind, one.source): one.value
        for one in latest(connection, {one.paper_key for one in readings})
    }
    fresh = [one for series, one in last.items() if isfinite(one.value) and known.get(series) != one.value]
    rows = [
        {
            "paper_key": one.paper_key,
            "kind": one.kind,
            "source": one.source,
            "seen": one.seen.isoformat(timespec="seconds"),
            "value": float(one.value),
        }
        for one in fresh
    ]
    statement = insert_into(connection, signals)
    # Two readings within a second: the later one counts.
    write_rows(
        connection,
        statement.on_conflict_do_update(
            index_elements=["paper_key", "kind", "source", "seen"], set_={"value": statement.excluded.value}
        ),
        rows,
    )
    return len(rows)


def latest(connection: Connection, keys: Collection[int], until: datetime | None = None) -> list[Signal]:
    """Return the last reading of every series of these papers, or the last up to and including `until`."""
    every = list(keys)
    found: list[Signal] = []
    for start in range(0, len(every), _MANY):
        wanted: ColumnElement[bool] = signals.c.paper_key.in_(every[start : start + _MANY])
        if until is not None:
            wanted = and_(wanted, signals.c.seen <= until.isoformat(timespec="seconds"))
        series = (signals.c.paper_key, signals.c.kind, signals.c.source)
        newest = select(*series, func.max(signals.c.seen).label("seen")).where(wanted).group_by(*series).subquery()
        joined = and_(*(signals.c[name] == newest.c[name] for name in ("paper_key", "kind", "source", "seen")))
        statement = select(signals).join(newest, joined).order_by(*series)
        found += [_signal(row) for row in connection.execute(statement)]
    return found


def series(connection: Connection, key: int) -> list[Signal]:
    """Return every reading of one paper, oldest first."""
    statement = select(signals).where(signals.c.paper_key == key).order_by(signals.c.seen, signals.c.kind)
    return [_signal(row) for row in connection.execute(statement)]


def count(connection: Connection) -> int:
    """Return the number of readings."""
    return int(connection.execute(select(func.count()).select_from(signals)).scalar_one())


def move(connection: Connection, key: int, into: int) -> None:
    """Give the readings of paper `key` to paper `into`; where both have one of the same second, its own stays."""
    same = and_(*(signals.c[name] == _other.c[name] for name in ("kind", "source", "seen")))
    taken = select(literal(1)).where(_other.c.paper_key == into, same).exists()
    moved = select(literal(into), *(signals.c[name] for name in ("kind", "source", "seen", "value"))).where(
        signals.c.paper_key == key, ~taken
    )
    connection.execute(insert(signals).from_select(["paper_key", "kind", "source", "seen", "value"], moved))
    connection.execute(delete(signals).where(signals.c.paper_key == key))


_other = signals.alias("other")


def _signal(row: Row[tuple[object, ...]]) -> Signal:
    return Signal(row.paper_key, row.kind, row.source, row.value, datetime.fromisoformat(row.seen))
