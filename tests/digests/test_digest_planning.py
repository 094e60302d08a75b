"""Readers make and change plans; addresses that are not their own are asked."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.digests import planning
from broadsheet.digests.planning import MOST_PLANS, Wish, wish_of
from broadsheet.errors import SettingsError, TooOften
from broadsheet.mail.post import Post, open_post
from broadsheet.model.digest import Contents, Plan
from broadsheet.model.reader import LOCAL, Reader
from broadsheet.settings import Settings
from broadsheet.store import outbox
from broadsheet.store.database import Database
from digests_cast import NOON, Newsroom

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADA = Reader(LOCAL, "Ada@example.org", "Ada", "reader", "UTC", 0.1, NOON, confirmed=NOON)


@pytest.fixture
def room(database: Database) -> Newsroom:
    """A newsroom without plans."""
    return Newsroom(database)


@pytest.fixture
def post(room: Newsroom) -> Post:
    """What mails are made with."""
    return open_post(Settings(home=Path("/nowhere")), room.database)


def begin(room: Newsroom, post: Post, wish: Wish, reader: Reader = ADA) -> Plan:
    with room.database.write() as connection:
        return planning.begin(connection, reader, wish, post, room.now)


def change(room: Newsroom, post: Post, plan: Plan, wish: Wish) -> Plan:
    with room.database.write() as connection:
        return planning.change(connection, ADA, plan, wish, post, room.now)


def test_the_accounts_own_address_needs_no_asking(room: Newsroom, post: Post) -> None:
    assert begin(room, post, Wish(address="ada@example.org")).confirmed
    assert room.letters() == []


def test_an_account_without_a_confirmed_address_is_asked(room: Newsroom, post: Post) -> None:
    plan = begin(room, post, Wish(address="ada@example.org"), replace(ADA, confirmed=None))
    assert not plan.confirmed
    assert [letter.recipient for letter in room.letters()] == ["ada@example.org"]


def test_another_address_is_asked_by_a_link_of_its_own(room: Newsroom, post: Post) -> None:
    plan = begin(room, post, Wish(address="bob@example.org"))
    assert not plan.confirmed
    (letter,) = room.letters()
    assert letter.kind == "confirm"
    assert b"/confirm/" in letter.message


def test_a_new_address_is_not_confirmed_by_the_old_one(room: Newsroom, post: Post) -> None:
    plan = begin(room, post, Wish(address="ada@example.org"))
    changed = change(room, post, plan, replace(wish_of(plan), address="bob@example.org"))
    assert not changed.confirmed
    assert len(room.letters()) == 1
    again = change(room, post, changed, replace(wish_of(changed), name="For Bob"))
    assert not again.confirmed
    assert len(room.letters()) == 1


def test_an_address_is_not_asked_without_end(room: Newsroom, post: Post) -> None:
    plan = begin(room, post, Wish(address="bob@example.org"))
    with room.database.write() as connection:
        planning.ask_again(connection, plan, post, NOON)
        planning.ask_again(connection, plan, post, NOON)
        with pytest.raises(TooOften, match="asked 3 times today"):
            planning.ask_again(connection, plan, post, NOON)
        planning.ask_again(connection, plan, post, NOON + 2 * DAY)


def test_an_address_in_other_case_is_the_same_one(room: Newsroom, post: Post) -> None:
    for address in ("bob@example.org", "Bob@example.org", "bob@EXAMPLE.org"):
        begin(room, post, Wish(address=address))
    with pytest.raises(TooOften, match="asked 3 times today"):
        begin(room, post, Wish(address="BOB@example.org"))


def test_a_reader_does_not_ask_strangers_without_end(room: Newsroom, post: Post) -> None:
    plan = begin(room, post, Wish())
    with pytest.raises(TooOften, match="mails that ask an address were sent for you today"):
        for number in range(100):
            plan = change(room, post, plan, Wish(address=f"stranger{number}@example.org"))
    assert len(room.letters()) == 20


def test_the_same_plan_twice_is_one(room: Newsroom, post: Post) -> None:
    first = begin(room, post, Wish(address="bob@example.org"))
    assert begin(room, post, Wish(address="bob@example.org")) == first
    assert begin(room, post, Wish(address="bob@example.org", hour=8)) != first
    assert len(room.letters()) == 2


def test_who_unsubscribed_gets_no_mail_because_somebody_else_resumes(room: Newsroom, post: Post) -> None:
    plan = begin(room, post, Wish(address="bob@example.org"))
    with room.database.write() as connection:
        planning.resume(connection, plan, NOON, wanted=True)
        planning.unsubscribe(connection, room.stored(plan), NOON)
        assert not planning.resume(connection, room.stored(plan), NOON).confirmed
        assert planning.resume(connection, room.stored(plan), NOON, wanted=True).confirmed


def test_a_name_that_nobody_chose_follows_the_rhythm() -> None:
    assert planning.renamed(Wish(), Wish(rhythm="weekly")).name == "Once a week"
    assert planning.renamed(Wish(name="Once a week", rhythm="weekly"), Wish(name="Once a week")).name == "Every day"
    assert planning.renamed(Wish(name="Looms"), Wish(name="Looms", rhythm="weekly")).name == "Looms"
    assert planning.renamed(Wish(), Wish(hour=9)).name == "Every morning"


def test_a_name_is_one_line_of_what_is_seen() -> None:
    assert planning.read_name(" \u202eMorning\r\nBcc:\u2066 papers ") == "Morning Bcc: papers"
    with pytest.raises(SettingsError, match="1 to 80 characters"):
        planning.read_name("\u202e \u200f")


def test_of_a_plan_that_is_taken_away_no_mail_comes_any_more(room: Newsroom, post: Post) -> None:
    plan = begin(room, post, Wish(address="ada@example.org", contents=Contents(personal=0)))
    room.now = NOON + DAY
    room.make()
    assert len(room.letters()) == 1
    with room.database.write() as connection:
        planning.remove(connection, plan, room.now)
        assert outbox.retry(connection, room.now) == 0
    assert room.letters() == []


def test_a_reader_has_so_many_plans_at_most(room: Newsroom, post: Post) -> None:
    for number in range(MOST_PLANS):
        begin(room, post, Wish(name=f"Digest {number}"))
    with pytest.raises(SettingsError, match="as many as one reader can have"):
        begin(room, post, Wish())


def test_an_earlier_hour_that_has_passed_makes_the_days_digest_at_once(room: Newsroom, post: Post) -> None:
    plan = begin(room, post, Wish(hour=14))
    plan = change(room, post, plan, replace(wish_of(plan), hour=9))
    assert room.make().digests == 1
    assert room.digest(plan, "2026-11-20")
    assert room.stored(plan).due == NOON.replace(hour=9) + DAY


def test_a_later_hour_after_the_days_digest_makes_no_second_one(room: Newsroom, post: Post) -> None:
    plan = begin(room, post, Wish(hour=11))
    room.now = NOON.replace(hour=11) + DAY
    assert room.make().digests == 1
    plan = change(room, post, room.stored(plan), replace(wish_of(plan), hour=18))
    room.now = NOON.replace(hour=19) + DAY
    assert room.make().digests == 0
    assert room.stored(plan).due == NOON.replace(hour=18) + 2 * DAY


def test_a_paused_plan_goes_on_with_what_came_in_meanwhile(room: Newsroom, post: Post) -> None:
    room.follow("weaving")
    plan = begin(room, post, Wish(hour=12))
    room.now = NOON + DAY
    room.make()
    with room.database.write() as connection:
        planning.pause(connection, room.stored(plan))
    room.now = NOON + 4 * DAY
    room.put("Weaving in the meantime", day=(NOON + 2 * DAY).date(), arrived=NOON + 2 * DAY)
    assert room.make().digests == 0
    with room.database.write() as connection:
        resumed = planning.resume(connection, room.stored(plan), room.now)
    assert resumed.due == NOON + 5 * DAY
    room.now = NOON + 5 * DAY
    room.make()
    assert room.digest(plan, "2026-11-25").count == 1
