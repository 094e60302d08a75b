"""Which editions there are, when they begin and end, and when they close. All days and times are in UTC."""

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta

from broadsheet.errors import NotFound
from broadsheet.model.edition import Period

_DAY = timedelta(days=1)
# What was announced in the evening of the last day, by the clocks of America, has come in by then.
_CLOSES_AT = time(6, tzinfo=UTC)
_OLDEST, _NEWEST = 1900, 9_998
FIRST_DAY = date(_OLDEST, 1, 1)  # that editions are made of
# What is written bears the time before its transaction began, and can be read only after it ended.
SETTLED = timedelta(minutes=2)


def id_of(period: Period, day: date) -> str:
    """Return the id of the edition of a period that holds a day: 2026-11-20, 2026-W47 or 2026-11."""
    if period == "day":
        return day.isoformat()
    if period == "month":
        return f"{day.year:04d}-{day.month:02d}"
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def bounds(edition_id: str) -> tuple[Period, date, date]:
    """Return the period of an edition, its first and its last day; NotFound where no edition can have this id."""
    try:
        if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", edition_id, re.ASCII):
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return _within("day", day, day)
        if found := re.fullmatch(r"(\d{4})-W(\d{2})", edition_id, re.ASCII):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return _within("week", monday, monday + 6 * _DAY)
        if found := re.fullmatch(r"(\d{4})-(\d{2})", edition_id, re.ASCII):
            first = date(int(found[1]), int(found[2]), 1)
            return _within("month", first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))
    except (ValueError, OverflowError):
        pass
    raise NotFound("There is no such edition. Editions are called 2026-11-20, 2026-W47 or 2026-11.")


def spelled(edition_id: str) -> str:
    """Return an id as it is written here: `2026-w7` means `2026-W07`, `2026-1-5` means `2026-01-05`."""
    if found := re.fullmatch(r"(\d{4})-?w(\d{1,2})", edition_id, re.ASCII | re.IGNORECASE):
        return f"{found[1]}-W{int(found[2]):02d}"
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", edition_id, re.ASCII):
        day = f"-{int(found[3]):02d}" if found[3] else ""
        return f"{found[1]}-{int(found[2]):02d}{day}"
    return edition_id


def closes(edition_id: str) -> datetime:
    """Return when an edition closes: in the morning after its last day."""
    _, _, last = bounds(edition_id)
    return datetime.combine(last + _DAY, _CLOSES_AT)


def prints(edition_id: str) -> datetime:
    """Return from when on an edition can be printed: a little after it closes, when all that belongs to it is there."""
    return closes(edition_id) + SETTLED


def current(period: Period, now: datetime) -> str:
    """Return the id of the edition of a period that is the next to close."""
    day = (now.astimezone(UTC) - _DAY).date()
    found = id_of(period, day)
    return found if now < closes(found) else following(found)


def following(edition_id: str) -> str:
    """Return the id of the edition after this one."""
    period, _, last = bounds(edition_id)
    return id_of(period, last + _DAY)


def _within(period: Period, first: date, last: date) -> tuple[Period, date, date]:
    if not _OLDEST <= first.year <= _NEWEST:
        raise ValueError("out of the years that have editions")
    return period, first, last
