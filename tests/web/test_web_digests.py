"""Pages of digests: made in one click, changed, looked at, read again."""

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from broadsheet.app import build_app
from broadsheet.services import Services
from broadsheet.settings import Settings
from broadsheet.store.database import Database
from digests_cast import DAILY, NOON, Newsroom
from site_fixtures import TestSite, texts

DEFAULTS = {"name": "Every morning", "rhythm": "daily", "time": "07:00", "zone": "Europe/Berlin", "address": ""}


@pytest.fixture
def room(database: Database) -> Newsroom:
    """A newsroom with two new papers, whose reader follows weaving."""
    made = Newsroom(database)
    made.follow("weaving")
    made.put("Weaving with looms", arrived=NOON - timedelta(hours=1))
    made.put("Galaxies far away", arrived=NOON - timedelta(hours=1))
    return made


@pytest.fixture
def browser(room: Newsroom, tmp_path: Path) -> TestClient:
    """A browser on the site over the newsroom."""
    services = Services(Settings(home=tmp_path), room.database, room.library, lambda: room.now)
    return TestSite(services, build_app(services)).client()


def test_who_has_no_plan_is_offered_one(browser: TestClient) -> None:
    page = browser.get("/digests").text
    assert "every morning at 07:00" in page
    assert texts(page, "//form[@action='/digests']//button") == ["Make this digest"]


def test_a_plan_is_made_in_one_click(browser: TestClient) -> None:
    answer = browser.post("/digests", data=DEFAULTS)
    assert answer.headers["location"] == "/digests/1?said=kept"
    assert "every day at 07:00 (Europe/Berlin)" in browser.get("/digests").text
    assert "Next: Saturday 21 November 2026, 07:00" in browser.get("/digests/1").text


def test_what_would_come_now_is_shown_and_not_kept(browser: TestClient) -> None:
    browser.post("/digests", data=DEFAULTS)
    for _ in range(2):
        page = browser.get("/digests/1/preview").text
        assert "Weaving with looms" in page
    assert "Archive" not in browser.get("/digests").text


def test_one_is_sent_now_and_its_papers_do_not_come_again(browser: TestClient) -> None:
    browser.post("/digests", data={**DEFAULTS, "personal": "0", "trending": "0"})
    answer = browser.post("/digests/1/now")
    assert answer.headers["location"] == "/digests/1/now-2026-11-20T12%3A00"
    page = browser.get(answer.headers["location"]).text
    assert "Weaving with looms" in page
    assert "Your search “weaving”." in page
    assert "Not mailed: it is read here." in page
    assert "Weaving with looms" in browser.get("/digests").text
    assert "in an earlier digest" in browser.get("/digests/1/preview").text


def test_what_is_wrong_with_a_form_stands_beside_it(browser: TestClient) -> None:
    answer = browser.post("/digests", data={**DEFAULTS, "time": "25:00", "zone": "Atlantis", "address": "ada"})
    assert answer.status_code == 400
    problems = texts(answer.text, "//p[@class='problem']")
    assert [problem.split(".")[0] for problem in problems] == [
        "'25:00' is no time of day",
        "There is no time zone called 'Atlantis'",
        "'ada' is no e-mail address",
    ]


@pytest.mark.parametrize("field", ["personal", "monthday"])
def test_a_number_without_end_is_told_as_any_other_wrong_one(browser: TestClient, field: str) -> None:
    assert browser.post("/digests", data={**DEFAULTS, field: "9" * 5000}).status_code == 400


def test_a_zone_by_its_old_name_stays_when_something_else_is_changed(browser: TestClient, room: Newsroom) -> None:
    plan = room.plan(DAILY, zone="US/Pacific")
    page = browser.get(f"/digests/{plan.number}").text
    assert texts(page, "//select[@id='zone']//option[@selected]") == ["US/Pacific"]


def test_the_same_plan_is_not_made_twice(browser: TestClient) -> None:
    addresses = [browser.post("/digests", data=DEFAULTS).headers["location"] for _ in range(2)]
    assert addresses == ["/digests/1?said=kept"] * 2


def test_an_address_is_asked_before_anything_is_mailed_there(browser: TestClient, room: Newsroom) -> None:
    answer = browser.post("/digests", data={**DEFAULTS, "address": "ada@example.org"})
    assert answer.headers["location"] == "/digests/1?said=asked"
    assert "is not confirmed yet" in browser.get("/digests/1").text
    browser.post("/digests/1/now")
    assert [letter.kind for letter in room.letters()] == ["confirm"]


def test_a_paused_plan_is_resumed(browser: TestClient) -> None:
    browser.post("/digests", data=DEFAULTS)
    browser.post("/digests/1/pause")
    assert "Paused" in browser.get("/digests").text
    browser.post("/digests/1/resume")
    assert "Next: Saturday 21 November 2026, 07:00" in browser.get("/digests").text


def test_a_plan_that_was_taken_away_can_be_made_again(browser: TestClient) -> None:
    browser.post("/digests", data={**DEFAULTS, "name": "On Fridays", "rhythm": "weekly", "weekday": "Friday"})
    page = browser.post("/digests/1/remove").text
    assert "“On Fridays” was taken away" in page
    fields = [one.split("|") for one in hidden(page)]
    assert browser.post("/digests", data=dict(fields)).status_code == 303
    assert "every Friday at 07:00 (Europe/Berlin)" in browser.get("/digests").text


def test_digests_and_plans_of_others_are_not_there(browser: TestClient, room: Newsroom) -> None:
    with room.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO readers (id, email, name, role, password, zone, exploration, made) "
            "VALUES ('bob', '', 'Bob', 'reader', '', 'UTC', 0.1, '2026-11-20T12:00:00+00:00')"
        )
    plan = room.plan(DAILY, reader="bob")
    room.make()
    for address in (f"/digests/{plan.number}", f"/digests/{plan.number}/preview", f"/digests/{plan.number}/2026-11-20"):
        assert browser.get(address).status_code == 404
    for action in ("pause", "remove", "now", "resume", "address"):
        assert browser.post(f"/digests/{plan.number}/{action}").status_code == 404
    assert room.stored(plan).due is not None


@pytest.mark.parametrize(
    "address", ["/digests/x", "/digests/²", "/digests/7", "/digests/7/2026-11-20", "/digests/1/../2"]
)
def test_what_is_no_plan_is_not_found(browser: TestClient, address: str) -> None:
    assert browser.get(address).status_code == 404


def hidden(page: str) -> list[str]:
    """The hidden fields of the form that makes a plan again, as name|value."""
    from lxml import html

    found = html.fromstring(page).xpath("//div[contains(@class, 'undo')]//input[@type='hidden']")
    assert isinstance(found, list)
    return [f"{one.get('name')}|{one.get('value')}" for one in found if isinstance(one, html.HtmlElement)]


def test_papers_of_digests_are_a_feed(browser: TestClient) -> None:
    browser.post("/digests", data={**DEFAULTS, "personal": "0", "trending": "0"})
    browser.post("/digests/1/now")
    feed = browser.get("/feeds/digests.json").json()
    assert [item["title"] for item in feed["items"]] == ["Weaving with looms"]
    assert "Your search “weaving”." in str(feed["items"][0])
