"""What services count about one paper now, and what they counted before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, case, func, or_, select

from broadsheet.store.schema import signals


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
