"""What readers change of their own accounts: profile, password, address, tokens."""

from dataclasses import dataclass, replace

import pytest

from accounts_cast import ADA, BEN, ELSEWHERE, HOME, PASSWORD, Time, join, link_to, mails_to
from broadsheet.accounts import account, joining, managing, signing_in
from broadsheet.accounts.desk import Accounts
from broadsheet.accounts.recognition import by_session, by_token
from broadsheet.accounts.tokens import MOST, make_token
from broadsheet.errors import NotPossible, TooOften
from broadsheet.model.digest import Contents, Plan
from broadsheet.model.reader import Reader
from broadsheet.render.mails import MailTemplates
from broadsheet.store import digest_plans, outbox, readers, sessions, tokens
from broadsheet.store.schema import api_tokens

NEW = "another few words"


@pytest.fixture
def ben(desk: Accounts) -> Reader:
    """Ben, who has just opened an account at home."""
    return join(desk, BEN)


@dataclass(frozen=True, slots=True)
class Counted(MailTemplates):
    """Templates of mails that note what is made."""

    made: list[str]

    def render(self, name: str, context: dict[str, object]) -> tuple[str, str]:
        """Make a mail, and note it."""
        self.made.append(name)
        return MailTemplates.render(self, name, context)


def now_of(desk: Accounts, reader: Reader) -> Reader:
    """The reader as stored."""
    with desk.database.read() as connection:
        found = readers.get(connection, reader.id)
    assert found
    return found


def held(desk: Accounts) -> str:
    """What the link in the last mail to Ben holds."""
    return link_to(desk.database, BEN).rpartition("/")[2]


def count_sessions(desk: Accounts, reader: Reader) -> int:
    """In how many browsers a reader is signed in."""
    with desk.database.read() as connection:
        return len(sessions.of_reader(connection, reader.id))


def test_name_zone_and_exploration_are_kept(desk: Accounts, ben: Reader) -> None:
    account.set_profile(desk, ben, name=" Benjamin  P. ", zone="Asia/Tokyo", exploration="35")
    stored = now_of(desk, ben)
    assert (stored.name, stored.zone, stored.exploration) == ("Benjamin P.", "Asia/Tokyo", 0.35)


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"exploration": "51"}, "exploration"),
        ({"exploration": "-1"}, "exploration"),
        ({"exploration": "٣"}, "exploration"),
        ({"name": "B" * 101}, "name"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    desk: Accounts, ben: Reader, fields: dict[str, str], about: str
) -> None:
    with pytest.raises(NotPossible) as raised:
        account.set_profile(desk, ben, **{"name": "Ben", "zone": "UTC", "exploration": "10", **fields})
    assert raised.value.about == about
    assert now_of(desk, ben) == ben


def test_a_new_password_ends_all_sessions_and_begins_one(desk: Accounts, ben: Reader) -> None:
    before = signing_in.sign_in(desk, BEN, PASSWORD, ELSEWHERE).held
    after = account.change_password(desk, ben, PASSWORD, NEW, HOME).held
    assert by_session(desk.database, before, desk.clock(), "") is None
    assert by_session(desk.database, after, desk.clock(), "")
    assert count_sessions(desk, ben) == 1
    assert mails_to(desk.database, BEN)[0] == "Your password was changed"
    assert signing_in.sign_in(desk, BEN, NEW, HOME)


def test_a_new_password_needs_the_old_one(desk: Accounts, ben: Reader) -> None:
    with pytest.raises(NotPossible) as raised:
        account.change_password(desk, ben, NEW, NEW, HOME)
    assert raised.value.about == "old_password"
    assert signing_in.sign_in(desk, BEN, PASSWORD, HOME)


def test_whoever_took_over_a_session_cannot_guess_the_password(desk: Accounts, ben: Reader) -> None:
    for _ in range(5):
        with pytest.raises(NotPossible):
            account.check_password(desk, ben, "a guess of mine")
    with pytest.raises(TooOften):
        account.check_password(desk, ben, PASSWORD)


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(desk: Accounts, ben: Reader) -> None:
    account.ask_for_password(desk, "BEN@example.org")
    link = held(desk)
    assert account.find_reset(desk, link) == ben
    assert account.replace_password(desk, link, NEW, HOME).reader == ben
    assert count_sessions(desk, ben) == 1
    with pytest.raises(NotPossible, match="used already"):
        account.replace_password(desk, link, "yet another one", ELSEWHERE)
    assert signing_in.sign_in(desk, BEN, NEW, HOME)


