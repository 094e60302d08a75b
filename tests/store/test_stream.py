"""The stream of papers, as editions read it."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from broadsheet.model.paper import Link, Paper
from broadsheet.model.raw import RawRecord
from broadsheet.store import papers, records, stream, vectors
from broadsheet.store.database import Database
from broadsheet.store.records import StoredRecord

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)
CODE = Link("code", "https://github.com/alice/looms", "huggingface")
LOOM = Paper(
    1, "arxiv:2611.00001", "Looms", abstract="They weave.", day=FRIDAY, categories=("cs.LG", "cs.CL"), links=(CODE,)
)
LATE = Paper(2, "arxiv:2611.00002", "Late looms", summary="Later.", day=FRIDAY - timedelta(days=1), sources=("arxiv",))
GONE = Paper(3, "arxiv:2611.00003", "No looms", day=FRIDAY, standing="withdrawn")


@pytest.fixture
def library(any_database: Database) -> Database:
    with any_database.write() as connection:
        papers.write(connection, [LOOM, LATE, GONE], {one.key: [one.id] for one in (LOOM, LATE, GONE)})
    return any_database


def arrive(library: Database, paper: Paper, number: int, at: datetime) -> None:
    raw = RawRecord("arxiv_oai", b"%d" % number, "somewhere", number, "record")
    record = StoredRecord(raw, paper.key, "arxiv", paper.id, at)
    with library.write() as connection:
        records.add(connection, [record])


def known(library: Database, at: datetime) -> list[str]:
    with library.read() as connection:
        return [one.id for one in stream.listed(connection, FRIDAY - timedelta(days=2), FRIDAY, at)]


def test_papers_stand_by_day_without_those_that_were_withdrawn(library: Database) -> None:
    with library.read() as connection:
        found = stream.listed(connection, FRIDAY - timedelta(days=2), FRIDAY, NOON)
        assert [(one.id, one.day, one.category, one.sources) for one in found] == [
            (LATE.id, LATE.day, "", ("arxiv",)),
            (LOOM.id, FRIDAY, "cs.LG", ()),
        ]
        assert found[1].links == {"code"}
        assert stream.listed_by_key(connection, [GONE.key, LOOM.key, LATE.key]) == found
        places = stream.placed(connection, FRIDAY, FRIDAY, NOON)
    assert [(one.key, one.day, one.category) for one in places] == [(LOOM.key, FRIDAY.toordinal(), "cs.LG")]


def test_what_came_in_later_was_not_known(library: Database) -> None:
    arrive(library, LOOM, 1, NOON)
    arrive(library, LATE, 2, NOON + timedelta(hours=1))
    arrive(library, LOOM, 3, NOON + timedelta(hours=2))
    assert known(library, NOON - timedelta(hours=1)) == []
    assert known(library, NOON) == [LOOM.id]
    assert known(library, NOON + timedelta(hours=1)) == [LATE.id, LOOM.id]


def test_arrivals_between_two_moments_are_told(library: Database) -> None:
    arrive(library, LOOM, 1, NOON)
    arrive(library, LATE, 2, NOON + timedelta(hours=1))
    arrive(library, LOOM, 3, NOON + timedelta(hours=1))
    with library.read() as connection:
        assert stream.arrived(connection, NOON, NOON + timedelta(hours=2)) == {LATE.key}
        assert stream.arrived(connection, NOON - timedelta(hours=1), NOON) == {LOOM.key}


def test_texts_and_days_are_read(library: Database) -> None:
    with library.read() as connection:
        assert list(stream.texts(connection, [LATE.key, LOOM.key, 99])) == [
            (LOOM.key, "Looms", "They weave."),
            (LATE.key, "Late looms", "Later."),
        ]
        assert stream.days(connection) == [FRIDAY, LATE.day]


def test_vectors_of_some_papers_are_read_by_key(library: Database) -> None:
    rows = np.eye(2, dtype=np.float32)
    with library.write() as connection:
        vectors.save(connection, "minilm", [LATE.key, LOOM.key], ["a", "b"], rows)
    with library.read() as connection:
        known, found = vectors.of_papers(connection, "minilm", [LATE.key, GONE.key, LOOM.key])
        assert (known.tolist(), found.tolist()) == ([True, False, True], [[1, 0], [0, 0], [0, 1]])
        assert vectors.of_papers(connection, "minilm", [GONE.key])[1].shape == (1, 0)
