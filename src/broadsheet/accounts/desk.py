"""What accounts are kept with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.accounts.passwords import Hasher, Passwords
from broadsheet.accounts.secret import digest, fresh
from broadsheet.lib.clock import Clock
from broadsheet.mail.post import Post, open_post
from broadsheet.model.letter import Letter
from broadsheet.settings import Settings
from broadsheet.store import one_time, outbox
from broadsheet.store.database import Connection, Database
from broadsheet.store.one_time import OneTime, Purpose


@dataclass(frozen=True, slots=True)
class Accounts:
    """The catalog, how passwords are kept, how mails are made, and what time it is."""

    database: Database
    passwords: Passwords
    post: Post
    clock: Clock
    open_registration: bool

    def address(self, local: str) -> str:
        """Return a local address as it stands in mails."""
        return f"{self.post.site}{local}"


@dataclass(frozen=True, slots=True)
class Where:
    """Where a reader signs in: the network address, and what the browser calls itself."""

    address: str
    agent: str


def open_accounts(settings: Settings, database: Database, clock: Clock, hasher: Hasher | None = None) -> Accounts:
    """Open what accounts are kept with; `hasher` stands in for the recommended one."""
    post = open_post(settings, database)
    return Accounts(database, Passwords(hasher), post, clock, settings.registration == "open")


def make_link(
    connection: Connection, purpose: Purpose, *, email: str, made: datetime, lasts: timedelta, **of: str
) -> tuple[str, datetime]:
    """Make a link that works once; return what stands in it, and until when it works. `of`: `reader`, and details."""
    held, expires = fresh(), made + lasts
    reader = of.pop("reader", "")
    one_time.add(connection, OneTime(digest(held), purpose, reader, email, made, expires, of))
    return held, expires


def post_letters(connection: Connection, letters: Sequence[Letter], now: datetime) -> None:
    """Put letters into the outbox, to be sent at once."""
    for letter in letters:
        outbox.put(connection, letter, now)
