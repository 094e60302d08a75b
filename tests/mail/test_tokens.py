"""Tokens in links: believed as they were made, and in no other form."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.mail.tokens import confirmation_token, read_confirmation, read_unsubscribe, unsubscribe_token
from mail_fixtures import MORNING

SECRET = b"s" * 32


def test_a_token_of_unsubscribing_holds_for_ever() -> None:
    found = read_unsubscribe(SECRET, unsubscribe_token(SECRET, 7, "ada@example.org"))
    assert found is not None
    assert (found.plan, found.is_for("ADA@example.org"), found.is_for("ben@example.org")) == (7, True, False)


@given(st.data())
def test_no_other_text_is_a_token(data: st.DataObject) -> None:
    token = unsubscribe_token(SECRET, 7, "ada@example.org")
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]))
    changed = token[:place] + other + token[place + 1 :]
    assert changed == token or read_unsubscribe(SECRET, changed) is None
    assert read_unsubscribe(SECRET, token[:place]) is None
    assert read_unsubscribe(SECRET, token + other) is None


def test_tokens_are_of_one_library_and_one_purpose() -> None:
    token = unsubscribe_token(SECRET, 7, "ada@example.org")
    assert read_unsubscribe(b"t" * 32, token) is None
    assert read_confirmation(SECRET, token, MORNING) is None
    assert read_unsubscribe(SECRET, confirmation_token(SECRET, 7, "ada@example.org", MORNING)) is None


def test_a_confirmation_is_of_one_address_and_seven_days() -> None:
    token = confirmation_token(SECRET, 7, "ada@bücher.example", MORNING)
    assert read_confirmation(SECRET, token, MORNING + timedelta(days=7)) == (7, "ada@bücher.example")
    assert read_confirmation(SECRET, token, MORNING + timedelta(days=7, seconds=1)) is None
