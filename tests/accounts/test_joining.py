"""Open an account: by invitation, by registration; who may, once, and until when."""

import pytest

from accounts_cast import ADA, BEN, HOME, PASSWORD, Time, join, link_to, mails_to
from broadsheet.accounts import joining
from broadsheet.accounts.desk import Accounts
from broadsheet.accounts.joining import Opening
from broadsheet.errors import NotPossible
from broadsheet.model.reader import LOCAL, Reader
from broadsheet.store import marks, one_time, readers
from broadsheet.store.schema import one_time as one_time_table


def held_by(desk: Accounts, email: str) -> str:
    """What the link in the last mail to an address holds."""
    return link_to(desk.database, email).rpartition("/")[2]


def reader(desk: Accounts, email: str) -> Reader | None:
    """The account with an address."""
    with desk.database.read() as connection:
        return readers.by_email(connection, email)


def test_an_invitation_is_mailed_and_opens_an_account_with_its_role(desk: Accounts) -> None:
    made = joining.invite(desk, ADA, "admin", "The command line")
    assert made.link.endswith(held_by(desk, ADA))
    opened = joining.open_account(desk, held_by(desk, ADA), Opening(" Ada  Byron ", PASSWORD, "Europe/London"), HOME)
    assert (opened.reader.name, opened.reader.role, opened.reader.zone) == ("Ada Byron", "admin", "Europe/London")
    assert reader(desk, "ADA@Example.ORG") == opened.reader
    assert opened.reader.confirmed == desk.clock()


def test_an_invitation_works_once(desk: Accounts) -> None:
    join(desk, ADA)
    with pytest.raises(NotPossible, match="used already"):
        joining.open_account(desk, held_by(desk, ADA), Opening("Mallory", PASSWORD), HOME)


def test_an_invitation_works_for_seven_days(desk: Accounts, time: Time) -> None:
    joining.invite(desk, BEN, "reader", "Ada")
    time.pass_by(days=6, hours=23)
    assert joining.find_link(desk, held_by(desk, BEN)).email == BEN
    time.pass_by(hours=1)
    with pytest.raises(NotPossible, match="too old"):
        joining.find_link(desk, held_by(desk, BEN))


def test_a_new_invitation_takes_the_place_of_the_old_one(desk: Accounts) -> None:
    joining.invite(desk, BEN, "admin", "Ada")
    old = held_by(desk, BEN)
    joining.invite(desk, BEN, "reader", "Ada")
    with pytest.raises(NotPossible):
        joining.find_link(desk, old)
    with desk.database.read() as connection:
        assert [one.detail["role"] for one in one_time.open_ones(connection, "invitation", desk.clock())] == ["reader"]


def test_an_address_in_another_spelling_is_the_same(desk: Accounts) -> None:
    first = joining.invite(desk, "Ben@Example.org", "admin", "Ada")
    joining.invite(desk, BEN, "reader", "Ada")
    with pytest.raises(NotPossible, match="used already"):
        joining.find_link(desk, first.link.rpartition("/")[2])


@pytest.mark.parametrize("name", ["Ben\u202e (nimda)", "Ben\u2066 (nimda)\u2069", "Ben \u202d(nimda)"])
def test_a_name_turns_nothing_around(name: str) -> None:
    assert joining.checked_name(name) == "Ben (nimda)"


def test_letters_that_join_or_part_others_stay_in_a_name() -> None:
    assert (
        joining.checked_name("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627")
        == "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"
    )


def test_who_has_an_account_is_not_invited(desk: Accounts) -> None:
    join(desk, BEN)
    with pytest.raises(NotPossible, match="has an account already"):
        joining.invite(desk, "Ben@EXAMPLE.org", "reader", "Ada")


@pytest.mark.parametrize("email", ["", "ben", "ben@", "@example.org", "a@b@c", "ben @example.org", "ben@ex\nample.org"])
def test_what_is_no_address_is_not_invited(desk: Accounts, email: str) -> None:
    with pytest.raises(NotPossible, match="is no e-mail address"):
        joining.invite(desk, email, "reader", "Ada")


def test_two_invitations_of_one_reader_open_one_account(desk: Accounts) -> None:
    joining.register(desk, BEN)
    registration = held_by(desk, BEN)
    join(desk, BEN)
    with pytest.raises(NotPossible):
        joining.open_account(desk, registration, Opening("Ben", PASSWORD), HOME)


def test_registration_makes_readers_only(desk: Accounts) -> None:
    joining.register(desk, BEN)
    assert joining.open_account(desk, held_by(desk, BEN), Opening("Ben", PASSWORD), HOME).reader.role == "reader"


def test_who_registers_again_is_told_by_mail(desk: Accounts) -> None:
    join(desk, BEN)
    joining.register(desk, "BEN@example.org")
    assert "You have an account already" in mails_to(desk.database, BEN)


def test_three_mails_are_sent_to_an_address_and_then_none_for_a_while(desk: Accounts, time: Time) -> None:
    for _ in range(10):
        joining.register(desk, BEN)
    assert len(mails_to(desk.database, BEN)) == 3
    time.pass_by(minutes=20)
    joining.register(desk, BEN)
    assert len(mails_to(desk.database, BEN)) == 4


def test_the_catalog_does_not_know_what_a_link_holds(desk: Accounts) -> None:
    made = joining.invite(desk, BEN, "reader", "Ada")
    held = made.link.rpartition("/")[2]
    with desk.database.read() as connection:
        rows = [tuple(row) for row in connection.execute(one_time_table.select())]
    assert rows
    assert held not in repr(rows)


def test_the_first_admin_may_take_over_what_was_kept_without_accounts(desk: Accounts) -> None:
    with desk.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO follows (number, reader, kind, value, title, excluded, made) "
            "VALUES (1, 'local', 'category', 'cs.CL', 'cs.CL', false, '2026-11-20T00:00:00+00:00')"
        )
    joining.invite(desk, ADA, "admin", "The command line")
    assert joining.may_adopt(desk, joining.find_link(desk, held_by(desk, ADA)))
    ada = joining.open_account(desk, held_by(desk, ADA), Opening("Ada", PASSWORD, adopt=True), HOME).reader
    with desk.database.read() as connection:
        assert connection.exec_driver_sql("SELECT reader FROM follows").scalar_one() == ada.id
        assert marks.of_reader(connection, LOCAL) == []


def test_a_reader_takes_nothing_over(desk: Accounts) -> None:
    joining.invite(desk, BEN, "reader", "Ada")
    assert not joining.may_adopt(desk, joining.find_link(desk, held_by(desk, BEN)))
