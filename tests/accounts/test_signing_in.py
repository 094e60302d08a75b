"""Sign in: who may, how often it may be tried, and how long it lasts."""

import pytest

from accounts_cast import ADA, BEN, ELSEWHERE, HOME, PASSWORD, Time, join
from broadsheet.accounts import managing, signing_in, tries
from broadsheet.accounts.desk import Accounts, Where
from broadsheet.accounts.recognition import by_session
from broadsheet.accounts.secret import digest
from broadsheet.errors import NotPossible, TooOften
from broadsheet.store import sessions


@pytest.fixture(autouse=True)
def cast(desk: Accounts) -> None:
    """Ada and Ben have accounts, and are signed in nowhere."""
    for email in (ADA, BEN):
        reader = join(desk, email)
        with desk.database.write() as connection:
            sessions.end_all(connection, reader.id)


def wrong(desk: Accounts, email: str = BEN, where: Where = ELSEWHERE) -> str:
    """Try a wrong password; return what is said."""
    with pytest.raises((NotPossible, TooOften)) as raised:
        signing_in.sign_in(desk, email, "not the password", where)
    return str(raised.value)


def known(desk: Accounts, held: str, address: str = HOME.address) -> bool:
    """Whether somebody is recognised by what a browser holds."""
    return by_session(desk.database, held, desk.clock(), address) is not None


def test_the_right_password_begins_a_session(desk: Accounts) -> None:
    signed = signing_in.sign_in(desk, "Ben@Example.org ", PASSWORD, HOME)
    assert signed.reader.email == BEN
    assert known(desk, signed.held)
    assert not known(desk, signed.held[:-1])
    assert not known(desk, digest(signed.held))


def test_the_catalog_does_not_know_what_the_browser_holds(desk: Accounts) -> None:
    signed = signing_in.sign_in(desk, BEN, PASSWORD, HOME)
    with desk.database.read() as connection:
        assert [one.digest for one in sessions.of_reader(connection, signed.reader.id)] == [digest(signed.held)]


def test_every_signing_in_begins_a_session_of_its_own(desk: Accounts) -> None:
    first, second = (signing_in.sign_in(desk, BEN, PASSWORD, HOME) for _ in range(2))
    assert first.held != second.held
    signing_in.sign_out(desk, first.reader.id, digest(first.held))
    assert (known(desk, first.held), known(desk, second.held)) == (False, True)


def test_a_wrong_password_and_a_wrong_address_are_told_the_same(desk: Accounts) -> None:
    assert wrong(desk, BEN) == wrong(desk, "nobody@example.org") == wrong(desk, "no address") == signing_in.WRONG


def test_a_suspended_account_is_told_to_who_knows_the_password_only(desk: Accounts) -> None:
    signed = signing_in.sign_in(desk, BEN, PASSWORD, HOME)
    managing.suspend(desk.database, BEN, "Ask Ada.")
    assert not known(desk, signed.held)
    assert wrong(desk, BEN) == signing_in.WRONG
    with pytest.raises(NotPossible, match="suspended: Ask Ada"):
        signing_in.sign_in(desk, BEN, PASSWORD, HOME)


def test_a_session_ends_when_the_browser_was_away_for_thirty_days(desk: Accounts, time: Time) -> None:
    held = signing_in.sign_in(desk, BEN, PASSWORD, HOME).held
    for _ in range(2):
        time.pass_by(days=29)
        assert known(desk, held)
    time.pass_by(days=30, seconds=1)
    assert not known(desk, held)


def test_a_session_ends_after_ninety_days_whatever_happens(desk: Accounts, time: Time) -> None:
    held = signing_in.sign_in(desk, BEN, PASSWORD, HOME).held
    for _ in range(9):
        time.pass_by(days=10)
        lives = known(desk, held)
    assert not lives


def test_where_and_when_a_browser_was_last_seen_is_noted_now_and_then(desk: Accounts, time: Time) -> None:
    signed = signing_in.sign_in(desk, BEN, PASSWORD, HOME)

    def seen() -> tuple[float, str]:
        with desk.database.read() as connection:
            one = sessions.of_reader(connection, signed.reader.id)[0]
        return (one.seen - one.made).total_seconds(), one.address

    time.pass_by(minutes=9)
    known(desk, signed.held)
    assert seen() == (0.0, HOME.address)
    time.pass_by(minutes=2)
    known(desk, signed.held)
    assert seen() == (660.0, HOME.address)
    known(desk, signed.held, "198.51.100.7")
    assert seen() == (660.0, "198.51.100.7")


def test_after_five_wrong_ones_a_network_waits_with_this_account(desk: Accounts, time: Time) -> None:
    for _ in range(5):
        assert wrong(desk) == signing_in.WRONG
    assert "Try again in 60 seconds" in wrong(desk)
    with pytest.raises(TooOften) as raised:
        signing_in.sign_in(desk, BEN, PASSWORD, ELSEWHERE)
    assert raised.value.seconds == 60
    time.pass_by(seconds=61)
    assert signing_in.sign_in(desk, BEN, PASSWORD, ELSEWHERE).reader.email == BEN


def test_an_account_that_is_not_there_waits_just_the_same(desk: Accounts) -> None:
    said = [[wrong(desk, email) for _ in range(7)] for email in (BEN, "nobody@example.org")]
    assert said[0] == said[1]


def test_the_right_password_lets_the_wrong_ones_be_forgotten(desk: Accounts) -> None:
    for _ in range(4):
        wrong(desk, where=HOME)
    signing_in.sign_in(desk, BEN, PASSWORD, HOME)
    for _ in range(5):
        assert wrong(desk, where=HOME) == signing_in.WRONG


def test_a_network_that_tries_many_accounts_waits_with_all(desk: Accounts) -> None:
    for number in range(tries.SIGN_IN_NETWORK.size):
        assert wrong(desk, f"reader{number}@example.org") == signing_in.WRONG
    assert "Try again in" in wrong(desk, ADA)
    assert signing_in.sign_in(desk, ADA, PASSWORD, HOME).reader.email == ADA


def test_whoever_tries_from_everywhere_does_not_lock_the_reader_out(desk: Accounts) -> None:
    signing_in.sign_in(desk, BEN, PASSWORD, HOME)
    for number in range(tries.SIGN_IN_ACCOUNT.size):
        wrong(desk, where=Where(f"198.51.100.{number}", ""))
    assert "Try again in 36 seconds" in wrong(desk, where=Where("203.0.113.1", ""))
    # Where the reader is signed in already, only this network's own tries count.
    assert signing_in.sign_in(desk, BEN, PASSWORD, HOME).reader.email == BEN


def test_a_household_with_many_addresses_is_one(desk: Accounts) -> None:
    for number in range(5):
        wrong(desk, where=Where(f"2001:db8:1:2::{number}", ""))
    assert "Try again" in wrong(desk, where=Where("2001:db8:1:2:ffff::1", ""))
    assert wrong(desk, where=Where("2001:db8:1:3::1", "")) == signing_in.WRONG


def test_limits_outlast_a_restart(desk: Accounts) -> None:
    for _ in range(5):
        wrong(desk)
    again = Accounts(desk.database, desk.passwords, desk.post, desk.clock, desk.open_registration)
    assert "Try again" in wrong(again)


def test_what_was_tried_does_not_stand_in_the_catalog(desk: Accounts) -> None:
    wrong(desk, "somebody.elses.password@example.org")
    with desk.database.read() as connection:
        names = connection.exec_driver_sql("SELECT name FROM limits").scalars().all()
    assert names
    assert "example.org" not in " ".join(names)
    assert ELSEWHERE.address not in " ".join(names)
