"""Keep editions: print what is due to close, and keep what is open as it would be printed now."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from broadsheet.editions.calendar import FIRST_DAY, SETTLED, bounds, current, id_of, prints
from broadsheet.editions.history import DAYS_BEFORE, LEAST_KNOWN, recent_from
from broadsheet.editions.making import Desk, make
from broadsheet.editions.surroundings import WIDEST
from broadsheet.errors import StoreError
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
_SOONER = 6  # times as soon while papers come in or are embedded: after a first import nobody waits for half a day


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done: editions printed for good, open ones made anew, those left for the next time, those that wait.

    An edition waits while papers of its time come in or have no vector yet: what surges could not be seen.
    """

    printed: int = 0
    renewed: int = 0
    left: int = 0
    waiting: int = 0

    def told(self) -> str:
        """Say it in a sentence."""
        said = f"{counted(self.printed, 'edition')} printed, {self.renewed:,} made anew."
        if self.left:
            said += f" {self.left:,} left for the next time."
        if self.waiting:
            said += f" {self.waiting:,} waiting for papers to come in and be embedded."
        return said


def keep(
    database: Database,
    desk: Desk,
    now: Callable[[], datetime],
    *,
    go_on: Callable[[], bool] = lambda: True,
    settled: timedelta = SETTLED,
) -> Kept:
    """Make the editions that are due, newest first, as long as `go_on` allows; repeated after a crash it goes on.

    Each is stored in a transaction of its own. What came in within `settled` before is not printed yet: an import may
    be on its way, and bears the time before each of its transactions began.
    """
    printed = renewed = waiting = 0
    due = _due(database, desk, now())
    for number, edition_id in enumerate(due):
        if not go_on():
            return Kept(printed, renewed, len(due) - number, waiting)
        moment = now()
        closed = prints(edition_id) <= moment
        with database.read() as connection:
            if closed and not _is_complete(connection, desk, edition_id, moment - settled):
                waiting += 1
                continue
            edition = make(connection, desk, edition_id, moment - settled if closed else moment, closed=closed)
        with database.write() as connection:
            stored = _store(connection, edition)
            if closed and not stored:
                editions.forget(connection, [edition_id])  # what was in it while it was open has left the library
        printed, renewed = printed + (stored and closed), renewed + (stored and not closed)
    return Kept(printed, renewed, 0, waiting)


def print_now(database: Database, desk: Desk, edition_id: str, now: datetime) -> Edition:
    """Return an edition, printing it where its time is over and it was not printed yet; NotFound for an unknown id.

    One that is open is made anew. One that is over, and whose papers have not all been embedded, is made from what
    there is and not kept: it comes back as not `closed`. One that is still to come is not kept either.
    """
    with database.read() as connection:
        held = editions.get(connection, edition_id)
        if held is not None and held.closed:
            return held
        is_over = prints(edition_id) <= now
        closed = is_over and has_vectors(connection, desk.model, edition_id)
        made = make(connection, desk, edition_id, now, closed=closed)
    if (is_over and not closed) or made.first > now.date():
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


def _is_complete(connection: Connection, desk: Desk, edition_id: str, known_until: datetime) -> bool:
    """Whether no papers of an edition's days have come in since a moment, and all have a vector."""
    _, first, last = bounds(edition_id)
    is_coming = stream.came_in(connection, first, last, known_until)
    return not is_coming and has_vectors(connection, desk.model, edition_id)


def _store(connection: Connection, edition: Edition) -> bool:
    return bool(edition.items) and editions.put(connection, edition)


def _due(database: Database, desk: Desk, now: datetime) -> list[str]:
    """Return the ids of the open editions that are stale, then of those over that are not printed, newest first."""
    with database.read() as connection:
        days = [day for day in stream.days(connection) if FIRST_DAY <= day <= now.date()]
        printed, shown = editions.ids(connection, closed=True), editions.ids(connection, closed=False)
        open_ones = [current(period, now) for period in PERIODS]
        stale = [one for one in open_ones if _is_stale(connection, desk, one, now)]
    # What was shown while it was open is printed although no paper may be of its days: counts or latecomers filled it.
    over = {one for one in (*_every(days), *shown) if one not in printed and prints(one) <= now}
    return [*stale, *sorted(over, key=lambda one: (bounds(one)[2], bounds(one)[1], one), reverse=True)]


def _every(days: Iterable[date]) -> Iterator[str]:
    """Yield the ids of the editions to be printed that papers of these days, newest first, may stand in."""
    newest: date | None = None
    for day in days:
        newest = newest or day
        yield from (id_of(period, day) for period in PERIODS if newest - day <= BACK[period])


def _is_stale(connection: Connection, desk: Desk, edition_id: str, now: datetime) -> bool:
    """Whether an open edition is old, or younger but without papers or vectors that have come in since."""
    try:
        held = editions.get(connection, edition_id)
    except StoreError:  # damaged: the one that is made anew takes its place
        return True
    if held is None:
        return True
    age, may_be = now - held.known_until, _FRESH[held.period]
    if not timedelta(0) <= age < may_be:
        return True
    if age < may_be / _SOONER:
        return False
    unseen = any(one.day >= held.first and not one.evidence.neighbours for one in held.items)
    return stream.came_in(connection, held.first, held.last, held.known_until) or (
        unseen and _can_see(connection, desk.model, edition_id)
    )


def _can_see(connection: Connection, model: str, edition_id: str) -> bool:
    """Whether there is a past to see a rise against, and all papers have their vectors."""
    begins = recent_from(edition_id)
    earlier, _ = stream.count_without_vector(
        connection, model, begins - timedelta(days=DAYS_BEFORE), begins - timedelta(days=1)
    )
    return earlier >= WIDEST and has_vectors(connection, model, edition_id)
