"""Find the edition that an argument names, printing it where that has not been done."""

from datetime import datetime

from broadsheet.cli.output.progress import working
from broadsheet.editions.calendar import bounds, closes, current, id_of, spelled
from broadsheet.editions.keeping import print_now
from broadsheet.editions.making import Desk
from broadsheet.errors import NotFound
from broadsheet.model.edition import PERIODS, Edition, Period
from broadsheet.store import editions, papers, stream
from broadsheet.store.database import Connection, Database

EMPTY = (
    "The library is empty. `broadsheet setup` lets papers come in from services, `broadsheet import FILE` takes them "
    "in from files."
)


def as_period(text: str) -> Period | None:
    """Return the period that a text names, None where it names none."""
    return next((period for period in PERIODS if period == text), None)


def edition_named(database: Database, which: str, now: datetime) -> str:
    """Return the id of an edition: of the latest of a period that is over, of today's, or the one that is named so.

    The latest one is that of the newest papers; where none is over, the one that is open.
    """
    if which == "today":
        return id_of("day", now.date())
    period = as_period(which)
    if period is None:
        bounds(found := spelled(which.strip()))
        return found
    with database.read() as connection:
        over = (id_of(period, day) for day in stream.days(connection))
        return next((one for one in over if closes(one) <= now), current(period, now))


def get_edition(database: Database, desk: Desk, edition_id: str, now: datetime) -> Edition:
    """Return an edition; one that is open, or was not printed yet, is made now. NotFound where no papers are in it."""
    with database.read() as connection:
        if (held := editions.get(connection, edition_id)) is not None and held.closed:
            return held
        _check(connection, edition_id, now)
    told = "Printing" if closes(edition_id) <= now else "Making"
    with working(f"{told} the edition {edition_id}"):
        found = print_now(database, desk, edition_id, now)
    if not found.items:
        raise NotFound(f"The library has no papers for an edition {edition_id}{_nearest(database, edition_id)}.")
    return found


def _check(connection: Connection, edition_id: str, now: datetime) -> None:
    if not papers.count(connection):
        raise NotFound(EMPTY)
    if bounds(edition_id)[1] > now.date():
        raise NotFound(f"The edition {edition_id} is still to come.")


def _nearest(database: Database, edition_id: str) -> str:
    """Return where the nearest papers before an edition are, as the end of a sentence."""
    period, first, _ = bounds(edition_id)
    with database.read() as connection:
        before = next((day for day in stream.days(connection) if day < first), None)
    return f"; the one before it with papers is {id_of(period, before)}" if before else ""
