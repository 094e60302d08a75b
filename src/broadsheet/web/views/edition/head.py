"""What stands around an edition: which one it is, its state, the editions beside it, what was picked for it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args

from broadsheet import links
from broadsheet.editions.calendar import closes, id_of
from broadsheet.model.edition import Edition, Period
from broadsheet.store import editions, papers, picks
from broadsheet.store.database import Connection
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
    complete: str  # the address of all papers of these days
    facts: Facts | None = None  # on the front page


def edition_page(
    site: Site, connection: Connection, edition: Edition, body: Body, *, facts: Facts | None = None
) -> EditionPage:
    """Build the page of an edition around what stands in it."""
    before, after = editions.neighbours(connection, edition.period, edition.first)
    standing = [] if edition.closed else picks.of_edition(connection, edition.id)
    return EditionPage(
        edition=edition,
        heading=period_name(edition.period, edition.first),
        closes=closes(edition.id),
        body=body,
        switches=switches(connection, edition.period, edition.last),
        earlier=_neighbour(before),
        later=_neighbour(after),
        picks=_picked(site, connection, standing),
        complete=complete_list(edition.period, edition.first),
        facts=facts,
    )


def switches(connection: Connection, current: Period, day: date) -> tuple[Switch, ...]:
    """Find the editions of a day, a week and a month around a day; without one there is the list of all papers."""

    def address(period: Period) -> str:
        edition_id = id_of(period, day)
        is_there = period == current or editions.head(connection, edition_id) is not None
        return links.edition(edition_id) if is_there else complete_list(period, day)

    return tuple(Switch(PERIOD_NAMES[period], address(period), period == current) for period in get_args(Period))


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
