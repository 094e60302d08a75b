"""When arXiv announces: Sunday to Thursday at 20:00 in the East, whatever its clocks do, and not on holidays."""

import gzip
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from arxiv_pages import raw_entries
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.harvest.files.fields.announcements import (
    EASTERN,
    announcement_for,
    announcement_of,
    holiday,
    last_announcement,
    listed_day,
    next_announcement,
    why_none,
)
from broadsheet.harvest.files.fields.dates import arxiv_month, parse_moment

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))


DAY = timedelta(days=1)


def deadline_of(evening: date) -> date:
    return evening - 2 * DAY if evening.weekday() == 6 else evening


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


@pytest.mark.parametrize(
    ("submitted", "announced"),
    [
        # 14:00 in the East is 19:00 UTC in winter and 18:00 in summer. A second earlier is in time, 14:00 is not.
        ("2026-11-18 18:59:59", "2026-11-19 01:00"),
        ("2026-11-18 19:00:00", "2026-11-20 01:00"),
        ("2026-07-14 17:59:59", "2026-07-15 00:00"),
        ("2026-07-14 18:00:00", "2026-07-16 00:00"),
        # From Thursday to Friday 14:00: Sunday. From then to Monday 14:00: Monday.
        ("2026-11-19 19:00:00", "2026-11-23 01:00"),
        ("2026-11-20 18:59:59", "2026-11-23 01:00"),
        ("2026-11-20 19:00:00", "2026-11-24 01:00"),
        ("2026-11-22 12:00:00", "2026-11-24 01:00"),
        # Clocks went back on Sunday 1 November: Friday's deadline was by the old time, the announcement by the new.
        ("2026-10-30 17:59:59", "2026-11-02 01:00"),
        ("2026-10-30 18:00:00", "2026-11-03 01:00"),
        # No announcement on Thanksgiving, a Thursday: its papers come on Sunday with Friday's.
        ("2026-11-25 20:00:00", "2026-11-30 01:00"),
        ("2026-11-27 18:00:00", "2026-11-30 01:00"),
        # Labor Day, a Monday: the weekend comes on Tuesday.
        ("2026-09-05 12:00:00", "2026-09-09 00:00"),
        # Until the end of 2016 there was time until 16:00.
        ("2016-11-16 20:59:59", "2016-11-17 01:00"),
        ("2016-11-16 21:00:00", "2016-11-18 01:00"),
    ],
)
def test_a_paper_is_announced_after_the_deadline_that_it_met(submitted: str, announced: str) -> None:
    assert announcement_of(at(submitted), date(2007, 1, 1)) == at(announced)


def test_a_paper_with_a_later_month_in_its_id_was_held_back_until_then() -> None:
    assert listed_day(at("2026-10-07 12:00"), date(2026, 10, 1)) == date(2026, 10, 8)
    assert listed_day(at("2026-10-07 12:00"), date(2026, 11, 1)) == date(2026, 11, 3)


def test_a_paper_of_the_last_evening_of_a_month_is_listed_on_the_first_of_the_next() -> None:
    assert listed_day(at("2026-09-30 12:00"), date(2026, 9, 1)) == date(2026, 10, 1)


def test_without_a_time_of_submission_no_day_follows() -> None:
    assert listed_day(None, date(2026, 10, 1)) is None


@given(MOMENTS)
def test_papers_wait_for_their_announcement_at_least_six_hours(submitted: datetime) -> None:
    announced = announcement_of(submitted, date(2007, 1, 1))
    assert announced - submitted > timedelta(hours=6) - timedelta(seconds=1)
    assert announcement_for(announced.astimezone(EASTERN).date()) == announced


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_what_comes_in_later_is_not_announced_earlier(submitted: datetime, later: timedelta) -> None:
    first = date(2007, 1, 1)
    assert announcement_of(submitted, first) <= announcement_of(submitted + later, first)


def test_real_papers_bear_the_day_of_their_announcement(shared: Path) -> None:
    """arXiv last touched these 48 papers of one version within days after it announced them: at the announcement."""
    apart = []
    for entry in raw_entries(shared):
        listed = listed_day(parse_moment(entry.submitted), arxiv_month(entry.id))
        if entry.versions == 1 and listed and abs((entry.touched - listed).days) <= 7:
            apart.append((entry.touched - listed).days)
    assert (apart.count(0), apart.count(1), len(apart)) == (45, 3, 48)


def test_a_paper_of_friday_has_the_month_of_friday_in_its_id() -> None:
    assert listed_day(at("2010-07-30 13:25"), date(2010, 7, 1)) == date(2010, 8, 2)
    assert listed_day(at("2010-07-30 13:25"), date(2010, 8, 1)) == date(2010, 8, 3)


def test_real_papers_have_the_month_of_their_deadline_in_their_id(shared: Path) -> None:
    """Of 509 papers 7 have a later one, which are those that were held back."""
    held = 0
    for entry in raw_entries(shared):
        submitted, month = parse_moment(entry.submitted), arxiv_month(entry.id)
        assert submitted
        named = deadline_of(announcement_of(submitted, date(1990, 1, 1)).date()).replace(day=1)
        assert named <= month
        held += named < month
    assert held == 7


def test_papers_that_were_seen_announced_were_so_by_this_calendar(shared: Path) -> None:
    """Of 132,742 papers 99.3 % came on a day after an evening with an announcement, nearly all with its month's ids."""
    with gzip.open(shared / "corpora" / "arxiv-daily.jsonl.gz") as lines:
        found = [orjson.loads(line) for line in lines]
    days = Counter((date.fromisoformat(one["first_seen"][:10]) - DAY, arxiv_month(one["id"])) for one in found)
    announced = {one: number for one, number in days.items() if announcement_for(one[0])}
    same_month = sum(
        number for (evening, month), number in announced.items() if deadline_of(evening).replace(day=1) == month
    )
    assert (days.total(), sum(announced.values()), same_month) == (132_742, 131_809, 131_535)
