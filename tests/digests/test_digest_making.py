"""Digests that are due are made once, with what is new and what the reader chose."""

from datetime import timedelta

import pytest

from broadsheet.store import outbox
from broadsheet.store.database import Database
from digests_cast import FRIDAY, NOON, Newsroom, titles


@pytest.fixture
def room(database: Database) -> Newsroom:
    """A newsroom whose reader follows weaving."""
    made = Newsroom(database)
    made.follow("weaving")
    return made


def test_a_plan_that_is_due_makes_a_digest_and_a_letter(room: Newsroom) -> None:
    room.put("Weaving with looms", arrived=NOON - timedelta(hours=1))
    room.put("Galaxies far away", arrived=NOON - timedelta(hours=1))
    plan = room.plan()
    made = room.make()
    assert (made.digests, made.letters) == (1, 1)
    digest = room.digest(plan, "2026-11-20")
    assert titles(digest) == ["Weaving with looms"]
    assert digest.sections[0].pieces[0].reasons == ("your search “weaving”",)
    assert digest.subject == "Weaving with looms · 20 November"
    with room.database.read() as connection:
        letter = outbox.get(connection, f"digest/{plan.number}/2026-11-20")
    assert letter is not None
    assert letter.letter.recipient == "ada@example.org"
    assert room.stored(plan).due == NOON + timedelta(hours=19)
    assert room.stored(plan).covered == NOON - timedelta(minutes=2)


def test_nothing_is_made_before_it_is_due(room: Newsroom) -> None:
    room.plan(due=NOON + timedelta(seconds=1))
    assert room.make().digests == 0


def test_the_next_digest_has_what_came_in_since(room: Newsroom) -> None:
    room.put("Weaving with looms", arrived=NOON - timedelta(hours=1))
    plan = room.plan()
    room.make()
    room.put("Weaving with shuttles", arrived=NOON + timedelta(hours=3))
    room.put("Weaving that came late", day=FRIDAY - timedelta(days=9), arrived=NOON + timedelta(hours=4))
    room.put("Weaving of old", day=FRIDAY - timedelta(days=40), arrived=NOON + timedelta(hours=4))
    room.now = NOON + timedelta(days=1)
    room.make()
    assert set(titles(room.digest(plan, "2026-11-21"))) == {"Weaving with shuttles", "Weaving that came late"}
