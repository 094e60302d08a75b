"""Whether nothing new is a quiet day or a sign of trouble."""

from datetime import UTC, date, datetime

import pytest
from arxiv_service import HOST, RSS_HOST, Arxiv, named

from broadsheet.harvest.reports import RunReport, read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources import arxiv
from broadsheet.harvest.sources.base import Wanted
from broadsheet.store.database import Database
from harvest_fixtures import MakeGround
from upstream import Reply, Upstream


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Days:
    """Harvests at given times (UTC), of a service whose clock agrees."""

    def __init__(self, upstream: Upstream, database: Database, make_ground: MakeGround) -> None:
        self.service = Arxiv(page=100)
        self.time = at("2026-11-20 12:00")
        upstream.answer(HOST, self.service.answer)
        upstream.answer(RSS_HOST, lambda asked: Reply(b"", 404))
        self.ground: Ground = make_ground(database, clock=lambda: self.time)
        self.number = 0

    def announce(self, day: str, **fields: object) -> None:
        self.number += 1
        self.service.put(named(self.number, date.fromisoformat(day), **fields))

    def harvest(self, time: str, **wanted: object) -> tuple[str, str, RunReport]:
        self.time = self.service.clock = at(time)
        stored = harvest(self.ground, arxiv.SOURCE, Wanted(**wanted))  # type: ignore[arg-type]
        return stored.verdict, str(stored.report["message"]), read_report(stored.report)


@pytest.fixture
def days(upstream: Upstream, database: Database, make_ground: MakeGround) -> Days:
    return Days(upstream, database, make_ground)


def test_what_was_announced_came(days: Days) -> None:
    days.announce("2026-11-20")
    assert days.harvest("2026-11-20 12:00")[0] == "fine"
    days.announce("2026-11-23")
    assert days.harvest("2026-11-23 12:00")[0] == "fine"


def test_a_weekend_is_quiet_and_says_so(days: Days) -> None:
    days.announce("2026-11-20")
    days.harvest("2026-11-20 12:00")
    verdict, message, _ = days.harvest("2026-11-21 12:00")
    assert verdict == "quiet"
    assert message == (
        "arXiv has announced nothing since the last harvest: Friday and Saturday have no announcements. "
        "The next announcement is on Sunday 22 November, 20:00 US Eastern."
    )


def test_a_weekend_stays_quiet_when_the_overlap_no_longer_shows_anything(days: Days) -> None:
    days.announce("2026-11-20")
    for time in ("2026-11-20 12:00", "2026-11-21 12:00", "2026-11-22 12:00"):
        days.harvest(time)
    assert days.harvest("2026-11-22 20:00")[0] == "quiet"


def test_a_holiday_is_named(days: Days) -> None:
    days.announce("2026-11-26")
    days.harvest("2026-11-26 12:00")
    verdict, message, _ = days.harvest("2026-11-27 12:00")
    assert (verdict, "Thanksgiving" in message) == ("quiet", True)


def test_the_hours_between_announcement_and_data_are_quiet(days: Days) -> None:
    days.announce("2026-11-23")
    days.harvest("2026-11-23 12:00")
    verdict, message, _ = days.harvest("2026-11-24 02:00")
    assert (verdict, message) == (
        "quiet",
        "The papers announced on Monday 23 November, 20:00 US Eastern are expected at about 22:30.",
    )


def test_an_announcement_without_papers_is_stale_after_six_hours(days: Days) -> None:
    days.announce("2026-11-20")
    days.harvest("2026-11-20 12:00")
    assert days.harvest("2026-11-23 03:00")[0] == "quiet"
    verdict, message, _ = days.harvest("2026-11-23 12:00")
    assert verdict == "stale"
    assert "papers were announced on Sunday 22 November, 20:00 US Eastern" in message
    assert "status.arxiv.org" in message


def test_old_changes_only_are_stale_too_and_say_what_was_last_seen(days: Days) -> None:
    days.announce("2026-11-16")
    verdict, message, _ = days.harvest("2026-11-20 12:00")
    assert verdict == "stale"
    assert message.startswith(
        "arXiv last changed anything on Monday 16 November, though papers were announced on Thursday"
    )


def test_a_small_set_may_miss_an_announcement(days: Days) -> None:
    days.announce("2026-11-18", categories="math.HO")
    assert days.harvest("2026-11-20 12:00", sets=("math.HO",))[0] == "fine"
    assert days.harvest("2026-11-27 12:00", sets=("math.HO",))[0] == "stale"


def test_papers_that_are_known_already_are_no_sign_of_trouble(days: Days) -> None:
    days.announce("2026-11-20")
    days.harvest("2026-11-20 12:00")
    assert days.harvest("2026-11-20 13:00", since=date(2026, 11, 10))[0] == "quiet"


def test_the_sentence_of_a_quiet_day_fits_the_time_between(days: Days) -> None:
    days.announce("2026-11-18")
    days.harvest("2026-11-18 20:00")
    days.service.touch(date(2026, 11, 19))
    verdict, message, _ = days.harvest("2026-11-19 12:00")
    assert verdict == "quiet"
    assert message.startswith("Nothing has changed since the harvest of Wednesday 18 November, 15:00 US Eastern")
