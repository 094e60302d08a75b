"""Passwords: what may be one, and how they are kept (argon2id)."""

import threading
import unicodedata
from typing import Protocol

from broadsheet.accounts.secret import fresh
from broadsheet.errors import NotPossible

SHORTEST, LONGEST = 10, 1_000  # characters
# An argon2id hash takes 64 MiB: many at once, which anybody can ask for by signing in, would take all memory.
_AT_ONCE = 2

# What people choose most where ten characters are asked for; guessing begins with these.
_COMMON = """
1234567890 12345678910 123456789a 0123456789 0987654321 9876543210 1111111111 0000000000 1212121212 1122334455
123123123123 1q2w3e4r5t 1qaz2wsx3edc 1q2w3e4r5t6y q1w2e3r4t5 qwertyuiop qwerty12345 qwerty123456 qwertyuiop123
qwerty1234 asdfghjkl1 asdfghjkl123 zxcvbnm123 qazwsxedcrfv abcdefghij abcdefghijk abcd123456 abc1234567 a123456789
aa12345678 aaaaaaaaaa password12 password123 password1234 password12345 passw0rd123 p@ssword123 p@ssw0rd123
mypassword passwordpassword changeme123 changemenow letmein123 letmein1234 welcome123 welcome1234 welcome2024
welcome2025 welcome2026 administrator admin12345 admin123456 iloveyou12 iloveyou123 iloveyou1234 football123
baseball123 basketball superman123 starwars123 sunshine123 princess123 computer123 internet123 liverpool123
trustno1trustno1 correcthorsebatterystaple research123 university university1 broadsheet broadsheet1 broadsheet123
"""


class Hasher(Protocol):
    """What `pwdlib.PasswordHash` does; tests hand in one that is cheaper."""

    def hash(self, password: str, /) -> str:
        """Return what is kept of a password."""
        ...

    def verify_and_update(self, password: str, hashed: str, /) -> tuple[bool, str | None]:
        """Return whether this is the password, and what to keep of it from now on where that has to change."""
        ...


class Passwords:
    """Hashes passwords and compares them, a few at a time."""

    def __init__(self, hasher: Hasher | None = None) -> None:
        self._hasher = hasher or _recommended()
        self._turns = threading.Semaphore(_AT_ONCE)
        self._nobodys = self._hasher.hash(fresh())

    def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        with self._turns:
            return self._hasher.hash(_normal(password))

    def matches(self, password: str, hashed: str) -> tuple[bool, str]:
        """Return whether this is the password, and a new hash where the kept one is of an older kind.

        Without a hash, because nobody has that name or no password is set, it takes as long, and is never the one.
        """
        with self._turns:
            same, better = self._hasher.verify_and_update(_normal(password)[:LONGEST], hashed or self._nobodys)
        return same and bool(hashed), better or ""


def check_new(password: str, *, email: str, name: str, about: str = "password") -> None:
    """Raise NotPossible where this may not be a reader's password. What it is made of is the reader's choice."""
    length = len(_normal(password))
    if length < SHORTEST:
        raise NotPossible(f"A password has at least {SHORTEST} characters; this one has {length}.", about)
    if length > LONGEST:
        raise NotPossible(f"A password has at most {LONGEST:,} characters; this one has {length:,}.", about)
    plain = _normal(password).casefold()
    if plain in {part.casefold() for part in (email, email.partition("@")[0], name, "".join(name.split()))}:
        raise NotPossible("This is your address or your name, which is tried first. Choose something else.", about)
    if plain in _COMMON.split() or len(set(plain)) == 1:
        raise NotPossible("This is one of the passwords that are tried first. Choose something else.", about)


def _normal(password: str) -> str:
    """The same letters in one form, however a keyboard puts them together (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _recommended() -> Hasher:
    # Here, because only who signs in needs it.
    from pwdlib import PasswordHash

    return PasswordHash.recommended()
