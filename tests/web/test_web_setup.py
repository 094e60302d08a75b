"""The first run as a page, and what the pages say of harvests."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from broadsheet.app import build_app
from broadsheet.errors import Unreachable
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources.base import Asking, Page, Source, Wanted
from broadsheet.jobs.worker import Worker
from broadsheet.lib.process import name_holder
from broadsheet.model.raw import Refusal
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.services import Services
from broadsheet.settings import Settings
from broadsheet.store import harvests, jobs, leases, plans
from broadsheet.store.database import Database
from broadsheet.store.plans import Plan
from harvest_fixtures import NOON
from jobs_fixtures import PAPERS, record, work_on
from site_fixtures import TestSite, select, texts

CHOICE = {"source": ["arxiv"], "field": ["cs.LG", "math"], "back": "30d", "since": ""}


def fail(asking: Asking) -> Iterator[Page]:
    raise Unreachable("papers.example cannot be reached. Is this machine online?")
    yield Page()


def refuse(asking: Asking) -> Iterator[Page]:
    refusals = [Refusal("https://papers.example/<1>", number, "record", "no title") for number in range(60)]
    yield Page([record(1), *refusals], notes=["Half of it only.", "Set `MORE` to <all>."])


ARXIV = replace(PAPERS, name="arxiv", title="arXiv", takes_sets=True)
OFFLINE = Source("offline", "The far ones", "Papers far away.", fail)
REFUSED = Source("refused", "The refused", "Some are refused.", refuse)
SOURCES = {one.name: one for one in (ARXIV, OFFLINE, REFUSED)}


@pytest.fixture
def opened(database: Database, tmp_path: Path) -> TestSite:
    """A site over an empty catalog, with sources of the test's own."""
    engine = EmbeddedEngine(tmp_path / "index", "minilm", patient=True)
    services = Services(Settings(home=tmp_path), database, Library(database, engine, None), lambda: NOON)
    return TestSite(services, build_app(services, sources=SOURCES))


@pytest.fixture
def reader(opened: TestSite) -> TestClient:
    return opened.client()


def plan(database: Database, source: str = "arxiv") -> Plan | None:
    with database.read() as connection:
        return plans.get(connection, source)


def run(database: Database, source: Source) -> int:
    ground = work_on(database, source).ground
    return harvest(Ground(database, ground.settings, ground.clock, ground.outside), source, Wanted()).id


def test_the_empty_library_leads_to_setup(reader: TestClient) -> None:
    assert select(reader.get("/").text, "//main//a[@href='/setup']")


def test_the_library_as_it_came_leads_to_setup(starter_site: TestSite) -> None:
    assert select(starter_site.client().get("/").text, "//main//a[@href='/setup']")


def test_the_form_proposes_something_sensible_and_says_what_it_means(reader: TestClient) -> None:
    page = reader.get("/setup").text
    assert select(page, "//input[@checked]/@value") == ["arxiv", "cs", "30d"]
    assert "about 12,000 papers" in texts(page, "//section[@aria-labelledby='means']")[0]
    assert "BROADSHEET_CONTACT" in page


def test_a_contact_that_is_set_is_shown(opened: TestSite) -> None:
    settings = replace(opened.services.settings, contact="alice@example.org")
    app = build_app(replace(opened.services, settings=settings), sources=SOURCES)
    assert "alice@example.org" in TestSite(opened.services, app).client().get("/setup").text


def test_every_box_has_its_label(reader: TestClient) -> None:
    page = reader.get("/setup").text
    boxes = "//form[@class='choices']//input[not(ancestor::label) and not(@id = //label/@for)]"
    assert select(page, boxes) == []
    assert select(page, "//form[@class='choices']//fieldset[not(legend)]") == []
    described = {name for value in select(page, "//@aria-describedby") for name in value.split()}
    assert described <= set(select(page, "//@id"))


def test_looking_at_what_a_choice_means_keeps_nothing(reader: TestClient, database: Database) -> None:
    page = reader.get("/setup?source=arxiv&field=cs.LG&back=7d&since=").text
    assert select(page, "//input[@checked]/@value") == ["arxiv", "cs.LG", "7d"]
    assert "about 600 papers" in texts(page, "//section[@aria-labelledby='means']")[0]
    assert plan(database) is None