def test_such_a_link_works_for_an_hour(desk: Accounts, ben: Reader, time: Time) -> None:
    account.ask_for_password(desk, BEN)
    time.pass_by(minutes=60)
    with pytest.raises(NotPossible, match="too old"):
        account.find_reset(desk, held(desk))


def test_a_password_that_may_not_be_leaves_the_link_as_it_is(desk: Accounts, ben: Reader) -> None:
    account.ask_for_password(desk, BEN)
    with pytest.raises(NotPossible, match="at least 10"):
        account.replace_password(desk, held(desk), "short", HOME)
    assert account.replace_password(desk, held(desk), NEW, HOME)


def test_all_links_for_a_password_end_with_the_first_that_is_used(desk: Accounts, ben: Reader, time: Time) -> None:
    account.ask_for_password(desk, BEN)
    first = held(desk)
    time.pass_by(minutes=1)
    account.ask_for_password(desk, BEN)
    account.replace_password(desk, held(desk), NEW, HOME)
    with pytest.raises(NotPossible):
        account.find_reset(desk, first)


def test_a_new_password_also_ends_the_link_for_a_new_address(desk: Accounts, ben: Reader) -> None:
    account.ask_for_address(desk, ben, PASSWORD, "mallory@example.org")
    stolen = link_to(desk.database, "mallory@example.org").rpartition("/")[2]
    account.ask_for_password(desk, BEN)
    account.replace_password(desk, held(desk), NEW, HOME)
    with pytest.raises(NotPossible, match="used already"):
        account.confirm_address(desk, stolen)
    assert now_of(desk, ben).email == BEN


def test_who_is_suspended_gets_no_new_address(desk: Accounts, ben: Reader) -> None:
    account.ask_for_address(desk, ben, PASSWORD, "b.potter@example.org")
    link = link_to(desk.database, "b.potter@example.org").rpartition("/")[2]
    managing.suspend(desk.database, BEN, "")
    with pytest.raises(NotPossible, match="used already"):
        account.confirm_address(desk, link)
    assert now_of(desk, ben).email == BEN


def test_registering_in_anothers_name_keeps_no_new_password_from_them(desk: Accounts, ben: Reader) -> None:
    for _ in range(4):
        joining.register(desk, BEN)
    account.ask_for_password(desk, BEN)
    assert "Choose a new password" in mails_to(desk.database, BEN)


def test_for_an_address_without_account_as_many_letters_are_made(desk: Accounts, ben: Reader) -> None:
    counted = Counted(desk.post.templates.html, desk.post.templates.text, [])
    watched = replace(desk, post=replace(desk.post, templates=counted))
    account.ask_for_password(watched, BEN)
    account.ask_for_password(watched, "nobody@example.org")
    assert counted.made == ["note", "note"]


def test_who_has_no_account_gets_no_mail(desk: Accounts, ben: Reader) -> None:
    account.ask_for_password(desk, "nobody@example.org")
    assert mails_to(desk.database, "nobody@example.org") == []


def test_the_mail_goes_to_the_address_that_was_confirmed(desk: Accounts, ben: Reader) -> None:
    account.ask_for_password(desk, "ＢＥＮ@example.org")
    assert mails_to(desk.database, "ＢＥＮ@example.org") == []
    assert mails_to(desk.database, BEN)[0] == "Choose a new password"


def test_a_new_address_holds_once_it_is_confirmed_and_the_old_one_is_told(desk: Accounts, ben: Reader) -> None:
    account.ask_for_password(desk, BEN)
    stolen = held(desk)
    account.ask_for_address(desk, ben, PASSWORD, "b.potter@example.org")
    assert now_of(desk, ben).email == BEN
    link = link_to(desk.database, "b.potter@example.org").rpartition("/")[2]
    assert account.find_address(desk, link) == "b.potter@example.org"
    account.confirm_address(desk, link)
    assert now_of(desk, ben).email == "b.potter@example.org"
    assert mails_to(desk.database, BEN)[0] == "The address of your account was changed"
    with pytest.raises(NotPossible):
        account.confirm_address(desk, link)
    with pytest.raises(NotPossible):
        account.find_reset(desk, stolen)


