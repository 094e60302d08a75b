"""When jobs come round, and when they are tried again."""

from datetime import UTC, datetime, time, timedelta

import pytest

from broadsheet.harvest.reports import Cause, RunReport, VerdictKey
from broadsheet.harvest.sources import SOURCES
from broadsheet.harvest.sources.base import Source
from broadsheet.jobs.schedule import At, Every
from broadsheet.jobs.timetable import HOUSEKEEPING, PUBLISHED, due_after, timetable

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
EVENING = At(time(22, 45), "America/New_York", (6, 0, 1, 2, 3))
NIGHTLY = Every(24)


def test_every_source_has_its_row() -> None:
    papers = Source("papers", "The papers", "", lambda asking: iter(()), every=6)
    rows = timetable({"papers": papers})
    assert [row.name for row in rows] == ["papers", *(row.name for row in HOUSEKEEPING)]
    assert str(rows[0].when) == "every 6 hours"


def test_no_source_is_called_like_housekeeping() -> None:
    assert not set(SOURCES) & {row.name for row in HOUSEKEEPING}


def test_hours_count_from_now() -> None:
    assert Every(6).after(NOON) == NOON + timedelta(hours=6)


def test_a_time_of_day_passed_is_tomorrow() -> None:
    assert At(time(11)).after(NOON) == NOON + timedelta(hours=23)
    assert At(time(12)).after(NOON) == NOON + timedelta(days=1)
    assert At(time(13)).after(NOON) == NOON + timedelta(hours=1)


def test_arxiv_rests_on_friday_and_saturday() -> None:
    sunday = datetime(2026, 11, 23, 3, 45, tzinfo=UTC)
    assert PUBLISHED["arxiv"].after(NOON) == sunday
    assert EVENING.after(sunday) == sunday + timedelta(days=1)


@pytest.mark.parametrize(("day", "hour"), [(datetime(2026, 7, 6, tzinfo=UTC), 2), (NOON - timedelta(days=4), 3)])
def test_it_goes_by_the_clocks_of_new_york(day: datetime, hour: int) -> None:
    assert (EVENING.after(day).hour, EVENING.after(day).minute) == (hour, 45)


def test_a_schedule_can_be_read() -> None:
    assert str(EVENING) == "Mon, Tue, Wed, Thu, Sun at 22:45 America/New_York"
    assert str(At(time(3, 30))) == "daily at 03:30 UTC"


@pytest.mark.parametrize(
    ("verdict", "cause", "hours"),
    [
        ("fine", "", 24),
        ("quiet", "", 24),
        ("stale", "", 2),
        ("partial", "stopped", 0),
        ("partial", "held off", 3),
        ("partial", "limit", 24),
        ("failed", "unreachable", 5 / 60),
        ("partial", "upstream", 5 / 60),
        ("failed", "fault", 5 / 60),
    ],
)
def test_the_end_of_a_harvest_says_when_the_next_is_due(verdict: VerdictKey, cause: Cause, hours: float) -> None:
    report = RunReport(cause=cause, again_in=3 * 3600, requests=3)
    assert due_after(NIGHTLY, verdict, report, NOON, 1) == NOON + timedelta(hours=hours)


def test_who_had_nothing_to_ask_about_looks_again_while_a_first_harvest_comes_in() -> None:
    assert due_after(NIGHTLY, "quiet", RunReport(), NOON, 1) == NOON + timedelta(hours=2)
    assert due_after(NIGHTLY, "quiet", RunReport(requests=1), NOON, 1) == NOON + timedelta(hours=24)
    assert due_after(Every(1), "quiet", RunReport(), NOON, 1) == NOON + timedelta(hours=1)


def test_a_spent_budget_waits_for_midnight_utc() -> None:
    due = due_after(NIGHTLY, "partial", RunReport(cause="budget"), NOON, 1)
    assert due == datetime(2026, 11, 21, 0, 1, tzinfo=UTC)


def test_failures_in_a_row_wait_longer_yet_never_past_the_next_turn() -> None:
    report = RunReport(cause="unreachable")
    assert due_after(NIGHTLY, "failed", report, NOON, 9) == NOON + timedelta(hours=4)
    assert due_after(Every(1), "failed", report, NOON, 9) == NOON + timedelta(hours=1)
