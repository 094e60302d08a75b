"""What was read of papers is kept, told to the index where it is new, and stands under what readers corrected."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from broadsheet.model.facts import Fact, Reading
from broadsheet.model.paper import Paper
from broadsheet.store import corrections, entities, papers, readings
from broadsheet.store.database import Connection, Database
from broadsheet.store.fact_rows import ReadPaper, pack

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LARKSPUR, BLUEBELL = Fact("system", "Larkspur"), Fact("system", "Bluebell")
PICTURES = Fact("dataset", "Pictures-10")


def fill(database: Database, number: int = 3) -> None:
    several = [Paper(key, f"bs:{key}", f"Paper {key}", day=date(2025, 1, key)) for key in range(1, number + 1)]
    with database.write() as connection:
        papers.write(connection, several, {paper.key: [paper.id] for paper in several})


def keep(connection: Connection, version: int, found: Mapping[int, tuple[Fact, ...]]) -> int:
    unread = {one.key: one for one in readings.pending(connection, version, 99)}
    return readings.save(connection, version, [(unread[key], Reading(facts)) for key, facts in found.items()])


def changed(connection: Connection, change: int) -> list[int]:
    return [paper.key for paper in papers.changed_after(connection, change, 99)]


def test_what_is_pending_comes_from_the_last_paper_on_and_below_a_key(any_database: Database) -> None:
    fill(any_database)
    with any_database.write() as connection:
        keep(connection, 1, {2: ()})
    with any_database.read() as connection:
        assert [one.key for one in readings.pending(connection, 1, 9)] == [3, 1]
        assert [one.key for one in readings.pending(connection, 1, 9, below=3)] == [1]
        assert readings.count(connection, 1) == 1
        assert readings.current(connection, 1, [1, 2, 3, 99]) == [2]


def test_only_papers_of_which_something_new_was_read_change(any_database: Database) -> None:
    fill(any_database)
    with any_database.write() as connection:
        first = keep(connection, 1, {1: (LARKSPUR,), 2: (LARKSPUR,), 3: ()})
    with any_database.write() as connection:
        before = papers.get(connection, [3])[0].change
        assert before < first
        keep(connection, 2, {1: (LARKSPUR,), 2: (BLUEBELL,), 3: ()})
    with any_database.read() as connection:
        assert changed(connection, first) == [2]
        assert readings.count(connection, 2) == 3
        assert entities.papers_of(connection, "system", "larkspur") == [1]
        assert entities.papers_of(connection, "system", "bluebell") == [2]


def test_a_name_that_is_told_by_another_key_now_is_listed_by_that(any_database: Database) -> None:
    fill(any_database, 1)
    facts = pack([LARKSPUR])
    with any_database.write() as connection:
        digest = readings.pending(connection, 1, 1)[0].text_digest
        first = readings.keep(connection, 1, [ReadPaper(1, digest, facts, (("system", "larkspur", "Larkspur"),))])
        readings.keep(connection, 2, [ReadPaper(1, digest, facts, (("system", "delphinium", "Larkspur"),))])
    with any_database.read() as connection:
        assert entities.papers_of(connection, "system", "larkspur") == []
        assert entities.papers_of(connection, "system", "delphinium") == [1]
        assert changed(connection, first) == [1]


def test_a_paper_that_has_gone_or_changed_meanwhile_is_passed_over(any_database: Database) -> None:
    fill(any_database)
    with any_database.write() as connection:
        unread = readings.pending(connection, 1, 9)
        papers.write(connection, [Paper(1, "bs:1", "Another title", day=date(2025, 1, 1))], {})
        papers.merge_into(connection, 2, 3)
        readings.save(connection, 1, [(one, Reading((LARKSPUR,))) for one in unread])
    with any_database.read() as connection:
        assert readings.of_papers(connection, [1, 2, 3]) == {3: Reading((LARKSPUR,))}
        assert entities.papers_of(connection, "system", "larkspur") == [3]


def test_a_correction_stands_above_what_is_read_later(any_database: Database) -> None:
    fill(any_database, 1)
    with any_database.write() as connection:
        keep(connection, 1, {1: (LARKSPUR,)})
        corrections.put(connection, 1, "ada", before=LARKSPUR, after=BLUEBELL, made=NOON)
        readings.settle(connection, [1])
    with any_database.write() as connection:
        keep(connection, 2, {1: (replace(LARKSPUR, confidence=0.7), PICTURES)})
    with any_database.read() as connection:
        assert readings.of_papers(connection, [1]) == {1: Reading((PICTURES, replace(BLUEBELL, by="ada")))}
        assert entities.papers_of(connection, "system", "larkspur") == []
        assert entities.papers_of(connection, "system", "bluebell") == [1]


def test_corrections_of_a_paper_that_goes_into_another_count_there(any_database: Database) -> None:
    fill(any_database)
    with any_database.write() as connection:
        keep(connection, 1, {1: (LARKSPUR,), 2: (PICTURES,)})
        corrections.put(connection, 1, "ada", before=None, after=BLUEBELL, made=NOON)
        change = readings.settle(connection, [1])
        papers.merge_into(connection, 1, 2)
    with any_database.read() as connection:
        assert changed(connection, change) == [2]
        assert readings.of_papers(connection, [2]) == {2: Reading((PICTURES, replace(BLUEBELL, by="ada")))}
        assert entities.papers_of(connection, "system", "bluebell") == [2]
        assert entities.papers_of(connection, "system", "larkspur") == []


def test_nothing_read_takes_no_change_number(any_database: Database) -> None:
    fill(any_database, 1)
    with any_database.write() as connection:
        before = papers.get(connection, [1])[0].change
        assert readings.save(connection, 1, []) == before
