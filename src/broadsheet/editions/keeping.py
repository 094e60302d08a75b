"""Keep editions: print what is due to close, and keep what is open as it would be printed now."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from broadsheet.editions.calendar import bounds, closes, current, id_of
from broadsheet.editions.history import DAYS_BEFORE, LEAST_KNOWN, recent_from
from broadsheet.editions.making import Desk, make
from broadsheet.model.edition import PERIODS, Edition, Period
from broadsheet.render.fragments import counted
from broadsheet.store import editions, stream
from broadsheet.store.database import Connection, Database

# How far before the newest paper editions are printed by themselves; older ones are when they are asked for.
BACK: dict[Period, timedelta] = {"day": timedelta(days=60), "week": timedelta(days=200), "month": timedelta(days=800)}
# How old an open edition may get: what a day's work is told by is made anew the soonest.
_FRESH: dict[Period, timedelta] = {
    "day": timedelta(minutes=25),
    "week": timedelta(hours=3),
    "month": timedelta(hours=12),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done: editions printed for good, open ones made anew, those left for the next time, those that wait.

    An edition waits while papers of its time have no vector yet: what surges could not be seen.
    """

    printed: int = 0
    renewed: int = 0
    left: int = 0
    waiting: int = 0

    def told(self) -> str:
        """Say it in a sentence."""
        said = f"{counted(self.printed, 'edition')} printed, {self.renewed:,} open ones made anew."
        if self.left:
            said += f" {self.left:,} are left for the next time."
        if self.waiting:
            said += f" {self.waiting:,} wait until their papers are embedded."
        return said


def keep(
    database: Database,
    desk: Desk,
    now: Callable[[], datetime],
    *,
    go_on: Callable[[], bool] = lambda: True,
) -> Kept:
    """Make the editions that are due, newest first, as long as `go_on` allows; repeated after a crash it goes on.

    Each is stored in a transaction of its own.
    """
    printed = renewed = waiting = 0
    due = _due(database, now())
    for number, edition_id in enumerate(due):
        if not go_on():
            return Kept(printed, renewed, len(due) - number, waiting)
        closed = closes(edition_id) <= now()
        with database.read() as connection:
            if closed and not has_vectors(connection, desk.model, edition_id):
                waiting += 1
                continue
            edition = make(connection, desk, edition_id, now(), closed=closed)
        with database.write() as connection:
            stored = _store(connection, edition)
        printed, renewed = printed + (stored and closed), renewed + (stored and not closed)
    return Kept(printed, renewed, 0, waiting)


def print_now(database: Database, desk: Desk, edition_id: str, now: datetime) -> Edition:
    """Return an edition, printing it where its time is over and it was not printed yet; NotFound for an unknown id.

    One that is open is made anew. One that is over, and whose papers have not all been embedded, is made from what
    there is and not kept: it comes back as not `closed`.
    """
    with database.read() as connection:
        held = editions.get(connection, edition_id)
        if held is not None and held.closed:
            return held
        is_over = closes(edition_id) <= now
        is_known = has_vectors(connection, desk.model, edition_id)
        made = make(connection, desk, edition_id, now, closed=is_over and is_known)
    if is_over and not is_known:
        return made
    with database.write() as connection:
        if not _store(connection, made):
            # Somebody else printed it meanwhile, or there is nothing in it.
            return editions.get(connection, edition_id) or made
    return made


def has_vectors(connection: Connection, model: str, edition_id: str) -> bool:
    """Whether all papers of an edition, and enough of the year before it, have a vector."""
    _, first, last = bounds(edition_id)
    _, missing = stream.count_without_vector(connection, model, first, last)
    if missing:
        return False
    every, without = stream.count_without_vector(
        connection, model, recent_from(edition_id) - timedelta(days=DAYS_BEFORE), last
    )
    return every - without >= LEAST_KNOWN * every


def _store(connection: Connection, edition: Edition) -> bool:
    return bool(edition.items) and editions.put(connection, edition)


def _due(database: Database, now: datetime) -> list[str]:
    """Return the ids of the open editions that are stale, then of those over that are not printed, newest first."""
    with database.read() as connection:
        days = [day for day in stream.days(connection) if day <= now.date()]
        printed = editions.ids(connection, closed=True)
        open_ones = [current(period, now) for period in PERIODS]
        stale = [one for one in open_ones if _is_stale(connection, one, now)]
    over = dict.fromkeys(one for one in _every(days) if one not in printed and closes(one) <= now)
    return [*stale, *sorted(over, key=lambda one: bounds(one)[2], reverse=True)]


def _every(days: Iterable[date]) -> Iterator[str]:
    """Yield the ids of the editions to be printed that papers of these days, newest first, may stand in."""
    newest: date | None = None
    for day in days:
        newest = newest or day
        yield from (id_of(period, day) for period in PERIODS if newest - day <= BACK[period])


def _is_stale(connection: Connection, edition_id: str, now: datetime) -> bool:
    held = editions.head(connection, edition_id)
    return held is None or now - held.known_until >= _FRESH[held.period]
