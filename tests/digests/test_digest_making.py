"""Digests that are due are made once, with what is new and what the reader chose."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.digests.making import make_due, preview
from broadsheet.model.digest import Contents, Digest, Plan
from broadsheet.model.letter import Letter
from broadsheet.model.paper import Author
from broadsheet.model.reader import LOCAL, Reader
from broadsheet.store import outbox, readers, shown
from broadsheet.store.database import Database
from digests_cast import FRIDAY, NOON, Newsroom, letter_of, titles

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def room(database: Database) -> Newsroom:
    """A newsroom whose reader follows weaving."""
    made = Newsroom(database)
    made.follow("weaving")
    return made


def test_a_plan_that_is_due_makes_a_digest_and_a_letter(any_database: Database, tmp_path: Path) -> None:
    room = Newsroom(any_database, home=tmp_path / "index")
    room.follow("cat:cs.LG")
    room.put("Weaving with looms", arrived=NOON - HOUR)
    room.put("Galaxies far away", arrived=NOON - HOUR, categories=("astro-ph.GA",))
    plan = room.plan()
    made = room.make()
    assert (made.digests, made.letters) == (1, 1)
    digest = room.digest(plan, "2026-11-20")
    assert titles(digest) == ["Weaving with looms"]
    assert digest.sections[0].pieces[0].reasons == ("your search “cat:cs.LG”",)
    assert digest.subject == "Weaving with looms · 20 November"
    with room.database.read() as connection:
        letter = outbox.get(connection, f"digest/{plan.number}/2026-11-20")
    assert letter is not None
    assert letter.letter.recipient == "ada@example.org"
    assert room.stored(plan).due == NOON + 19 * HOUR
    assert room.stored(plan).covered == NOON - timedelta(minutes=2)


def test_nothing_is_made_before_it_is_due(room: Newsroom) -> None:
    room.plan(due=NOON + timedelta(seconds=1))
    assert room.make().digests == 0


def test_a_paused_plan_makes_nothing(room: Newsroom) -> None:
    room.plan(due=None)
    assert room.make().digests == 0


def test_the_next_digest_has_what_came_in_since(room: Newsroom) -> None:
    room.put("Weaving with looms", arrived=NOON - HOUR)
    plan = room.plan()
    room.make()
    room.put("Weaving with shuttles", arrived=NOON + 3 * HOUR)
    room.put("Weaving that came late", day=FRIDAY - 9 * DAY, arrived=NOON + 4 * HOUR)
    room.put("Weaving of old", day=FRIDAY - 40 * DAY, arrived=NOON + 4 * HOUR)
    room.now = NOON + DAY
    room.make()
    assert set(titles(room.digest(plan, "2026-11-21"))) == {"Weaving with shuttles", "Weaving that came late"}


def test_what_comes_in_while_a_digest_is_made_is_in_the_next(room: Newsroom) -> None:
    plan = room.plan()
    room.put("Weaving at the last minute", arrived=NOON - timedelta(minutes=1))
    room.make()
    room.now = NOON + DAY
    room.make()
    assert titles(room.digest(plan, "2026-11-20")) == []
    assert titles(room.digest(plan, "2026-11-21")) == ["Weaving at the last minute"]


def test_the_first_digest_has_what_was_listed_lately_however_late_it_came_in(room: Newsroom) -> None:
    room.put("Weaving of yesterday", day=FRIDAY - DAY, arrived=NOON - HOUR)
    room.put("Weaving of last week", day=FRIDAY - 7 * DAY, arrived=NOON - HOUR)
    plan = room.plan()
    room.make()
    assert titles(room.digest(plan, "2026-11-20")) == ["Weaving of yesterday"]


def test_after_three_days_away_one_digest_covers_them_all(room: Newsroom) -> None:
    plan = room.plan(covered=NOON - 4 * DAY, due=NOON - 3 * DAY)
    for ago in (1, 2, 3):
        room.put(f"Weaving {ago} days ago", day=FRIDAY - ago * DAY, arrived=NOON - ago * DAY)
    assert room.make().digests == 1
    digest = room.digest(plan, "2026-11-20")
    assert len(titles(digest)) == 3
    assert digest.since == NOON - 4 * DAY
    assert room.make().digests == 0
    assert room.stored(plan).due == datetime.fromisoformat("2026-11-21T07:00:00+00:00")


def test_a_period_that_has_a_digest_gets_no_second_one(room: Newsroom) -> None:
    room.put("Weaving with looms", arrived=NOON - HOUR)
    plan = room.plan()
    room.make()
    with room.database.write() as connection:
        connection.exec_driver_sql("UPDATE digest_plans SET due = '2026-11-20T12:00:00+00:00'")
    assert room.make().digests == 0
    assert room.stored(plan).due == NOON + 19 * HOUR
    assert len(room.letters()) == 1


def test_a_digest_that_breaks_in_a_way_not_foreseen_spoils_no_other(
    room: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    room.put("Weaving with looms", arrived=NOON - HOUR)
    with room.database.write() as connection:
        readers.add(connection, Reader("bob", "bob@example.org", "Bob", "reader", "UTC", 0.1, NOON), "")
    first, broken, last = (room.plan(reader=reader) for reader in (LOCAL, "bob", LOCAL))

    def write(reader: Reader, plan: Plan, digest: Digest) -> Letter:
        if plan.number == broken.number:
            raise ZeroDivisionError
        return letter_of(reader, plan, digest)

    made = make_due(replace(room.desk, write=write), lambda: room.now)
    assert (made.digests, made.failed, made.left) == (2, 1, False)
    assert room.digest(first, "2026-11-20").count == 1
    assert room.digest(last, "2026-11-20").quiet
    assert "ZeroDivisionError" in caplog.text
    assert f"plan={broken.number}" in caplog.text
    assert room.stored(broken).due == NOON


def test_no_paper_comes_twice_over_all_plans_of_a_reader(room: Newsroom) -> None:
    room.put("Weaving with looms", arrived=NOON - HOUR)
    first, second = room.plan(), room.plan(name="Again")
    assert room.make().digests == 2
    assert titles(room.digest(first, "2026-11-20")) == ["Weaving with looms"]
    again = room.digest(second, "2026-11-20")
    assert titles(again) == []
    assert "1 in an earlier digest" in again.quiet


def test_a_paper_that_went_into_one_that_was_shown_does_not_come_again(room: Newsroom) -> None:
    double = room.put("Weaving with looms", arrived=NOON - HOUR)
    kept = room.put("Weaving with looms, as printed", arrived=NOON - HOUR)
    room.plan()
    room.make()
    with room.database.write() as connection:
        shown.move(connection, double, kept)
        assert shown.among(connection, "local", [double, kept]) == {kept}


def test_a_double_under_another_id_counts_as_the_same(room: Newsroom) -> None:
    room.put("Weaving with two looms", arrived=NOON - HOUR)
    room.put("Weaving with Two Looms!", arrived=NOON - HOUR)
    room.put("Weaving with two looms", arrived=NOON - HOUR, authors=(Author("Grace Hopper"),))
    plan = room.plan()
    room.make()
    assert len(titles(room.digest(plan, "2026-11-20"))) == 2
    room.put("Weaving with two looms", arrived=NOON + HOUR)
    room.now = NOON + DAY
    room.make()
    assert titles(room.digest(plan, "2026-11-21")) == []


def test_what_the_reader_marked_or_excludes_is_left_out_and_counted(room: Newsroom) -> None:
    for name in ("looms", "shuttles", "bobbins", "heddles", "spindles"):
        room.put(f"Weaving with {name}", arrived=NOON - HOUR)
    room.put("Weaving in secret", arrived=NOON - HOUR, categories=("cs.CR",))
    room.mark("Weaving with looms", "save")
    room.mark("Weaving with shuttles", "down")
    room.mark("Weaving with bobbins", "hidden")
    room.mark("Weaving with heddles", "opened")
    room.follow("cs.CR", "category", excluded=True)
    plan = room.plan()
    room.make()
    digest = room.digest(plan, "2026-11-20")
    assert titles(digest) == ["Weaving with spindles"]
    assert digest.left_out == {
        "excluded by “cs.CR”": 1,
        "saved by you": 1,
        "rated by you": 1,
        "hidden by you": 1,
        "opened by you": 1,
    }


def test_a_paper_stands_once_and_says_which_other_follow_has_it(room: Newsroom) -> None:
    room.follow("cs.LG", "category")
    room.put("Weaving with looms", arrived=NOON - HOUR)
    room.put("Galaxies far away", arrived=NOON - HOUR)
    plan = room.plan()
    room.make()
    digest = room.digest(plan, "2026-11-20")
    first, second = digest.sections
    assert [piece.title for piece in first.pieces] == ["Weaving with looms"]
    assert first.pieces[0].reasons == ("your search “weaving”", "in cs.LG, which you follow")
    assert [piece.title for piece in second.pieces] == ["Galaxies far away"]


def test_what_has_no_room_is_counted(room: Newsroom) -> None:
    for number in range(5):
        room.put(f"Weaving of kind {number}", arrived=NOON - HOUR)
    plan = room.plan(contents=Contents(0, 2, 0))
    room.make()
    digest = room.digest(plan, "2026-11-20")
    assert digest.count == 2
    assert digest.sections[0].more == 3
    assert digest.left_out == {"without room": 3}
    assert digest.subject.endswith(", and 1 more · 20 November")


def test_suggestions_are_new_papers_only(room: Newsroom) -> None:
    room.put("Weaving with looms", arrived=NOON - HOUR)
    room.put("Weaving of last month", day=FRIDAY - 30 * DAY, arrived=NOON - 30 * DAY)
    room.put("Weaving that taught us", day=FRIDAY - 60 * DAY, arrived=NOON - 60 * DAY)
    room.mark("Weaving that taught us", "up")
    plan = room.plan(contents=Contents(5, 0, 0))
    room.make()
    digest = room.digest(plan, "2026-11-20")
    assert titles(digest) == ["Weaving with looms"]
    assert digest.sections[0].kind == "personal"
    assert digest.sections[0].pieces[0].reasons


def test_weekly_and_monthly_digests_are_named_by_their_time(room: Newsroom) -> None:
    room.put("Weaving with looms", day=FRIDAY - 5 * DAY)
    weekly, monthly = room.plan(rhythm="weekly", weekday=4), room.plan(rhythm="monthly", monthday=20, reader="local")
    room.make()
    assert room.digest(weekly, "2026-W47").subject == "Weaving with looms · week 47 of 2026"
    assert room.digest(monthly, "2026-11").subject.endswith("· November 2026")


def test_a_long_title_is_shortened_in_the_subject(room: Newsroom) -> None:
    room.put("Weaving " + "with very many looms " * 10, arrived=NOON - HOUR)
    room.put("Weaving $x^2$ times", arrived=NOON - 2 * HOUR)
    plan = room.plan()
    room.make()
    subject = room.digest(plan, "2026-11-20").subject
    assert len(subject) < 110
    assert "$" not in subject


def test_an_address_that_is_not_confirmed_gets_nothing(room: Newsroom) -> None:
    plan = room.plan(confirmed=False)
    assert room.make().letters == 0
    assert room.digest(plan, "2026-11-20")


def test_a_reader_who_is_suspended_gets_no_digest(room: Newsroom) -> None:
    with room.database.write() as connection:
        connection.exec_driver_sql("UPDATE readers SET suspended = 'left the group'")
    plan = room.plan()
    assert room.make().digests == 0
    assert room.stored(plan).due == NOON + 19 * HOUR


def test_it_stops_when_told(room: Newsroom) -> None:
    room.plan()
    made = make_due(room.desk, lambda: NOON, go_on=lambda: False)
    assert (made.digests, made.left) == (0, True)


def test_what_came_in_a_moment_ago_is_in_what_would_come_now(database: Database) -> None:
    room = Newsroom(database)
    room.follow("cat:cs.LG")
    room.put("Weaving with looms", arrived=NOON - timedelta(seconds=20))
    assert titles(preview(room.library, room.plan(), NOON)) == ["Weaving with looms"]