def test_beginning_keeps_the_plan_and_makes_it_due(reader: TestClient, database: Database) -> None:
    answer = reader.post("/setup", data=CHOICE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/status?follow=1")
    assert plan(database) == Plan("arxiv", True, ("cs.LG", "math"), date(2026, 10, 21))
    with database.read() as connection:
        assert [(job.name, job.due) for job in jobs.every(connection)] == [("arxiv", NOON)]


def test_all_fields_are_no_sets(reader: TestClient, database: Database) -> None:
    reader.post("/setup", data={**CHOICE, "field": ["all", "cs.LG"]})
    kept = plan(database)
    assert kept is not None
    assert kept.sets == ()


def test_a_day_of_ones_own(reader: TestClient, database: Database) -> None:
    reader.post("/setup", data={**CHOICE, "back": "day", "since": "2026-03-01"})
    kept = plan(database)
    assert kept is not None
    assert kept.since == date(2026, 3, 1)
    assert "2026-03-01" in select(reader.get("/setup").text, "//input[@name='since']/@value")


def test_what_is_planned_stands_in_the_form(reader: TestClient) -> None:
    reader.post("/setup", data=CHOICE)
    page = reader.get("/setup").text
    assert select(page, "//input[@checked]/@value") == ["arxiv", "cs.LG", "math", "30d"]
    assert "Keep this" in page


def test_taking_the_tick_away_switches_off(reader: TestClient, database: Database) -> None:
    reader.post("/setup", data=CHOICE)
    assert reader.post("/setup", data={"back": "30d", "field": ["cs.LG"]}).status_code == 303
    kept = plan(database)
    assert kept is not None
    assert not kept.enabled
    assert "this library asks nothing outside" in reader.get("/status").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"field": []}, "Choose at least one field"),
        ({"field": ["alchemy"]}, "There is no field called alchemy"),
        ({"source": ["nowhere"]}, "There is no source called nowhere"),
        ({"back": ""}, "Say from when on"),
        ({"back": "day", "since": "soon"}, "Say from when on"),
        ({"back": "day", "since": "2026-02-31"}, "Say from when on"),
    ],
)
def test_what_cannot_be_chosen_is_told_and_nothing_kept(
    reader: TestClient, database: Database, changed: dict[str, object], said: str
) -> None:
    answer = reader.post("/setup", data={**CHOICE, **changed})
    assert answer.status_code == 400
    assert said in texts(answer.text, "//*[@role='alert']")[0]
    assert "all" not in select(answer.text, "//input[@checked and @name='field']/@value")
    assert plan(database) is None


FOREIGN = (
    {"origin": "https://elsewhere.example"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "http://["},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://localhost:9999"},
)


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("address", ["/setup", "/preferences/theme"])
def test_a_form_of_another_site_is_refused(
    opened: TestSite, database: Database, headers: dict[str, str], address: str
) -> None:
    answer = opened.client(**headers).post(address, data={**CHOICE, "theme": "dark"})
    assert answer.status_code == 403
    assert "another site" in answer.text
    assert plan(database) is None


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "http://localhost:8300", "sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}]
)
def test_a_form_of_this_site_is_taken(opened: TestSite, headers: dict[str, str]) -> None:
    assert opened.client(**headers).post("/setup", data=CHOICE).status_code == 303
    assert opened.client(**headers).post("/preferences/theme", data={"theme": "dark"}).status_code == 303


@pytest.mark.parametrize("body", [b"x" * 20_000, b"a=1&" * 2_000])
def test_a_form_that_is_too_large_is_refused(reader: TestClient, body: bytes) -> None:
    assert reader.post("/setup", content=body).status_code == 413


def test_status_says_where_to_begin(reader: TestClient) -> None:
    page = reader.get("/status").text
    assert "Nothing is harvested" in page
    assert select(page, "//main//a[@href='/setup']")


def test_status_says_what_waits_for_a_worker(opened: TestSite, database: Database) -> None:
    opened.client().post("/setup", data=CHOICE)
    later = replace(opened.services, clock=lambda: NOON + timedelta(minutes=5))
    page = TestSite(later, build_app(later, sources=SOURCES)).client().get("/status").text
    assert "as soon as a worker runs" in page


def test_status_tells_how_the_last_harvest_ended_and_when_the_next_is(
    reader: TestClient, opened: TestSite, database: Database
) -> None:
    reader.post("/setup", data={**CHOICE, "source": ["refused", "offline"]})
    worker = Worker(work_on(database, *SOURCES.values()))
    while worker.run_next():
        pass
    told = texts(reader.get("/status").text, "//ul[@class='standings']/li")
    assert told[0].startswith("The far ones Failed 0 read. Report on The far ones of 20 Nov 2026, 12:00 UTC")
    assert "Next in 5 min, at 20 Nov 2026, 12:05 UTC, after 1 failure." in told[0]
    assert "broadsheet import" in told[0]
    assert told[1].startswith("The refused Fine 1 read: 1 new, 60 refused.")
    assert "Next in 24 h" in told[1]


