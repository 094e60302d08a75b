"""Papers by day: what the complete lists of a day, a week and a month have in common."""

from dataclasses import dataclass
from datetime import date, timedelta

from broadsheet import links
from broadsheet.editions.calendar import id_of
from broadsheet.model.categories import category_name
from broadsheet.model.edition import Period
from broadsheet.model.query import Days, Query
from broadsheet.render.fragments import long_day, month_name
from broadsheet.search.find import find
from broadsheet.store import editions, papers
from broadsheet.store.database import Connection
from broadsheet.store.papers import DayCount
from broadsheet.web.site import Site
from broadsheet.web.views.calendar import Calendar, calendar_for, month_bounds
from broadsheet.web.views.facts import Facts, index_stamp
from broadsheet.web.views.listing import Entry, entries
from broadsheet.web.views.paging import Pager

_SECTIONS = 12


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Some papers of one day. `more` counts those that are not shown here."""

    day: date
    address: str
    count: int
    entries: tuple[Entry, ...]

    @property
    def more(self) -> int:
        """How many papers of the day are not in `entries`."""
        return self.count - len(self.entries)


@dataclass(frozen=True, slots=True)
class Section:
    """A category within the days shown, and the search that shows it."""

    name: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The period before or after this one."""

    address: str
    label: str


@dataclass(frozen=True, slots=True)
class DaysPage:
    """Papers listed from `first` to `last`. `lead`: the first one stands out as on a newspaper's front."""

    heading: str
    period: Period
    first: date
    last: date
    count: int
    groups: tuple[DayGroup, ...]
    calendar: Calendar
    sections: tuple[Section, ...]
    facts: Facts
    earlier: Neighbour | None = None
    later: Neighbour | None = None
    pager: Pager | None = None
    lead: bool = False
    edition: str = ""  # the address of the edition of the same days, where there is one
    in_the_making: bool = False  # whether this stands for an edition that is not there yet


def group_of(site: Site, connection: Connection, counted: DayCount, *, limit: int, offset: int = 0) -> DayGroup:
    """Read some papers of a day."""
    listed = papers.of_day(connection, counted.day, counted.day, limit=limit, offset=offset)
    return DayGroup(counted.day, links.day(counted.day), counted.count, entries(site, listed))


def calendar_of(connection: Connection, first: date, last: date) -> Calendar:
    """Read the calendar of the month in which a period begins."""
    bounds = month_bounds(first)
    counts = papers.count_days(connection, *bounds)
    return calendar_for(first, counts, (first, last), papers.neighbour_days(connection, *bounds))


def sections_of(site: Site, facts: Facts, first: date, last: date) -> tuple[Section, ...]:
    """Count the categories of the papers listed from `first` to `last`, most frequent first."""
    key = ("sections", facts.change, index_stamp(site), first, last)
    made: tuple[Section, ...] = site.lists.get(key, lambda: _sections(site, first, last))
    return made


def edition_of(connection: Connection, period: Period, first: date) -> str:
    """Return the address of the edition of a period, empty where there is none."""
    edition_id = id_of(period, first)
    return links.edition(edition_id) if editions.head(connection, edition_id) else ""


def neighbours(
    connection: Connection, period: Period, first: date, last: date
) -> tuple[Neighbour | None, Neighbour | None]:
    """Find the nearest earlier and later periods that have papers."""
    before, after = papers.neighbour_days(connection, first, last)
    return _neighbour(period, before), _neighbour(period, after)


def period_name(period: Period, of: date) -> str:
    """Return what the day, week or month that holds this day is called."""
    if period == "day":
        return long_day(of)
    if period == "week":
        year, week, _ = of.isocalendar()
        return f"Week {week} of {year}"
    return month_name(of)


def _neighbour(period: Period, day: date | None) -> Neighbour | None:
    if day is None:
        return None
    address = {"day": links.day, "week": links.week, "month": links.month}[period]
    return Neighbour(address(day), period_name(period, day))


def _sections(site: Site, first: date, last: date) -> tuple[Section, ...]:
    result = find(site.services.library, Query(constraints=(Days(first, last),)), size=1, facets=True)
    return tuple(
        Section(
            name=category_name(facet.value),
            address=links.search(f"cat:{facet.value} after:{first} before:{last + timedelta(days=1)}"),
            count=facet.count,
        )
        for facet in result.facets.get("category", ())[:_SECTIONS]
    )
