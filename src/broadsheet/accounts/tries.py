"""How often passwords and mails may be tried: by who asks for whom first, so that nobody can lock a reader out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from broadsheet.accounts.network import network_of
from broadsheet.accounts.secret import digest
from broadsheet.errors import TooOften
from broadsheet.model.address import email_key
from broadsheet.store import limits
from broadsheet.store.database import Connection


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries at once, and one more every so many seconds."""

    size: int
    seconds: float


# Of one network for one account; of one network for all accounts; of all networks for one account.
SIGN_IN_PAIR, SIGN_IN_NETWORK, SIGN_IN_ACCOUNT = Limit(5, 60), Limit(40, 20), Limit(100, 36)
MAIL_NETWORK, MAIL_ACCOUNT = Limit(10, 120), Limit(3, 1_200)  # mails asked for by who is not signed in
LINK_NETWORK = Limit(40, 20)
OWN_PASSWORD = Limit(5, 60)  # the password of a reader who is signed in, asked again
INVITATIONS = Limit(100, 60)


def check(connection: Connection, now: datetime, *tries: tuple[str, Limit]) -> None:
    """Count a try against these limits; TooOften where one of them is reached."""
    seconds = max(limits.pour(connection, name, now, size=of.size, seconds=of.seconds) for name, of in tries)
    if seconds:
        raise TooOften(f"That was tried too often. Try again in {_in_words(seconds)}.", ceil(seconds))


def name(what: str, *parts: str) -> str:
    """Return under which name tries are counted; what was tried does not stand in it."""
    return f"{what} {digest(' '.join(parts))[:32]}"


def sign_in_names(email: str, address: str) -> tuple[str, str, str]:
    """Return what signing in counts against: the account from this network, this network, the account."""
    account, network = email_key(email), network_of(address)
    return name("sign-in", account, network), name("sign-in from", network), name("sign-in to", account)


def forgive(connection: Connection, names: Iterable[str]) -> None:
    """Take a try back that turned out to be the reader's."""
    for one in names:
        limits.take_out(connection, one)


def _in_words(seconds: float) -> str:
    return f"{ceil(seconds)} seconds" if seconds < 90 else f"{ceil(seconds / 60)} minutes"
