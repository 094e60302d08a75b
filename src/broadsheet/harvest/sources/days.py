"""Days that harvests go through, one list a day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from broadsheet.errors import BadAnswer, Refused, TooLarge, UpstreamError

_LAG_DAYS = 3  # lists are not complete at once: where a harvest stopped long ago, it goes on a little before
_IN_A_ROW = 2  # lists that may be missing one after the other
_TIMES = 10  # that a list is asked for, in as many harvests
_NO_SUCH_LIST = frozenset({400, 404, 410, 422})


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


class Missed:
    """Days whose lists could not be had: passed over, and asked for again by the next harvests, until it is too often.

    One list that stays broken must not stand before all others; several in a row tell that it is the service.
    """

    def __init__(self, covered: Mapping[str, Any] | None) -> None:
        self._times: dict[str, int] = dict((covered or {}).get("missed", {}))
        self._in_a_row = 0
        self._notes: list[str] = []
        self._trouble: UpstreamError | None = None

    def before(self, first: date) -> list[date]:
        """Return the days to be asked for again that lie before those that are read anyway."""
        return [day for day in map(date.fromisoformat, sorted(self._times)) if day < first]

    def pass_over(self, day: date, error: UpstreamError) -> None:
        """Note that a day's list cannot be had; raise what is no fault of one list."""
        self._in_a_row += 1
        if not _is_of_one_list(error) or self._in_a_row > _IN_A_ROW:
            raise error
        name = day.isoformat()
        self._times[name] = self._times.get(name, 0) + 1
        if self._times[name] < _TIMES:
            self._trouble = self._trouble or error
            self._notes.append(f"The list of {name} was passed over until the next harvest: {error}")
        else:
            del self._times[name]
            self._notes.append(
                f"The list of {name} could not be had {_TIMES} times and is not asked for again: {error}"
            )

    def notes(self) -> list[str]:
        """Return once what there is to say, for the next page."""
        said, self._notes = self._notes, []
        return said

    def cursor(self, begin: date, following: date, had: date | None = None) -> dict[str, Any]:
        """Return the cursor behind a day, with `had` one whose list came; `begin` and `following` as in `first_day`."""
        if had is not None:
            self._in_a_row = 0
            self._times.pop(had.isoformat(), None)
        missed = {"missed": dict(self._times)} if self._times else {}
        return {"from": begin.isoformat(), "next": following.isoformat(), **missed}

    def tell(self) -> None:
        """Raise what kept a list back, at the end of a harvest that came by it."""
        if self._trouble:
            raise self._trouble


def _is_of_one_list(error: UpstreamError) -> bool:
    if isinstance(error, BadAnswer):
        return not error.too_fast
    return isinstance(error, TooLarge) or (isinstance(error, Refused) and error.status in _NO_SUCH_LIST)


def days_between(first: date, last: date) -> list[date]:
    """Return all days from the first to the last, both included."""
    return [first + timedelta(number) for number in range((last - first).days + 1)]


def working_days(after: date, until: date) -> int:
    """Count Mondays to Fridays after one day, up to and including another."""
    return sum(day.weekday() < 5 for day in days_between(after + timedelta(1), until))
