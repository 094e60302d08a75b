"""Each period of a plan has exactly one moment, whatever clocks and readers do."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.digests.calendar import day_at, due_after_change, moment_of, next_due, period_name
from broadsheet.model.digest import RHYTHMS, Plan
from digests_cast import DAILY

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
# Clocks that change at midnight, by half an hour, or skipped a day; and some that never change.
ZONES: tuple[str, ...] = (
    *(BERLIN, NEW_YORK, "America/Nuuk", "Africa/Cairo", "America/Asuncion", "Australia/Lord_Howe"),
)
ZONES = (*ZONES, *("Pacific/Apia", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "UTC"))


def utc(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type, misc]


def plan(**fields: object) -> Plan:
    return replace(DAILY, **fields)  # type: ignore[arg-type]


def moments_after(plan: Plan, start: datetime, count: int) -> list[datetime]:
    found = []
    for _ in range(count):
        start = next_due(plan, start)
        found.append(start)
    return found


plans = st.builds(
    lambda rhythm, weekday, monthday, hour, minute, zone: plan(
        rhythm=rhythm, weekday=weekday, monthday=monthday, hour=hour, minute=minute, zone=zone
    ),
    st.sampled_from(RHYTHMS),
    st.integers(0, 6),
    st.integers(1, 28),
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(ZONES),
)
moments = st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


def test_it_comes_at_the_readers_hour() -> None:
    assert next_due(plan(zone=BERLIN), utc(2026, 11, 20, 12)) == utc(2026, 11, 21, 6)
    assert next_due(plan(zone=BERLIN), utc(2026, 7, 20, 12)) == utc(2026, 7, 21, 5)


def test_an_hour_that_does_not_exist_is_the_one_after_it() -> None:
    # On 29 March 2026 the clocks of Berlin go from 02:00 to 03:00, which is 01:00 UTC.
    at_half_past_two = plan(zone=BERLIN, hour=2, minute=30)
    assert moments_after(at_half_past_two, utc(2026, 3, 27, 12), 3) == [
        utc(2026, 3, 28, 1, 30),
        utc(2026, 3, 29, 1, 30),
        utc(2026, 3, 30, 0, 30),
    ]


def test_of_an_hour_that_comes_twice_the_first_counts() -> None:
    # On 25 October 2026 the clocks of Berlin go from 03:00 to 02:00, which is 01:00 UTC.
    at_half_past_two = plan(zone=BERLIN, hour=2, minute=30)
    assert moments_after(at_half_past_two, utc(2026, 10, 24, 12), 2) == [
        utc(2026, 10, 25, 0, 30),
        utc(2026, 10, 26, 1, 30),
    ]


def test_an_hour_that_does_not_exist_before_midnight_belongs_to_its_own_day() -> None:
    # In Nuuk the clocks went from 23:00 on Saturday to 00:00 on Sunday.
    late = plan(zone="America/Nuuk", hour=23, minute=30)
    due = moments_after(late, utc(2024, 3, 30, 12), 2)
    assert [due_.astimezone(ZoneInfo("America/Nuuk")).strftime("%d %H:%M") for due_ in due] == ["31 00:30", "31 23:30"]
    assert [day_at(late, due_) for due_ in due] == [date(2024, 3, 30), date(2024, 3, 31)]


@pytest.mark.parametrize(
    ("fields", "day", "name"),
    [
        ({"rhythm": "daily"}, date(2026, 11, 21), "2026-11-21"),
        ({"rhythm": "weekdays"}, date(2026, 11, 20), "2026-11-20"),
        ({"rhythm": "weekly"}, date(2027, 1, 1), "2026-W53"),
        ({"rhythm": "monthly"}, date(2026, 11, 1), "2026-11"),
    ],
)
def test_periods_have_names(fields: dict[str, object], day: date, name: str) -> None:
    assert period_name(plan(**fields), day) == name


def test_weekdays_pass_over_the_weekend() -> None:
    days = [one.date() for one in moments_after(plan(rhythm="weekdays"), utc(2026, 11, 19, 12), 3)]
    assert days == [date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)]


@given(plans, moments)
def test_the_next_is_after_now_and_of_the_day_after_the_last(plan: Plan, now: datetime) -> None:
    due = next_due(plan, now)
    assert due > now
    assert moment_of(plan, day_at(plan, due)) == due
    assert day_at(plan, now) < day_at(plan, due)
    assert day_at(plan, due - timedelta(seconds=1)) == day_at(plan, now)


@given(plans, moments)
def test_every_period_comes_once(plan: Plan, now: datetime) -> None:
    due = moments_after(plan, now, 40)
    names = [period_name(plan, day_at(plan, one)) for one in due]
    assert len(set(names)) == 40
    days = [day_at(plan, one) for one in due]
    if plan.zone != "Pacific/Apia":  # which had no 30 December 2011
        most = {"daily": 1, "weekdays": 3, "weekly": 7, "monthly": 31}[plan.rhythm]
        assert all(1 <= (later - earlier).days <= most for earlier, later in itertools.pairwise(days))


@given(plans, plans, moments)
def test_a_change_of_hour_or_zone_leaves_none_out_and_makes_none_twice(
    before: Plan, other: Plan, now: datetime
) -> None:
    before = replace(before, due=next_due(before, now))
    after = replace(before, hour=other.hour, minute=other.minute, zone=other.zone, weekday=other.weekday)
    after = replace(after, monthday=other.monthday)
    assert before.due is not None
    pending = period_name(before, day_at(before, before.due))
    due = due_after_change(before, after)
    assert due is not None
    assert period_name(after, day_at(after, due)) == pending


@given(plans, plans, moments)
def test_another_rhythm_goes_on_from_the_day_that_was_to_come(before: Plan, after: Plan, now: datetime) -> None:
    before = replace(before, due=next_due(before, now))
    assert before.due is not None
    due = due_after_change(before, after)
    assert due is not None
    if before.rhythm != after.rhythm and after.zone != "Pacific/Apia":
        assert day_at(after, due) >= day_at(before, before.due)


def test_a_paused_plan_stays_paused_when_it_changes() -> None:
    assert due_after_change(DAILY, replace(DAILY, hour=9)) is None


def test_a_zone_that_this_system_does_not_know_is_taken_as_utc() -> None:
    assert next_due(plan(zone="Atlantis/Capital"), utc(2026, 11, 20, 12)) == utc(2026, 11, 21, 7)
