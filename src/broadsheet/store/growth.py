"""What services count about one paper now, and what they counted before."""

from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from sqlalchemy import Connection, and_, case, func, or_, select

from broadsheet.store.schema import signals

_SERIES = (signals.c.paper_key, signals.c.kind, signals.c.source)


@dataclass(frozen=True, slots=True)
class Growth:
    """The last reading of one kind by one source, and the one that it is compared with.

    `before` was read at `before_seen`: the last one up to the wanted moment, else the first that there is, which may be
    the last one itself. Times are UTC; a value stands since `seen`, for a repeated reading is not kept.
    """

    kind: str
    source: str
    value: float
    seen: datetime
    before: float
    before_seen: datetime


def of_paper(connection: Connection, key: int, since: datetime) -> list[Growth]:
    """Return how every series of a paper moved since a moment (UTC), by kind and source; one query."""
    moment = since.isoformat(timespec="seconds")
    spans = (
        select(
            signals.c.kind,
            signals.c.source,
            func.max(signals.c.seen).label("last"),
            func.coalesce(func.max(case((signals.c.seen <= moment, signals.c.seen))), func.min(signals.c.seen)).label(
                "base"
            ),
        )
        .where(signals.c.paper_key == key)
        .group_by(signals.c.kind, signals.c.source)
        .subquery()
    )
    same = and_(signals.c.kind == spans.c.kind, signals.c.source == spans.c.source)
    ends = or_(signals.c.seen == spans.c.last, signals.c.seen == spans.c.base)
    statement = (
        select(signals)
        .join(spans, and_(same, ends))
        .where(signals.c.paper_key == key)
        .order_by(signals.c.kind, signals.c.source, signals.c.seen)
    )
    series: dict[tuple[str, str], list[tuple[float, datetime]]] = {}
    for row in connection.execute(statement):
        series.setdefault((row.kind, row.source), []).append((row.value, datetime.fromisoformat(row.seen)))
    return [Growth(kind, source, *ends[-1], *ends[0]) for (kind, source), ends in series.items()]


@dataclass(frozen=True, slots=True)
class Span:
    """One series of a paper over a window: its last reading, its first one, and the last before the window, if any."""

    paper_key: int
    kind: str
    source: str
    last: float
    first: float
    first_seen: datetime
    before: float | None


def over(connection: Connection, since: datetime, until: datetime) -> list[Span]:
    """Return every series that was read up to `until` (UTC), with where it stood at `since`.

    Readings that are no finite number are passed over.
    """
    start, end = since.isoformat(timespec="seconds"), until.isoformat(timespec="seconds")
    ends = (
        select(
            *_SERIES,
            func.max(signals.c.seen).label("last"),
            func.min(signals.c.seen).label("first"),
            func.max(case((signals.c.seen <= start, signals.c.seen))).label("base"),
        )
        .where(signals.c.seen <= end)
        .group_by(*_SERIES)
        .subquery()
    )
    same = and_(*(column == ends.c[column.name] for column in _SERIES))
    told = or_(*(signals.c.seen == ends.c[name] for name in ("last", "first", "base")))
    statement = (
        select(*_SERIES, signals.c.seen, signals.c.value)
        .join(ends, and_(same, told))
        .order_by(*_SERIES, signals.c.seen)
    )
    found: dict[tuple[int, str, str], list[tuple[str, float]]] = {}
    for row in connection.execute(statement):
        if isfinite(row.value):
            found.setdefault((row.paper_key, row.kind, row.source), []).append((row.seen, row.value))
    return [_span(series, readings, start) for series, readings in found.items()]


def _span(series: tuple[int, str, str], readings: list[tuple[str, float]], start: str) -> Span:
    (first_seen, first), (_, last) = readings[0], readings[-1]
    before = [value for seen, value in readings if seen <= start]
    return Span(*series, last, first, datetime.fromisoformat(first_seen), before[-1] if before else None)
