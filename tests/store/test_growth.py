"""How counts of one paper moved."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.model.paper import Paper
from broadsheet.store import growth, papers, signals
from broadsheet.store.database import Database
from broadsheet.store.growth import Growth
from broadsheet.store.signals import Signal

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LOOM, OTHER = Paper(1, "bs:aaaaaaaaaaaa", "Looms"), Paper(2, "bs:bbbbbbbbbbbb", "Others")


def ago(days: float) -> datetime:
    return NOON - timedelta(days=days)


@pytest.fixture
def library(any_database: Database) -> Database:
    with any_database.write() as connection:
        papers.write(connection, [LOOM, OTHER], {one.key: [one.id] for one in (LOOM, OTHER)})
    return any_database


def grown(library: Database, *readings: Signal) -> list[Growth]:
    with library.write() as connection:
        for one in readings:
            signals.add(connection, [one])
    with library.read() as connection:
        return growth.of_paper(connection, LOOM.key, ago(7))


def test_a_paper_that_nobody_counts_has_none(library: Database) -> None:
    assert grown(library, Signal(OTHER.key, "stars", "github", 5, NOON)) == []


def test_the_last_reading_is_compared_with_the_one_of_that_moment(library: Database) -> None:
    readings = [Signal(1, "stars", "github", value, ago(days)) for days, value in ((20, 1), (8, 4), (6, 7), (1, 9))]
    assert grown(library, *readings) == [Growth("stars", "github", 9, ago(1), 4, ago(8))]


def test_a_younger_series_is_compared_with_its_first_reading(library: Database) -> None:
    readings = [Signal(1, "stars", "github", value, ago(days)) for days, value in ((5, 1), (3, 4))]
    assert grown(library, *readings) == [Growth("stars", "github", 4, ago(3), 1, ago(5))]


def test_a_single_reading_is_compared_with_itself(library: Database) -> None:
    assert grown(library, Signal(1, "stars", "github", 4, ago(3))) == [Growth("stars", "github", 4, ago(3), 4, ago(3))]


def test_each_kind_and_source_is_a_series_of_its_own(library: Database) -> None:
    found = grown(
        library,
        Signal(1, "citations", "openalex", 3, ago(9)),
        Signal(1, "citations", "crossref", 4, ago(9)),
        Signal(1, "citations", "openalex", 5, NOON),
        Signal(1, "upvotes", "huggingface", 6, NOON),
    )
    assert [(one.kind, one.source, one.value, one.before) for one in found] == [
        ("citations", "crossref", 4, 4),
        ("citations", "openalex", 5, 3),
        ("upvotes", "huggingface", 6, 6),
    ]


def test_over_a_window_every_series_says_where_it_began_and_ended(library: Database) -> None:
    with library.write() as connection:
        for stars, days in ((5, 9), (8, 7.5), (20, 3), (99, 0.5)):
            signals.add(connection, [Signal(LOOM.key, "stars", "github", stars, ago(days))])
        signals.add(connection, [Signal(OTHER.key, "upvotes", "huggingface", 4, ago(2))])
        signals.add(connection, [Signal(OTHER.key, "comments", "huggingface", 4, ago(0.5))])
        spans = growth.over(connection, ago(7), ago(1))
    assert [(one.paper_key, one.kind, one.before, one.first, one.last) for one in spans] == [
        (LOOM.key, "stars", 8, 5, 20),
        (OTHER.key, "upvotes", None, 4, 4),
    ]
    assert [one.first_seen for one in spans] == [ago(9), ago(2)]
