"""What a reader chooses becomes plans and due jobs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from broadsheet.errors import SettingsError
from broadsheet.harvest.planning import (
    EVERYTHING,
    Choice,
    default_choice,
    enact,
    note_end,
    read_fields,
    read_plan,
    read_since,
    read_sources,
    wanted_by,
)
from broadsheet.harvest.sources.base import Source
from broadsheet.lib.process import name_holder
from broadsheet.store import jobs, plans
from broadsheet.store.database import Database
from broadsheet.store.harvests import StoredRun
from broadsheet.store.jobs import StoredJob
from broadsheet.store.plans import Plan
from harvest_fixtures import NOON

TODAY = NOON.date()
ARXIV = Source("arxiv", "arXiv", "Preprints.", lambda asking: iter(()), takes_sets=True)
LIKES = Source("likes", "Likes", "What people like.", lambda asking: iter(()))
STARS = Source("stars", "Stars", "What people star.", lambda asking: iter(()), completes=True)
SOURCES = {one.name: one for one in (ARXIV, LIKES, STARS)}
CHOICE = Choice(("cs.CL", "cs.LG"), ("arxiv", "stars"), date(2026, 10, 21))


def choose(database: Database, choice: Choice = CHOICE) -> None:
    with database.write() as connection:
        enact(connection, choice, SOURCES, NOON)


def plan(database: Database, source: str = "arxiv") -> Plan:
    with database.read() as connection:
        found = plans.get(connection, source)
    assert found is not None
    return found


def end(database: Database, verdict: str) -> None:
    with database.write() as connection:
        note_end(connection, plan(database), StoredRun(1, "arxiv", NOON, NOON, verdict, {}), NOON)


def test_fields_are_read_in_any_case() -> None:
    assert read_fields(["cs.lg", "HEP-TH", " math "]) == ("cs.LG", "hep-th", "math")


def test_a_category_of_a_chosen_archive_is_no_field_of_its_own() -> None:
    assert read_fields(["cs", "cs.LG", "math.CO"]) == ("cs", "math.CO")


def test_a_field_that_is_none_is_named() -> None:
    with pytest.raises(SettingsError, match=r"no field called cs\.XX, alchemy\."):
        read_fields(["cs.LG", "cs.XX", "alchemy"])


def test_a_source_that_is_none_is_named() -> None:
    assert read_sources(["stars", "arxiv"], SOURCES) == ("arxiv", "stars")
    with pytest.raises(SettingsError, match=r"no source called star\. There are: arxiv, likes, stars"):
        read_sources(["star"], SOURCES)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7d", TODAY - timedelta(days=7)),
        ("30 days", TODAY - timedelta(days=30)),
        ("2W", TODAY - timedelta(days=14)),
        ("1y", TODAY - timedelta(days=365)),
        ("2026-01-02", date(2026, 1, 2)),
        ("all", EVERYTHING),
        ("9999d", date(1999, 7, 6)),
        ("2031-01-01", TODAY),
    ],
)
def test_a_beginning_can_be_written_in_many_ways(text: str, day: date) -> None:
    assert read_since(text, TODAY) == day


@pytest.mark.parametrize("text", ["", "soon", "2026-02-31", "30x", "-3d", "٣d", "99999999999d"])
def test_what_is_no_beginning_is_told(text: str) -> None:
    with pytest.raises(SettingsError, match="Write 30d"):
        read_since(text, TODAY)


def test_nothing_is_planned_before_the_reader_chose(database: Database) -> None:
    with database.read() as connection:
        assert read_plan(connection) is None


def test_a_choice_is_kept_and_its_jobs_are_due(any_database: Database) -> None:
    choose(any_database)
    with any_database.read() as connection:
        assert read_plan(connection) == CHOICE
        assert {job.name: job.due for job in jobs.every(connection)} == {"arxiv": NOON, "stars": NOON}
    assert plan(any_database) == Plan("arxiv", True, ("cs.CL", "cs.LG"), date(2026, 10, 21))
    assert plan(any_database, "stars") == Plan("stars")


def test_what_is_no_longer_chosen_is_switched_off_and_remembered(database: Database) -> None:
    choose(database)
    choose(database, Choice((), ("likes",), TODAY))
    assert plan(database) == Plan("arxiv", False, ("cs.CL", "cs.LG"), date(2026, 10, 21))
    assert plan(database, "likes").enabled


def test_the_beginning_is_asked_for_until_a_harvest_came_to_its_end(database: Database) -> None:
    choose(database)
    end(database, "partial")
    assert wanted_by(plan(database)).since == date(2026, 10, 21)
    end(database, "quiet")
    assert wanted_by(plan(database)).since is None
    assert wanted_by(plan(database)).sets == ("cs.CL", "cs.LG")


def test_choosing_less_or_the_same_asks_for_nothing_again(database: Database) -> None:
    choose(database)
    end(database, "fine")
    choose(database, Choice(("cs.LG",), ("arxiv",), date(2026, 11, 1)))
    assert wanted_by(plan(database)).since is None


@pytest.mark.parametrize(
    "wider",
    [
        Choice(("cs.LG", "math"), ("arxiv",), date(2026, 11, 1)),
        Choice(("cs.LG",), ("arxiv",), date(2025, 1, 1)),
        Choice((), ("arxiv",), date(2026, 11, 1)),
    ],
)
def test_choosing_more_asks_from_its_beginning(database: Database, wider: Choice) -> None:
    choose(database)
    end(database, "fine")
    choose(database, wider)
    assert wanted_by(plan(database)).since == wider.since


def test_an_end_says_nothing_of_a_plan_made_meanwhile(database: Database) -> None:
    choose(database)
    before = plan(database)
    choose(database, Choice((), ("arxiv",), date(2026, 11, 1)))
    with database.write() as connection:
        note_end(connection, before, StoredRun(1, "arxiv", NOON, NOON, "fine", {}), NOON)
    assert not plan(database).caught_up


def test_a_proposal_takes_what_there_is() -> None:
    assert default_choice(SOURCES, TODAY).sources == ("arxiv",)
    assert default_choice({"likes": LIKES}, TODAY).sources == ("likes",)


@pytest.mark.parametrize("text", ["9999y", "9999m", "60y"])
def test_longer_ago_than_anything_is_everything(text: str) -> None:
    assert read_since(text, TODAY) == EVERYTHING


def due(database: Database) -> StoredJob:
    with database.read() as connection:
        found = jobs.get(connection, "arxiv")
    assert found is not None
    return found


def test_the_same_choice_again_leaves_a_running_harvest_alone(any_database: Database) -> None:
    choose(any_database)
    with any_database.write() as connection:
        (job,) = jobs.find_due(connection, ["arxiv"], NOON)
        claimed = jobs.claim(connection, job, name_holder(), NOON, 60)
    assert claimed is not None
    choose(any_database)
    assert due(any_database).due == claimed.due
    choose(any_database, replace(CHOICE, fields=("math",)))
    assert due(any_database).due == NOON


def test_a_source_that_is_gone_is_switched_off(any_database: Database) -> None:
    with any_database.write() as connection:
        plans.put(connection, Plan("gone"), NOON)
    choose(any_database)
    assert not plan(any_database, "gone").enabled
