"""A month as a table of days, each with its number of papers."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

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
    """A month in weeks from Monday to Sunday; None stands for a day of another month."""

    month: date
    address: str
    earlier: str
    later: str
    weeks: tuple[tuple[CalendarDay | None, ...], ...]


def month_bounds(of: date) -> tuple[date, date]:
    """Return the first and the last day of the month."""
    return of.replace(day=1), of.replace(day=calendar.monthrange(of.year, of.month)[1])


def calendar_for(
    month: date, counts: Iterable[DayCount], current: tuple[date, date], *, library: tuple[date, date]
) -> Calendar:
    """Build the calendar of a month; days within `current` are the ones shown on the page.

    `library` holds the first and the last day with papers: there are no moves beyond them.
    """
    number = {one.day: one.count for one in counts}
    fullest = max(number.values(), default=0)
    first, last = month_bounds(month)

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
        earlier=links.month(first - timedelta(days=1)) if library[0] < first else "",
        later=links.month(last + timedelta(days=1)) if last < library[1] else "",
        weeks=tuple(tuple(cell(number) for number in week) for week in weeks),
    )
