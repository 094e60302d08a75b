"""Roles, suspension, deletion, and what is kept of a reader."""

from contextlib import suppress
from threading import Thread

import orjson
import pytest

from accounts_cast import ADA, BEN, CHLOE, HOME, PASSWORD, Group, GroupSite, Time, join
from broadsheet.accounts import exporting, managing, signing_in, tidying
from broadsheet.accounts.desk import Accounts
from broadsheet.accounts.recognition import by_session
from broadsheet.accounts.tokens import make_token
from broadsheet.errors import NotFound, NotPossible
from broadsheet.model.reader import LOCAL
from broadsheet.store import readers
from edition_cast import PAPERS


@pytest.fixture
def site(group: Group) -> GroupSite:
    """A site with accounts over forty papers."""
    return group()


def test_the_last_admin_stays_one(desk: Accounts) -> None:
    ada = join(desk, ADA)
    with pytest.raises(NotPossible, match="last admin"):
        managing.set_role(desk.database, ADA, "reader")
    with pytest.raises(NotPossible, match="last admin"):
        managing.suspend(desk.database, ADA, "")
    with pytest.raises(NotPossible, match="last admin"):
        managing.delete(desk.database, ada.id)
    join(desk, BEN)
    managing.set_role(desk.database, BEN, "admin")
    assert managing.set_role(desk.database, ADA, "curator").role == "curator"


def test_the_last_two_admins_do_not_leave_at_once(desk: Accounts) -> None:
    join(desk, ADA)
    join(desk, BEN)
    managing.set_role(desk.database, BEN, "admin")
    left: list[str] = []

    def leave(email: str) -> None:
        with suppress(NotPossible):
            left.append(managing.delete(desk.database, email).email)

    other = Thread(target=leave, args=[BEN])
    with desk.database.write() as connection:
        assert readers.count_admins(connection) == 2  # as whoever leaves counts, before the other has begun
        other.start()
        other.join(0.3)
        readers.set_role(connection, managing.find(connection, ADA).id, "reader")
    other.join()
    assert left == []


def test_an_admin_who_is_suspended_is_no_other_admin(desk: Accounts) -> None:
    join(desk, ADA)
    join(desk, BEN)
    managing.set_role(desk.database, BEN, "admin")
    managing.suspend(desk.database, BEN, "")
    with pytest.raises(NotPossible, match="last admin"):
        managing.set_role(desk.database, ADA, "reader")


def test_the_reader_of_this_machine_is_no_account(desk: Accounts) -> None:
    with pytest.raises(NotFound):
        managing.delete(desk.database, LOCAL)
    with desk.database.read() as connection:
        assert readers.count_admins(connection) == 0
        assert readers.accounts(connection) == []


def test_another_role_ends_the_sessions(desk: Accounts) -> None:
    join(desk, BEN)
    held = signing_in.sign_in(desk, BEN, PASSWORD, HOME).held
    managing.set_role(desk.database, BEN, "curator")
    assert by_session(desk.database, held, desk.clock(), "") is None


def test_a_suspended_account_is_let_in_again(desk: Accounts) -> None:
    join(desk, BEN)
    managing.suspend(desk.database, BEN, "  spam \n spam ")
    with pytest.raises(NotPossible, match="spam spam"):
        signing_in.sign_in(desk, BEN, PASSWORD, HOME)
    managing.restore(desk.database, BEN)
    assert signing_in.sign_in(desk, BEN, PASSWORD, HOME)


def test_the_address_of_a_deleted_account_is_free(desk: Accounts) -> None:
    before = join(desk, BEN)
    managing.delete(desk.database, BEN)
    assert join(desk, BEN).id != before.id


def test_data_of_a_reader_hold_nothing_that_opens_the_account(desk: Accounts) -> None:
    ben = join(desk, BEN)
    signed = signing_in.sign_in(desk, BEN, PASSWORD, HOME)
    made = make_token(desk, ben, "my feeds", frozenset({"feeds"}), 0)
    data = exporting.export(desk, ben)
    text = orjson.dumps(data).decode()
    assert data["profile"]["email"] == BEN
    assert data["tokens"][0]["name"] == "my feeds"
    assert data["sessions"][0]["browser"].startswith("Mozilla")
    for secret in (signed.held, made.held, made.token.digest, "argon2"):
        assert secret not in text


def test_data_of_a_reader_hold_notes_on_papers_that_are_no_longer_saved(site: GroupSite) -> None:
    ben = site.join(BEN)[0]
    browser = site.browser(BEN)
    browser.post("/marks", save=PAPERS[0].id)
    browser.post("/saved", paper=PAPERS[0].id, note="Read again in spring.")
    browser.post("/marks", unsave=PAPERS[0].id)
    assert exporting.export(site.desk, ben)["no_longer_saved"] == [
        {"paper": PAPERS[0].id, "title": PAPERS[0].title, "state": "unread", "note": "Read again in spring."}
    ]


def test_what_is_over_is_let_go(desk: Accounts, time: Time) -> None:
    join(desk, CHLOE)
    time.pass_by(days=95)
    with desk.database.write() as connection:
        tidying.tidy(connection, desk.clock())
        for table in ("sessions", "one_time", "limits"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0
