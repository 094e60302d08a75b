"""Days that harvests go through, one list a day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

_LAG_DAYS = 3  # lists are not complete at once: where a harvest stopped long ago, it goes on a little before


def first_day(covered: Mapping[str, Any] | None, since: date | None, today: date, again: int) -> tuple[date, date]:
    """Return from when on days are covered after this harvest, and the first one to read.

    `covered` is a cursor with `from` and `next`, ISO days; `again` says how many of the last days are read each time.
    A `since` before what is covered begins there and reads all days since.
    """
    newest = today - timedelta(again - 1)
    if covered is None:
        begin = min(since or newest, today)
        return begin, begin
    begin, following = date.fromisoformat(covered["from"]), date.fromisoformat(covered["next"])
    if since is not None and since < begin:
        return since, since
    return begin, max(begin, min(following - timedelta(_LAG_DAYS), newest))


def working_days(after: date, until: date) -> int:
    """Count Mondays to Fridays after one day, up to and including another."""
    days = (after + timedelta(number) for number in range(1, (until - after).days + 1))
    return sum(day.weekday() < 5 for day in days)
