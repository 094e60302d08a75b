"""When arXiv announces: Sunday to Thursday at 20:00 in the East, whatever its clocks do, and not on holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.harvest.sources.arxiv.announcements import (
    EASTERN,
    announcement_for,
    holiday,
    last_announcement,
    next_announcement,
    why_none,
)

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "last", "following"),
    [
        # A Friday at noon: Thursday's is out, Sunday's comes.
        ("2026-11-20 12:00", "2026-11-20 01:00", "2026-11-23 01:00"),
        # Summer time: 20:00 is midnight UTC.
        ("2026-07-15 12:00", "2026-07-15 00:00", "2026-07-16 00:00"),
        # The moment itself is the last one.
        ("2026-07-15 00:00", "2026-07-15 00:00", "2026-07-16 00:00"),
        # Clocks went back on Sunday 1 November and forward on Sunday 8 March.
        ("2026-11-02 00:30", "2026-10-30 00:00", "2026-11-02 01:00"),
        ("2026-03-09 00:30", "2026-03-09 00:00", "2026-03-10 00:00"),
        # Thanksgiving, a Thursday: from Wednesday to Sunday.
        ("2026-11-27 12:00", "2026-11-26 01:00", "2026-11-30 01:00"),
        # Christmas on a Friday puts off the Sunday as well, then Tuesday and Thursday are off.
        ("2026-12-28 12:00", "2026-12-25 01:00", "2026-12-29 01:00"),
        ("2026-12-30 12:00", "2026-12-29 01:00", "2026-12-31 01:00"),
    ],
)
def test_announcements_around_a_moment(now: str, last: str, following: str) -> None:
    assert (last_announcement(at(now)), next_announcement(at(now))) == (at(last), at(following))


@given(MOMENTS)
def test_announcements_are_at_eight_in_the_evening_and_never_on_a_closed_day(now: datetime) -> None:
    last, following = last_announcement(now), next_announcement(now)
    assert last <= now < following
    for found in (last, following):
        assert (found.hour, found.tzinfo) == (20, EASTERN)
        assert found.weekday() in (6, 0, 1, 2, 3)
        assert why_none(found.date()) == ""
        assert announcement_for(found.date()) == found


@given(MOMENTS)
def test_between_two_announcements_there_is_no_other(now: datetime) -> None:
    last, following = last_announcement(now), next_announcement(now)
    assert next_announcement(last) == following
    assert last_announcement(following - timedelta(seconds=1)) == last
    assert following - last <= timedelta(days=5)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 7, 4), ""),
        (date(2025, 7, 6), "Independence Day"),
        (date(2026, 1, 19), "Martin Luther King Jr. Day"),
        (date(2026, 5, 25), ""),  # Memorial Day is none of arXiv's
        (date(2026, 12, 29), "the end of the year"),
        (date(2027, 1, 1), "New Year's Day"),
        (date(2027, 1, 18), "Martin Luther King Jr. Day"),
        (date(2027, 1, 25), ""),
        (date(2027, 6, 18), "Juneteenth"),
        (date(2027, 7, 5), "Independence Day"),
        (date(2027, 9, 6), "Labor Day"),
        (date(2027, 11, 25), "Thanksgiving"),
        (date(2027, 12, 24), "Christmas Day"),
        (date(2028, 12, 25), "Christmas Day"),
    ],
)
def test_holidays_of_listed_years_and_of_later_ones(day: date, name: str) -> None:
    assert holiday(day) == name


def test_days_without_an_announcement_say_why() -> None:
    assert why_none(date(2026, 11, 20)) == "Friday and Saturday have no announcements"
    assert why_none(date(2026, 11, 26)) == "Thanksgiving"
    assert why_none(date(2026, 7, 5)) == "Independence Day"
    assert why_none(date(2026, 11, 22)) == ""
    assert announcement_for(date(2026, 11, 26)) is None
