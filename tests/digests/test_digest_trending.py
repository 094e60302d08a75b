"""What trends comes from the latest edition that fits the time that a digest covers."""

from datetime import date, timedelta

import pytest

from broadsheet.editions.calendar import bounds
from broadsheet.model.digest import Contents
from broadsheet.model.edition import Edition, Evidence, Item, Part, Score
from broadsheet.store import editions
from broadsheet.store.database import Database
from digests_cast import FRIDAY, NOON, Newsroom, titles

DAY = timedelta(days=1)
TRENDING = Contents(0, 0, 2)


@pytest.fixture
def room(database: Database) -> Newsroom:
    """A newsroom with four papers."""
    made = Newsroom(database)
    for number in range(4):
        made.put(f"Weaving of kind {number}", day=FRIDAY - DAY, arrived=NOON - DAY)
    return made


def print_edition(room: Newsroom, edition_id: str, *keys: int, closed: bool = True) -> None:
    period, first, last = bounds(edition_id)
    score = Score(1.0, 1.0, (Part("attention", 1.0, "12 new upvotes on Hugging Face, where 1 was to be expected"),))
    items = [Item(key, f"arxiv:{key}", date(2026, 11, 19), ("cs.LG",), (), Evidence(1.0), score, 1) for key in keys]
    edition = Edition(edition_id, period, first, last, closed, NOON - DAY, "", {}, "", len(items), tuple(items))
    with room.database.write() as connection:
        editions.put(connection, edition)


def test_the_edition_of_yesterday(room: Newsroom) -> None:
    print_edition(room, "2026-11-19", 3, 1, 2)
    print_edition(room, "2026-11-20", 4, closed=False)
    plan = room.plan(contents=TRENDING)
    room.make()
    (section,) = room.digest(plan, "2026-11-20").sections
    assert section.title == "Trending on 19 November"
    assert section.address == "/editions/2026-11-19"
    assert [piece.key for piece in section.pieces] == [3, 1]
    assert section.more == 1
    assert section.pieces[0].reasons == ("12 new upvotes on Hugging Face, where 1 was to be expected",)


def test_the_open_edition_where_none_closed_lately(room: Newsroom) -> None:
    print_edition(room, "2026-11-16", 3)
    print_edition(room, "2026-11-20", 4, closed=False)
    plan = room.plan(contents=TRENDING)
    room.make()
    assert titles(room.digest(plan, "2026-11-20")) == ["Weaving of kind 3"]


def test_a_weekly_digest_has_the_edition_of_a_week(room: Newsroom) -> None:
    print_edition(room, "2026-W46", 2)
    print_edition(room, "2026-11-19", 3)
    plan = room.plan(contents=TRENDING, rhythm="weekly", weekday=4)
    room.make()
    digest = room.digest(plan, "2026-W47")
    assert digest.sections[0].title == "Trending in the week to 15 November"
    assert titles(digest) == ["Weaving of kind 1"]


def test_what_was_withdrawn_since_is_not_shown(room: Newsroom) -> None:
    print_edition(room, "2026-11-19", 3, 1)
    with room.database.write() as connection:
        connection.exec_driver_sql("UPDATE papers SET standing = 'withdrawn' WHERE key = 3")
    plan = room.plan(contents=TRENDING)
    room.make()
    assert titles(room.digest(plan, "2026-11-20")) == ["Weaving of kind 0"]


def test_what_trends_and_was_shown_does_not_come_again(room: Newsroom) -> None:
    print_edition(room, "2026-11-19", 3, 1)
    plan = room.plan(contents=TRENDING)
    room.make()
    print_edition(room, "2026-11-20", 1, 2)
    room.now = NOON + DAY
    room.make()
    assert titles(room.digest(plan, "2026-11-21")) == ["Weaving of kind 1"]
