"""When arXiv announces papers: 20:00 US Eastern, Sunday to Thursday, but not on its holidays.

Schedule and holidays: info.arxiv.org/help/availability.html ("On Deferred Mailings"; the lists of 2025 and 2026).
The data follow at about 22:30 (info.arxiv.org/help/oa, "Update schedule").
"""

from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
HOUR = time(20)
DATA_FOLLOW = timedelta(hours=2, minutes=30)
# What has come in by then on a weekday is announced that evening, on a Friday on Sunday evening.
_DEADLINE, _DEADLINE_UNTIL_2016 = time(14), time(16)

_CLOSED = (4, 5)  # Friday and Saturday, as date.weekday() counts
_YEARS_END = "the end of the year"
# As arXiv published them: evenings without an announcement. Those on a Friday are days off (see `why_none`).
HOLIDAYS = MappingProxyType(
    {
        date(2025, 1, 1): "New Year's Day",
        date(2025, 1, 20): "Martin Luther King Jr. Day",
        date(2025, 6, 19): "Juneteenth",
        date(2025, 7, 6): "Independence Day",
        date(2025, 9, 1): "Labor Day",
        date(2025, 11, 27): "Thanksgiving",
        date(2025, 12, 25): "Christmas Day",
        date(2025, 12, 30): _YEARS_END,
        date(2026, 1, 1): "New Year's Day",
        date(2026, 1, 19): "Martin Luther King Jr. Day",
        date(2026, 6, 19): "Juneteenth",
        date(2026, 7, 3): "Independence Day",
        date(2026, 9, 7): "Labor Day",
        date(2026, 11, 26): "Thanksgiving",
        date(2026, 12, 25): "Christmas Day",
        date(2026, 12, 29): _YEARS_END,
        date(2026, 12, 31): _YEARS_END,
    }
)
_LISTED_YEARS = frozenset(day.year for day in HOLIDAYS)


def holiday(day: date) -> str:
    """Return the name of arXiv's holiday on this day, "" on other days.

    Years that arXiv has not published a list for have the holidays that stood in every list since 2023.
    """
    return HOLIDAYS.get(day, "") if day.year in _LISTED_YEARS else _usual_holiday(day)


def why_none(day: date) -> str:
    """Return why there is no announcement on the evening of this day, "" where there is one.

    A Sunday after a holiday on Friday counts as one without: what comes in from Thursday to Friday 14:00 is
    announced on Sunday, and in 2025 arXiv put that off after Independence Day. Lists of other years leave it open.
    """
    if name := holiday(day):
        return name
    if day.weekday() in _CLOSED:
        return "Friday and Saturday have no announcements"
    return holiday(day - timedelta(days=2)) if day.weekday() == 6 else ""


def announcement_for(day: date) -> datetime | None:
    """Return when papers are announced on the evening of this day (US Eastern), None where they are not."""
    return None if why_none(day) else datetime.combine(day, HOUR, EASTERN)


def last_announcement(now: datetime) -> datetime:
    """Return the last announcement up to and including `now` (any time zone)."""
    day = now.astimezone(EASTERN).date()
    while (found := announcement_for(day)) is None or found > now:
        day -= timedelta(days=1)
    return found


def next_announcement(now: datetime) -> datetime:
    """Return the first announcement after `now` (any time zone)."""
    day = now.astimezone(EASTERN).date()
    while (found := announcement_for(day)) is None or found <= now:
        day += timedelta(days=1)
    return found


def announcement_of(submitted: datetime, not_before: date) -> datetime:
    """Return when a paper that came in at a moment (any time zone) is announced, unless it is held back.

    A paper has its id from the day of the deadline. `not_before` is the first day of the month in the id: where the
    deadline that the paper met is earlier, it was held back, and the first one of that month counts.
    """
    found = next_announcement(max(submitted, datetime.combine(not_before, time(), EASTERN)))
    while (deadline := _deadline(found.date())) <= submitted or deadline.date() < not_before:
        found = next_announcement(found)
    return found


def listed_day(submitted: datetime | None, month: date) -> date | None:
    """Return the day (UTC) under which arXiv lists a paper by its time of submission and the month in its id."""
    return announcement_of(submitted, month).astimezone(UTC).date() if submitted else None


def _deadline(evening: date) -> datetime:
    """Return until when papers had to come in to be announced on an evening."""
    day = evening - timedelta(days=2) if evening.weekday() == 6 else evening
    return datetime.combine(day, _DEADLINE if day.year > 2016 else _DEADLINE_UNTIL_2016, EASTERN)


def _usual_holiday(day: date) -> str:
    for fixed, name in (((1, 1), "New Year's Day"), ((6, 19), "Juneteenth"), ((7, 4), "Independence Day")):
        if _is_observed(day, *fixed):
            return name
    if _is_observed(day, 12, 25):
        return "Christmas Day"
    week = (day.day - 1) // 7 + 1  # this is the first, second … such weekday of the month
    weekdays = {(1, 0, 3): "Martin Luther King Jr. Day", (9, 0, 1): "Labor Day", (11, 3, 4): "Thanksgiving"}
    return weekdays.get((day.month, day.weekday(), week), "")


def _is_observed(day: date, month: int, number: int) -> bool:
    """Whether the holiday is on this day, or is kept on it because it falls on a weekend."""
    if (day.month, day.day) == (month, number):
        return True
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    kept_after = day.weekday() == 0 and (before.month, before.day) == (month, number)
    return kept_after or (day.weekday() == 4 and (after.month, after.day) == (month, number))