def test_status_tells_of_harvests_by_hand(reader: TestClient, database: Database) -> None:
    run(database, REFUSED)
    assert "harvested by hand only" in reader.get("/status").text


def test_a_running_harvest_shows_how_far_it_is_and_can_be_followed(reader: TestClient, database: Database) -> None:
    with database.write() as connection:
        leases.claim(connection, "harvest arxiv", name_holder(), 60)
        harvests.begin_run(connection, "arxiv", NOON, {"read": 40, "new": 40, "total": 100, "seconds": 4})
        plans.put(connection, Plan("arxiv"), NOON)
    page = reader.get("/status")
    assert "refresh" not in page.headers
    assert "Running 40 read: 40 new, 10 a second" in texts(page.text, "//ul[@class='standings']/li")[0]
    assert select(page.text, "//ul[@class='standings']//progress/@value") == ["40"]
    (address,) = select(page.text, "//a[contains(., 'Follow')]/@href")
    followed = reader.get(address)
    assert followed.headers["refresh"] == "4"
    assert select(followed.text, "//a[contains(., 'Hold')]/@href") == ["/status"]
    assert reader.get("/harvests/1?follow=1").headers["refresh"] == "4"


def test_nothing_to_follow_is_not_shown_anew(reader: TestClient) -> None:
    assert "refresh" not in reader.get("/status?follow=1").headers


def test_a_harvest_that_nobody_runs_any_more_was_killed(reader: TestClient, database: Database) -> None:
    with database.write() as connection:
        harvests.begin_run(connection, "arxiv", NOON, {})
    assert "Killed: will resume" in reader.get("/status").text
    assert "Killed: will resume" in reader.get("/harvests/1?follow=1").text


def test_a_report_in_full(reader: TestClient, database: Database) -> None:
    first, second = run(database, REFUSED), run(database, REFUSED)
    page = reader.get(f"/harvests/{second}").text
    assert texts(page, "//h1") == [f"The refused, harvest {second}"]
    assert "Half of it only." in page
    assert "Set <code>MORE</code> to &lt;all&gt;." in page
    assert "https://papers.example/&lt;1&gt;, record 0" in page
    assert "and 10 more." in page
    assert select(page, f"//a[@href='/harvests/{first}']")


@pytest.mark.parametrize("number", ["7", "-1", "x", "9" * 40, "٣"])
def test_a_report_that_is_none_is_told(reader: TestClient, number: str) -> None:
    answer = reader.get(f"/harvests/{number}")
    assert answer.status_code == 404
    assert "No report of a harvest has this number" in answer.text


def test_nothing_is_inline_and_nothing_overlooked(reader: TestClient, database: Database) -> None:
    number = run(database, REFUSED)
    for address in ("/setup", "/status", f"/harvests/{number}"):
        page = reader.get(address).text
        assert select(page, "//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]") == []
        assert len(select(page, "//@id")) == len(set(select(page, "//@id")))
        levels = [int(heading[2]) for heading in select(page, "//main//*[self::h1 or self::h2 or self::h3]")]
        assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


def test_what_waits_for_a_free_lane_is_not_said_to_lack_a_worker(opened: TestSite, database: Database) -> None:
    opened.client().post("/setup", data={**CHOICE, "source": ["arxiv", "refused"]})
    with database.write() as connection:
        job = jobs.get(connection, "arxiv")
        assert job is not None
        jobs.claim(connection, job, name_holder(), NOON, 600)
    later = replace(opened.services, clock=lambda: NOON + timedelta(minutes=5))
    page = TestSite(later, build_app(later, sources=SOURCES)).client().get("/status").text
    assert "Begins when one of the harvests that run now has ended." in page
    assert "as soon as a worker runs" not in page


def test_a_source_that_is_gone_leaves_its_report_and_nothing_to_wait_for(
    reader: TestClient, database: Database
) -> None:
    with database.write() as connection:
        plans.put(connection, Plan("vanished"), NOON)
        jobs.make_due(connection, "vanished", NOON)
        harvests.begin_run(connection, "vanished", NOON, {})
    page = reader.get("/status?follow=1")
    assert "refresh" not in page.headers
    assert "has no source of this name" in page.text
    assert "Nothing is harvested" in page.text


def test_a_first_harvest_of_arxiv_says_how_much_is_expected(reader: TestClient, database: Database) -> None:
    with database.write() as connection:
        leases.claim(connection, "harvest arxiv", name_holder(), 60)
        harvests.begin_run(connection, "arxiv", NOON, {"read": 40, "since": "2026-10-21", "sets": ["cs.LG", "math"]})
    assert "About 6,700 papers are expected, and each is read in 2 records." in reader.get("/status").text
