"""What may be a password, and how it is kept."""

import pytest

from accounts_cast import HASHER, PASSWORD
from broadsheet.accounts.passwords import Passwords, check_new
from broadsheet.errors import NotPossible


def check(password: str) -> None:
    """Try a password of Ada Byron."""
    check_new(password, email="ada.byron@example.org", name="Ada Byron")


@pytest.mark.parametrize("password", ["ten chars!", "pässwörter", "          1", "x" * 999 + "y", "correct horse 12"])
def test_anything_long_enough_may_be_one(password: str) -> None:
    check(password)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 10"),
        ("ninechars", "this one has 9"),
        ("x" * 1_001, "at most 1,000"),
        ("ADA.BYRON@example.org", "your address or your name"),
        ("ada.byron@EXAMPLE.org", "your address or your name"),
        ("Password123", "tried first"),
        ("aaaaaaaaaaaa", "tried first"),
        ("qwertyuiop", "tried first"),
    ],
)
def test_what_is_guessed_first_may_not(password: str, why: str) -> None:
    with pytest.raises(NotPossible, match=why) as raised:
        check(password)
    assert raised.value.about == "password"


def test_a_name_may_not() -> None:
    with pytest.raises(NotPossible, match="your name"):
        check_new("augusta ada byron", email="a@example.org", name="Augusta Ada Byron")


def test_a_password_is_recognised_and_no_other_is() -> None:
    passwords = Passwords(HASHER)
    hashed = passwords.hash(PASSWORD)
    assert PASSWORD not in hashed
    assert passwords.matches(PASSWORD, hashed) == (True, "")
    assert passwords.matches(PASSWORD + " ", hashed) == (False, "")


def test_letters_put_together_otherwise_are_the_same() -> None:
    passwords = Passwords(HASHER)
    assert passwords.matches("a\u0308rgerlich!", passwords.hash("\u00e4rgerlich!"))[0]


def test_without_a_hash_no_password_is_right_and_the_work_is_done_all_the_same() -> None:
    asked: list[str] = []

    class Watched:
        """A hasher that notes what it was asked to compare with."""

        def hash(self, password: str) -> str:
            return f"hash of {password}"

        def verify_and_update(self, password: str, hashed: str) -> tuple[bool, str | None]:
            asked.append(hashed)
            return hashed == f"hash of {password}", None

    passwords = Passwords(Watched())
    assert passwords.matches(PASSWORD, "") == (False, "")
    assert asked[0].startswith("hash of ")


def test_passwords_are_kept_by_argon2id_with_recommended_parameters() -> None:
    passwords = Passwords()
    hashed = passwords.hash(PASSWORD)
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.matches(PASSWORD, hashed) == (True, "")


def test_an_older_hash_is_renewed() -> None:
    old = HASHER.hash(PASSWORD)
    right, better = Passwords().matches(PASSWORD, old)
    assert right
    assert "m=65536" in better
