"""Who may change what: every route that changes something, asked by those who may not."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from starlette.routing import Route

from accounts_cast import ADA, BEN, CHLOE, DORA, Browser, Group, GroupSite
from broadsheet.accounts.tokens import make_token
from broadsheet.model.digest import Contents, Plan
from broadsheet.store import digest_plans, follows, marks, readers, sessions, tokens
from broadsheet.store.schema import metadata
from broadsheet.web.http.roles import access_of
from broadsheet.web.routes import ROUTES
from edition_cast import PAPERS

READING = frozenset({"GET", "HEAD"})
CHANGING = [route for route in ROUTES if isinstance(route, Route) and (route.methods or set()) - READING]
# Mail programs send this without a cookie, to a token that is signed (RFC 8058); it takes no form of a page.
ONE_CLICK = frozenset({"/unsubscribe/{token}"})
OF_PAGES = [route for route in CHANGING if route.path not in ONE_CLICK]
# Where it is noted that somebody asked, which changes nothing.
_NOTED = frozenset({"limits", "secrets", "jobs", "hosts", "leases"})


def those_for(*access: str) -> list[Route]:
    """The routes that were declared to be for these."""
    found = [route for route in CHANGING if access_of(route.endpoint) in access]
    assert len(found) > 3
    return found


@pytest.fixture
def site(group: Group) -> GroupSite:
    """A site where Ada, Ben, Chloe and Dora have accounts."""
    made = group()
    made.join(ADA, BEN, CHLOE, DORA)
    return made


def path_of(route: Route, value: str = "1") -> str:
    """An address of the route."""
    return re.sub(r"\{[^}]+\}", value, route.path)


def everything(site: GroupSite) -> dict[str, list[Any]]:
    """All that is kept, but when it was last seen."""
    kept = {}
    with site.database.read() as connection:
        for table in metadata.sorted_tables:
            if table.name not in _NOTED:
                columns = [column for column in table.c if column.name not in ("seen", "address", "message")]
                kept[table.name] = sorted(map(repr, connection.execute(select(*columns))))
    return kept


def send(browser: Browser, route: Route, token: str, path: str = "", **fields: Any) -> Any:
    """Send a form to the route, by the method that it takes."""
    method = min((route.methods or set()) - READING)
    return browser.client.request(method, path or path_of(route), data={"token": token, **fields})


def test_every_route_that_changes_something_says_who_it_is_for() -> None:
    silent = [route.path for route in CHANGING if not access_of(route.endpoint)]
    assert not silent, "put one of web.http.roles around their views in the table of routes"
    assert len(CHANGING) > 30


def test_without_a_session_nothing_is_changed(site: GroupSite) -> None:
    stranger = site.browser()
    token, before = stranger.token(), everything(site)
    for route in those_for("reader", "curator", "admin", "in person"):
        answer = send(stranger, route, token)
        assert (answer.status_code, answer.headers.get("location", "")[:8]) == (303, "/sign-in"), route.path
    assert everything(site) == before


@pytest.mark.parametrize("which", ["none", "invented", "of another session", "of nobody", "of another reader"])
def test_without_the_forms_token_nothing_is_changed(site: GroupSite, which: str) -> None:
    ada, other, stranger, ben = site.browser(ADA), site.browser(ADA), site.browser(), site.browser(BEN)
    token = {
        "none": "",
        "invented": "0" * 64,
        "of another session": other.token(),
        "of nobody": stranger.token(),
        "of another reader": ben.token(),
    }[which]
    before = everything(site)
    for route in OF_PAGES:
        assert send(ada, route, token).status_code == 403, route.path
    assert everything(site) == before


def test_a_stranger_without_the_forms_token_changes_nothing(site: GroupSite) -> None:
    stranger, other = site.browser(), site.browser()
    token, before = other.token(), everything(site)
    for route in those_for("everybody"):
        if route.path not in ONE_CLICK:
            assert send(stranger, route, token).status_code == 403, route.path
            assert send(stranger, route, "").status_code == 403, route.path
    assert everything(site) == before


@pytest.mark.parametrize("header", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
def test_a_page_of_another_site_changes_nothing(site: GroupSite, header: dict[str, str]) -> None:
    ada = site.browser(ADA)
    token, before = ada.token(), everything(site)
    for route in OF_PAGES:
        answer = ada.client.post(path_of(route), data={"token": token}, headers=header)
        assert answer.status_code == 403, route.path
    assert everything(site) == before


def test_by_get_nothing_is_changed(site: GroupSite, owned: dict[str, Any]) -> None:
    ben = site.browser(BEN)
    token, before = ben.token(), everything(site)
    for route in CHANGING:
        for value in ("1", owned["id"]):
            ben.client.get(path_of(route, value), params={**owned, "token": token, "vote": PAPERS[0].id})
    assert everything(site) == before


def test_who_has_too_little_of_a_role_changes_nothing(site: GroupSite) -> None:
    for email, access in ((BEN, ("curator", "admin")), (DORA, ("admin",))):
        browser = site.browser(email)
        token, before = browser.token(), everything(site)
        for route in [one for one in CHANGING if access_of(one.endpoint) in access]:
            assert send(browser, route, token).status_code == 403, route.path
        assert everything(site) == before


@pytest.mark.parametrize(
    ("scopes", "access"),
    [
        ({"read", "feeds"}, ("reader", "curator", "admin", "in person")),
        ({"read", "feeds", "write"}, ("curator", "admin", "in person")),
        ({"read", "feeds", "write", "admin"}, ("in person",)),
    ],
)
def test_a_program_changes_only_what_its_token_is_for(
    site: GroupSite, scopes: set[str], access: tuple[str, ...]
) -> None:
    held = make_token(site.desk, reader_of(site, ADA), "a program", frozenset(scopes), 0).held
    program, before = site.browser(), everything(site)
    for route in those_for(*access):
        answer = program.client.post(path_of(route), headers={"authorization": f"Bearer {held}"})
        assert answer.status_code == 403, route.path
    assert everything(site) == before


def reader_of(site: GroupSite, email: str) -> Any:
    """A reader by address."""
    with site.database.read() as connection:
        return readers.by_email(connection, email)


def belongings(site: GroupSite, reader: str) -> dict[str, list[str]]:
    """All rows that are one reader's."""
    kept = {}
    with site.database.read() as connection:
        for table in metadata.sorted_tables:
            if "reader" in table.c:
                columns = [column for column in table.c if column.name not in ("seen", "message")]
                kept[table.name] = sorted(
                    map(repr, connection.execute(select(*columns).where(table.c.reader == reader)))
                )
    return kept


