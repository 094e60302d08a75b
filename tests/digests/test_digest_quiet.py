"""A digest without papers says why, and of several causes the right one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.digests.quiet import announced_within
from broadsheet.digests.window import Window
from broadsheet.model.digest import Digest
from broadsheet.store import harvests
from broadsheet.store.database import Database
from digests_cast import NOON, Newsroom

HOUR = timedelta(hours=1)
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def room(database: Database) -> Newsroom:
    """A newsroom whose reader follows weaving."""
    made = Newsroom(database)
    made.follow("weaving")
    return made


@pytest.fixture
def digest(room: Newsroom) -> Callable[[], Digest]:
    """Make the digest of the day that has just passed, and return it."""

    def make() -> Digest:
        plan = room.plan(covered=room.now - timedelta(days=1))
        assert room.make().quiet == 1
        return room.digest(plan, room.now.date().isoformat())

    return make


def ran(room: Newsroom, verdict: str, message: str = "", *, source: str = "arxiv", ago: timedelta = HOUR) -> None:
    """Let a source be switched on, and its last harvest have ended so."""
    room.harvests(source)
    with room.database.write() as connection:
        began = room.now - ago - timedelta(minutes=5)
        run = harvests.begin_run(connection, source, began, {})
        report = {"message": message, "newest": "2026-11-17"}
        harvests.write_run(connection, run, report, verdict=verdict, ended=room.now - ago)


def test_nothing_is_harvested_without_a_plan(digest: Callable[[], Digest]) -> None:
    made = digest()
    assert made.subject == "No papers: nothing is harvested · 20 November"
    assert "choose sources under Setup" in made.quiet


def test_the_weekend(room: Newsroom, digest: Callable[[], Digest]) -> None:
    room.now = SUNDAY
    ran(room, "quiet", "arXiv has announced nothing.")
    made = digest()
    assert made.subject == "No papers: no arXiv announcement at the weekend · 22 November"
    assert "The next announcement is on Sunday 22 November, 20:00 US Eastern." in made.quiet


def test_a_failure_at_the_weekend_is_not_the_cause(room: Newsroom, digest: Callable[[], Digest]) -> None:
    room.now = SUNDAY
    ran(room, "failed", "There is no connection.")
    assert "at the weekend" in digest().subject


def test_a_holiday(room: Newsroom, digest: Callable[[], Digest]) -> None:
    room.now = datetime(2026, 11, 27, 12, tzinfo=UTC)
    ran(room, "quiet")
    assert digest().subject == "No papers: no arXiv announcement: Thanksgiving · 27 November"


def test_arxiv_is_late(room: Newsroom, digest: Callable[[], Digest]) -> None:
    ran(room, "stale", "arXiv last changed anything on Tuesday 17 November, though papers were announced.")
    made = digest()
    assert made.subject == "No papers: arXiv is late · 20 November"
    assert "last changed anything on Tuesday 17 November" in made.quiet


def test_arxiv_is_late_over_a_weekend_too(room: Newsroom, digest: Callable[[], Digest]) -> None:
    room.now = SUNDAY
    ran(room, "stale", "arXiv last changed anything on Tuesday 17 November, though papers were announced.")
    assert "arXiv is late" in digest().subject


@pytest.mark.parametrize("verdict", ["failed", "partial"])
def test_the_harvest_failed(room: Newsroom, digest: Callable[[], Digest], verdict: str) -> None:
    ran(room, verdict, "There is no connection.")
    made = digest()
    assert made.subject.startswith("No papers: the harvest of arXiv ")
    assert "There is no connection." in made.quiet


def test_no_harvest_ran(room: Newsroom, digest: Callable[[], Digest]) -> None:
    ran(room, "fine", ago=timedelta(days=3))
    made = digest()
    assert made.subject == "No papers: nothing was harvested · 20 November"
    assert "`broadsheet worker`" in made.quiet


def test_no_harvest_ever_ran(room: Newsroom, digest: Callable[[], Digest]) -> None:
    room.harvests("arxiv")
    assert "Nothing was ever harvested." in digest().quiet


def test_the_sources_brought_nothing(room: Newsroom, digest: Callable[[], Digest]) -> None:
    ran(room, "fine")
    ran(room, "fine", source="biorxiv")
    made = digest()
    assert made.subject == "No papers: no new papers · 20 November"
    assert made.quiet == "arXiv and bioRxiv brought no new paper since 19 Nov 2026, 12:00 UTC."


def test_a_source_that_only_completes_papers_does_not_count_as_a_harvest(
    room: Newsroom, digest: Callable[[], Digest]
) -> None:
    ran(room, "fine", ago=timedelta(days=3))
    ran(room, "fine", source="openalex")
    assert "nothing was harvested" in digest().subject


def test_nothing_passed_and_some_were_close(room: Newsroom, digest: Callable[[], Digest]) -> None:
    room.follow("cat:cs.CR", excluded=True)
    for name in ("looms", "shuttles"):
        room.put(f"Weaving with {name}", arrived=NOON - HOUR, categories=("cs.CR",))
    room.put("Galaxies far away", arrived=NOON - HOUR)
    made = digest()
    assert made.subject == "No papers: nothing passed your filters · 20 November"
    assert made.quiet.startswith("3 new papers came in, and none passed what you follow and rated")
    assert made.quiet.endswith("2 papers were close.")
    assert {piece.title for piece in made.close} == {"Weaving with looms", "Weaving with shuttles"}
    assert made.close[0].reasons == ("it matches “weaving”, and is excluded by “cat:cs.CR”",)


def test_what_the_reader_rated_is_close(room: Newsroom, digest: Callable[[], Digest]) -> None:
    room.put("Weaving with looms", arrived=NOON - HOUR)
    room.mark("Weaving with looms", "up")
    assert digest().close[0].reasons == ("it matches “weaving”, and is rated by you",)


def test_a_search_that_fails_by_one_condition_is_close(room: Newsroom, digest: Callable[[], Digest]) -> None:
    room.follow("galaxies cat:math.AG")
    room.put("Galaxies far away", arrived=NOON - HOUR)
    made = digest()
    assert [piece.title for piece in made.close] == ["Galaxies far away"]
    assert "but for one condition of it" in made.close[0].reasons[0]


def test_who_follows_nothing_is_told_so(database: Database) -> None:
    room = Newsroom(database)
    room.put("Weaving with looms", arrived=NOON - HOUR)
    plan = room.plan(covered=NOON - timedelta(days=1))
    room.make()
    assert "follow something" in room.digest(plan, "2026-11-20").quiet


def test_a_plan_may_stay_away(room: Newsroom) -> None:
    plan = room.plan(covered=NOON - timedelta(days=1), quiet="stay away")
    made = room.make()
    assert (made.digests, made.quiet, made.letters) == (1, 1, 0)
    assert room.letters() == []
    assert room.digest(plan, "2026-11-20").quiet


@pytest.mark.parametrize(
    ("since", "until", "announced", "why"),
    [
        # Thursday evening's papers are there on Friday morning, Friday and Saturday have none, Sunday's come on Monday.
        ("2026-11-19T06:00", "2026-11-20T06:00", True, ()),
        ("2026-11-20T06:00", "2026-11-21T06:00", False, ("Friday and Saturday have no announcements",)),
        ("2026-11-21T06:00", "2026-11-22T06:00", False, ("Friday and Saturday have no announcements",)),
        ("2026-11-22T06:00", "2026-11-23T06:00", True, ()),
        ("2026-11-26T06:00", "2026-11-27T06:00", False, ("Thanksgiving",)),
        ("2026-11-26T06:00", "2026-11-28T06:00", False, ("Thanksgiving", "Friday and Saturday have no announcements")),
        ("2026-11-20T06:00", "2026-11-20T09:00", False, ()),
    ],
)
def test_announcements_fall_into_one_window(since: str, until: str, announced: bool, why: tuple[str, ...]) -> None:
    begin, end = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (since, until))
    assert announced_within(Window(begin, end, begin.date(), is_first=False)) == (announced, why)
