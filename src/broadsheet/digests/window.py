"""Which papers are new to a plan: those that came into the library since its last digest, and were listed lately.

By arrival, so that a paper that comes in late is in the next digest; listed lately, so that an archive of old papers
that is imported is not news. The first digest of a plan has the papers listed within its span, whenever they came in.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from broadsheet.digests.calendar import first_span
from broadsheet.editions.calendar import SETTLED
from broadsheet.model.digest import Plan, Rhythm
from broadsheet.store import stream
from broadsheet.store.database import Connection

# How long before its window a paper may be listed that comes in within it.
LISTED_WITHIN: dict[Rhythm, timedelta] = {
    "daily": timedelta(days=14),
    "weekdays": timedelta(days=14),
    "weekly": timedelta(days=21),
    "monthly": timedelta(days=45),
}


@dataclass(frozen=True, slots=True)
class Window:
    """What a digest covers: arrivals after `since` and up to `until` (UTC) listed from `first` on.

    `is_first`: there was no digest before; then all papers listed from `first` on count that were known at `until`.
    """

    since: datetime
    until: datetime
    first: date
    is_first: bool


def window_of(plan: Plan, now: datetime) -> Window:
    """Return what a plan's digest covers that is made now."""
    until = (now - SETTLED).replace(microsecond=0)
    if plan.covered is None:
        since = until - first_span(plan)
        return Window(since, until, since.date(), is_first=True)
    since = min(plan.covered, until)
    return Window(since, until, since.date() - LISTED_WITHIN[plan.rhythm], is_first=False)


def new_papers(connection: Connection, window: Window) -> frozenset[int]:
    """Return the keys of the papers that are new within a window."""
    if window.is_first:
        placed = stream.placed(connection, window.first, window.until.date(), window.until)
        return frozenset(one.key for one in placed)
    return frozenset(stream.arrived_lately(connection, window.since, window.until, window.first))
