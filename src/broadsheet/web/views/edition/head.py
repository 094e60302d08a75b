"""What stands around an edition: which one it is, its state, the editions beside it, what was picked for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from broadsheet import links
from broadsheet.editions.calendar import closes, id_of
from broadsheet.model.edition import PERIODS, Edition, Period
from broadsheet.store import editions, papers, picks
from broadsheet.store.database import Connection
from broadsheet.store.editions import EditionHead
from broadsheet.store.picks import Pick
from broadsheet.web.names.words import PERIOD_NAMES
from broadsheet.web.site import Site
from broadsheet.web.views.days import Neighbour, period_name
from broadsheet.web.views.edition.page import Body
from broadsheet.web.views.edition.picking import name_of
from broadsheet.web.views.facts import Facts
from broadsheet.web.views.listing import Entry, entries


@dataclass(frozen=True, slots=True)
class Switch:
    """The way to the edition of another period around the same days."""

    name: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Picked:
    """A pick that stands. Without an entry its paper has gone from the library."""

    pick: Pick
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class EditionPage:
    """An edition with everything around it. `picks` only while it is open."""

    edition: Edition
    heading: str
    closes: datetime
    body: Body
    switches: tuple[Switch, ...]
    earlier: Neighbour | None
    later: Neighbour | None
    picks: tuple[Picked, ...]
    complete: str  # the address of all papers of these days, empty where there are none
    facts: Facts | None = None  # on the front page


def edition_page(
    site: Site, connection: Connection, edition: Edition, body: Body, *, facts: Facts | None = None
) -> EditionPage:
    """Build the page of an edition around what stands in it."""
    before, after = editions.neighbours(connection, edition.period, edition.first)
    listed = papers.of_day(connection, edition.first, edition.last, limit=1)
    newest = listed[0].day if listed else None
    standing = [] if edition.closed else picks.of_edition(connection, edition.id)
    return EditionPage(
        edition=edition,
        heading=period_name(edition.period, edition.first),
        closes=closes(edition.id),
        body=body,
        switches=switches(connection, edition, newest),
        earlier=_neighbour(before),
        later=_neighbour(after),
        picks=_picked(site, connection, standing),
        complete=complete_list(edition.period, edition.first) if newest else "",
        facts=facts,
    )


def switches(connection: Connection, edition: Edition, newest: date | None) -> tuple[Switch, ...]:
    """Find the way to editions of other periods: to the one around this, or to the latest within it.

    Where there is none it leads to the list of papers around `newest`, the last day of this edition that has any.
    """

    def address(period: Period) -> str:
        if period == edition.period:
            return links.edition(edition.id)
        if found := _around(connection, edition, period) or _within(connection, edition, period):
            return links.edition(found.id)
        return complete_list(period, newest) if newest else links.live_edition(period)

    return tuple(Switch(PERIOD_NAMES[one], address(one), one == edition.period) for one in PERIODS)


def _around(connection: Connection, edition: Edition, period: Period) -> EditionHead | None:
    is_longer = PERIODS.index(period) > PERIODS.index(edition.period)
    return editions.head(connection, id_of(period, edition.last)) if is_longer else None


def _within(connection: Connection, edition: Edition, period: Period) -> EditionHead | None:
    latest = editions.heads(connection, period, limit=1, before=edition.last + timedelta(days=1))
    return next((head for head in latest if head.first >= edition.first), None)


def complete_list(period: Period, day: date) -> str:
    """Return the address of all papers of the day, week or month that holds a day."""
    return {"day": links.day, "week": links.week, "month": links.month}[period](day)


def _neighbour(edition_id: str) -> Neighbour | None:
    return Neighbour(links.edition(edition_id), name_of(edition_id)) if edition_id else None


def _picked(site: Site, connection: Connection, standing: list[Pick]) -> tuple[Picked, ...]:
    if not standing:
        return ()
    found = {entry.key: entry for entry in entries(site, papers.get(connection, [one.paper_key for one in standing]))}
    return tuple(Picked(one, found.get(one.paper_key)) for one in standing)