@pytest.fixture
def owned(site: GroupSite) -> dict[str, Any]:
    """What belongs to Ben, as fields of forms could name it."""
    ben, now = reader_of(site, BEN), site.time()
    site.browser(BEN)
    token = make_token(site.desk, ben, "feeds", frozenset({"feeds"}), 0).token
    with site.database.write() as connection:
        follow = follows.add(connection, ben.id, "category", "cs.CL", "cs.CL", excluded=False, made=now)
        marks.put(connection, ben.id, 1, "save", on=True, made=now)
        plan = digest_plans.add(
            connection,
            Plan(0, ben.id, "Daily", "daily", 0, 1, 7, 0, "UTC", BEN, True, Contents(), "say", now, now),
        )
        session = sessions.of_reader(connection, ben.id)[0]
        assert tokens.of_reader(connection, ben.id)
    numbers = {name: str(follow.number) for name in ("follow", "number", "remove", "removed")}
    return {
        **numbers,
        "plan": str(plan.number),
        "session": session.digest,
        "removed": token.id,
        "paper": PAPERS[0].id,
        "id": ben.id,
        "reader": ben.id,
        "note": "Chloe was here",
        "state": "read",
        "unsave": PAPERS[0].id,
        "name": "Other",
        "email": "mallory@example.org",
    }


def test_nobody_changes_what_is_anothers(site: GroupSite, owned: dict[str, Any]) -> None:
    ben, chloe = reader_of(site, BEN), site.browser(CHLOE)
    token, before = chloe.token(), belongings(site, ben.id)
    for table in ("follows", "digest_plans", "sessions", "api_tokens", "marks"):
        assert before[table]
    for route in those_for("reader", "in person"):
        for value in ("1", owned["plan"], ben.id, PAPERS[0].id):
            send(chloe, route, token, path_of(route, value), **owned)
        assert belongings(site, ben.id) == before, route.path


def test_without_accounts_the_pages_of_accounts_say_so(site: GroupSite, edition_site: Any) -> None:
    reader = edition_site.client()
    for path in ("/sign-in", "/register", "/forgotten-password", "/account", "/readers", "/invitations/x"):
        answer = reader.get(path)
        assert answer.status_code == 404, path
        assert "There are no accounts here" in answer.text
        assert reader.post(path).status_code in (404, 405)


def test_no_route_of_the_site_is_left_out_here(site: GroupSite) -> None:
    built = [route for route in site.site.app.routes if isinstance(route, Route)]
    assert [route.path for route in built if (route.methods or set()) - READING and route not in CHANGING] == []
    assert len(built) == len(site.site.app.routes)
