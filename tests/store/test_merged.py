"""Papers that went into others keep what is still said of them under their old keys."""

from datetime import UTC, datetime

import pytest

from broadsheet.model.paper import Paper
from broadsheet.store import lookups, papers, signals
from broadsheet.store.database import Database
from broadsheet.store.merged import survivors
from broadsheet.store.signals import Signal

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ALL = tuple(Paper(key, f"arxiv:2611.0000{key}", "Attention", arxiv_id=f"2611.0000{key}") for key in (1, 2, 3, 4))


@pytest.fixture
def library(any_database: Database) -> Database:
    """Paper 3 went into 2, and that into 1."""
    with any_database.write() as connection:
        papers.write(connection, ALL, {one.key: [one.id] for one in ALL})
        papers.merge_into(connection, 3, 2)
        papers.merge_into(connection, 2, 1)
    return any_database


def test_the_paper_that_holds_another_now_is_found(library: Database) -> None:
    with library.read() as connection:
        assert survivors(connection, [1, 2, 3, 4, 9]) == {2: 1, 3: 1}


def test_what_was_asked_about_a_merged_paper_is_noted_of_the_one_that_holds_it(library: Database) -> None:
    with library.write() as connection:
        lookups.note(connection, "openalex", NOON, found=[3, 4], unknown=[2])
        assert lookups.due(connection, "openalex", NOON, limit=5) == []


def test_readings_of_a_merged_paper_go_to_the_one_that_holds_it(library: Database) -> None:
    with library.write() as connection:
        assert signals.add(connection, [Signal(3, "stars", "github", 5, NOON)]) == 1
        assert [(one.paper_key, one.value) for one in signals.latest(connection, [1, 3])] == [(1, 5)]