def test_digests_go_to_the_new_address(desk: Accounts, ben: Reader) -> None:
    plan = Plan(0, ben.id, "Daily", "daily", 0, 1, 7, 0, "UTC", BEN, True, Contents(), "say", desk.clock(), None)
    with desk.database.write() as connection:
        for address in (BEN, "elsewhere@example.org"):
            digest_plans.add(connection, replace(plan, address=address))
    account.ask_for_address(desk, ben, PASSWORD, "b.potter@example.org")
    account.confirm_address(desk, link_to(desk.database, "b.potter@example.org").rpartition("/")[2])
    with desk.database.read() as connection:
        addresses = [one.address for one in digest_plans.of_reader(connection, ben.id)]
    assert addresses == ["b.potter@example.org", "elsewhere@example.org"]


def test_a_new_address_needs_the_password(desk: Accounts, ben: Reader) -> None:
    with pytest.raises(NotPossible, match="not your password"):
        account.ask_for_address(desk, ben, "a guess of mine", "b.potter@example.org")
    assert mails_to(desk.database, "b.potter@example.org") == []


def test_an_address_that_another_has_is_not_told_to_be_taken(desk: Accounts, ben: Reader) -> None:
    join(desk, ADA)
    account.ask_for_address(desk, ben, PASSWORD, ADA)
    assert mails_to(desk.database, ADA)[0] == "You have an account already"


def test_an_address_that_somebody_took_meanwhile_stays_theirs(desk: Accounts, ben: Reader) -> None:
    account.ask_for_address(desk, ben, PASSWORD, ADA)
    link = link_to(desk.database, ADA).rpartition("/")[2]
    join(desk, ADA)
    with pytest.raises(NotPossible):
        account.confirm_address(desk, link)
    assert now_of(desk, ben).email == BEN


def test_a_token_is_kept_by_its_digest_and_has_its_scopes(desk: Accounts, ben: Reader) -> None:
    made = make_token(desk, ben, " my  reader ", frozenset({"feeds"}), 30)
    found = by_token(desk.database, made.held, desk.clock())
    assert found
    assert (found.reader, found.scopes, found.session) == (ben, frozenset({"feeds"}), "")
    with desk.database.read() as connection:
        assert [one.name for one in tokens.of_reader(connection, ben.id)] == ["my reader"]
        assert made.held not in repr(connection.execute(api_tokens.select()).all())


def test_a_token_ends_when_it_was_to_end_or_is_removed(desk: Accounts, ben: Reader, time: Time) -> None:
    short, long = (make_token(desk, ben, "x", frozenset({"read"}), days) for days in (30, 0))
    time.pass_by(days=30)
    assert by_token(desk.database, short.held, desk.clock()) is None
    assert by_token(desk.database, long.held, desk.clock())
    with desk.database.write() as connection:
        assert not tokens.remove(connection, "somebody", long.token.id)
        assert tokens.remove(connection, ben.id, long.token.id)
    assert by_token(desk.database, long.held, desk.clock()) is None


def test_when_a_token_was_last_used_is_noted(desk: Accounts, ben: Reader) -> None:
    made = make_token(desk, ben, "x", frozenset({"read"}), 0)
    by_token(desk.database, made.held, desk.clock())
    with desk.database.read() as connection:
        assert tokens.of_reader(connection, ben.id)[0].seen == desk.clock()


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [("", {"read"}, 0), ("x", set(), 0), ("x", {"root"}, 0), ("x", {"admin"}, 0), ("x", {"read"}, 7)],
)
def test_a_token_that_may_not_be_is_not_made(
    desk: Accounts, ben: Reader, name: str, scopes: set[str], days: int
) -> None:
    with pytest.raises(NotPossible):
        make_token(desk, ben, name, frozenset(scopes), days)


def test_tokens_are_not_without_number(desk: Accounts, ben: Reader) -> None:
    for _ in range(MOST):
        make_token(desk, ben, "x", frozenset({"read"}), 0)
    with pytest.raises(NotPossible, match="Remove one"):
        make_token(desk, ben, "x", frozenset({"read"}), 0)


def test_a_link_stays_in_the_outbox_only_until_it_was_sent(desk: Accounts, ben: Reader) -> None:
    account.ask_for_password(desk, BEN)
    with desk.database.write() as connection:
        letter = next(one.letter for one in outbox.of_reader(connection, ben.id) if one.letter.kind == "password")
        assert letter.message
        outbox.note_sent(connection, {letter.key: "250 OK"}, desk.clock())
        stored = outbox.get(connection, letter.key)
    assert stored
    assert (stored.state, stored.letter.message) == ("sent", b"")
