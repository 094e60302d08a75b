"""A month as a table of days, each with its number of papers."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from broadsheet import links
from broadsheet.store.papers import DayCount

_SHADES = 4


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day. `shade` is 0 for no papers, then 1 to 4 by share of the month's fullest day."""

    day: date
    count: int
    address: str
    shade: int
    current: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """A month in weeks from Monday to Sunday; None stands for a day of another month.

    `earlier` and `later` are days in the nearest other months that have papers.
    """

    month: date
    address: str
    earlier: date | None
    later: date | None
    weeks: tuple[tuple[CalendarDay | None, ...], ...]


def month_bounds(of: date) -> tuple[date, date]:
    """Return the first and the last day of the month."""
    return of.replace(day=1), of.replace(day=calendar.monthrange(of.year, of.month)[1])


def calendar_for(
    month: date, counts: Iterable[DayCount], current: tuple[date, date], around: tuple[date | None, date | None]
) -> Calendar:
    """Build the calendar of a month; days within `current` are the ones shown on the page.

    `around` holds the nearest days with papers before and after the month.
    """
    number = {one.day: one.count for one in counts}
    fullest = max(number.values(), default=0)
    first, _ = month_bounds(month)

    def cell(day_number: int) -> CalendarDay | None:
        if not day_number:
            return None
        day = first.replace(day=day_number)
        count = number.get(day, 0)
        shade = -(-count * _SHADES // fullest) if count else 0
        return CalendarDay(day, count, links.day(day) if count else "", shade, current[0] <= day <= current[1])

    weeks = calendar.Calendar().monthdayscalendar(first.year, first.month)
    return Calendar(
        month=first,
        address=links.month(first),
        earlier=around[0],
        later=around[1],
        weeks=tuple(tuple(cell(number) for number in week) for week in weeks),
    )
