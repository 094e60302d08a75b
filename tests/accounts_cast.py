"""Sites with accounts: Ada is their admin, Ben and Chloe read, Dora curates. Their passwords are cheap to check."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from httpx2 import Response
from lxml import html
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.testclient import TestClient

from broadsheet.accounts.desk import Accounts, Where, open_accounts
from broadsheet.accounts.joining import Opening, invite, open_account
from broadsheet.app import build_app
from broadsheet.model.reader import Reader, Role
from broadsheet.settings import Settings
from broadsheet.store import outbox
from broadsheet.store.database import Database
from site_fixtures import ORIGIN, TestSite, clock

HASHER = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
PASSWORD = "weaving by numbers"
HOME = Where("192.0.2.1", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
ELSEWHERE = Where("198.51.100.7", "curl/8.0")

ADA, BEN, CHLOE, DORA = "ada@example.org", "ben@example.org", "chloe@example.org", "dora@example.org"
ROLE_OF: dict[str, Role] = {ADA: "admin", BEN: "reader", CHLOE: "reader", DORA: "curator"}


@dataclass
class Time:
    """A clock that is moved by hand."""

    now: datetime = field(default_factory=clock)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


@pytest.fixture
def time() -> Time:
    """The time of a test with accounts."""
    return Time()


@pytest.fixture
def desk(any_database: Database, time: Time, tmp_path: Any) -> Accounts:
    """What accounts are kept with, on each database."""
    return open_accounts(Settings(home=tmp_path, mode="group"), any_database, time, HASHER)


def join(desk: Accounts, email: str, password: str = PASSWORD) -> Reader:
    """Open an account as one does who was invited."""
    made = invite(desk, email, ROLE_OF.get(email, "reader"), "Ada")
    held = made.link.rpartition("/")[2]
    reader = open_account(desk, held, Opening(email.partition("@")[0].title(), password), HOME).reader
    if isinstance(desk.clock, Time):
        desk.clock.pass_by(seconds=1)  # what comes is later
    return reader


def mails_to(database: Database, email: str) -> list[str]:
    """The subjects of the mails to an address, the latest first."""
    with database.read() as connection:
        waiting = outbox.listed(connection, ["waiting"])
    return [one.letter.subject for one in waiting if one.letter.recipient == email]


def link_to(database: Database, email: str) -> str:
    """The link in the last mail to an address, as a local address."""
    with database.read() as connection:
        waiting = outbox.listed(connection, ["waiting"])
    mail = next(one.letter.message for one in waiting if one.letter.recipient == email)
    text = mail.replace(b"=\r\n", b"").replace(b"=3D", b"=").decode()
    found = re.search(r"https?://[^/\s]+(/(?:invitations|registrations|passwords|addresses)/[\w-]+)", text)
    assert found, text
    return found[1]


@dataclass
class Browser:
    """A browser on a site with accounts: it keeps cookies, and sends what stands in the forms that it is shown."""

    client: TestClient

    def get(self, path: str, **headers: str) -> Response:
        """Open a page."""
        return self.client.get(path, headers=headers)

    def token(self, page: str = "/about") -> str:
        """What the forms of a page carry."""
        found = html.fromstring(self.get(page).text).xpath("//input[@name='token']/@value")
        assert isinstance(found, list)
        return str(found[0])

    def post(
        self, path: str, *, page: str = "/about", headers: dict[str, str] | None = None, **fields: Any
    ) -> Response:
        """Send a form of a page."""
        data = {"token": self.token(page), **fields}
        return self.client.post(path, data=data, headers={"sec-fetch-site": "same-origin", **(headers or {})})

    def sign_in(self, email: str, password: str = PASSWORD) -> Response:
        """Sign in on the page for that."""
        return self.post("/sign-in", page="/sign-in", email=email, password=password)


@dataclass
class GroupSite:
    """A site with accounts, and the time there."""

    site: TestSite
    time: Time

    @property
    def desk(self) -> Accounts:
        """What its accounts are kept with."""
        desk: Accounts = self.site.app.state.site.accounts
        return desk

    @property
    def database(self) -> Database:
        """Its catalog."""
        return self.site.services.database

    def browser(self, email: str = "", *, address: str = "192.0.2.1", origin: str = ORIGIN) -> Browser:
        """A browser somewhere; with an address of a reader it is signed in."""
        client = TestClient(
            self.site.app,
            base_url=origin,
            follow_redirects=False,
            raise_server_exceptions=False,
            client=(address, 50_000),
        )
        browser = Browser(client)
        if email:
            assert browser.sign_in(email).status_code == 303
        return browser

    def join(self, *emails: str) -> list[Reader]:
        """Open accounts."""
        return [join(self.desk, email) for email in emails]


Group = Callable[..., GroupSite]


@pytest.fixture
def group(edition_site: TestSite, time: Time) -> Group:
    """Make sites with accounts over the forty papers; settings may be given otherwise."""

    def make(**settings: Any) -> GroupSite:
        of = replace(edition_site.services.settings, **{"mode": "group", **settings})
        services = replace(edition_site.services, settings=of, clock=time)
        return GroupSite(TestSite(services, build_app(services, hasher=HASHER)), time)

    return make
