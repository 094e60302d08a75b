"""Papers are read once, by processes beside, and one that cannot be read stops no other."""

import logging
import sys
from datetime import date
from pathlib import Path

import pytest

from broadsheet.errors import BroadsheetError
from broadsheet.extract.facts.read import VERSION
from broadsheet.facts.one import read_one
from broadsheet.facts.reading import count_unread, read_pending
from broadsheet.model.facts import Fact, Reading
from broadsheet.model.paper import Paper
from broadsheet.store import counters, leases, papers, readings
from broadsheet.store.database import Database
from broadsheet.store.readings import Unread

MANY = 600
FRAGILE = (sys.executable, str(Path(__file__).with_name("fragile_reader.py")))


def fill(database: Database, number: int) -> None:
    several = [
        Paper(key, f"bs:{key}", f"Larkspur {key}", abstract="We propose Larkspur.", day=date(2025, 1, 1))
        for key in range(1, number + 1)
    ]
    with database.write() as connection:
        papers.write(connection, several, {paper.key: [paper.id] for paper in several})


def unread_keys(database: Database) -> list[int]:
    with database.read() as connection:
        return [one.key for one in readings.pending(connection, VERSION, MANY)]


def test_every_paper_is_read_once(any_database: Database) -> None:
    fill(any_database, 3)
    assert read_pending(any_database) == 3
    assert read_pending(any_database) == 0
    assert count_unread(any_database) == 0


def test_many_papers_are_read_by_processes_beside(any_database: Database) -> None:
    fill(any_database, MANY)
    told: list[tuple[int, int]] = []
    assert read_pending(any_database, processes=2, progress=lambda *said: told.append(said)) == MANY
    assert told[-1] == (MANY, MANY)
    assert unread_keys(any_database) == []


def test_a_paper_whose_text_changed_is_read_again(database: Database) -> None:
    fill(database, 2)
    read_pending(database)
    with database.write() as connection:
        papers.write(connection, [Paper(1, "bs:1", "Another title", day=date(2025, 1, 1))], {})
    assert unread_keys(database) == [1]
    assert read_pending(database) == 1


def test_what_was_read_by_an_earlier_version_serves_until_it_is_read_again(database: Database) -> None:
    fill(database, 1)
    earlier = Reading((Fact("system", "Larkspur"),))
    with database.write() as connection:
        readings.save(connection, VERSION - 1, [(one, earlier) for one in readings.pending(connection, VERSION - 1, 1)])
    with database.read() as connection:
        assert readings.of_papers(connection, [1]) == {1: earlier}
    assert read_pending(database) == 1


def test_many_papers_that_say_the_same_to_another_version_stay_as_they_were(database: Database) -> None:
    fill(database, MANY)
    with database.write() as connection:
        unread = readings.pending(connection, VERSION - 1, MANY)
        readings.keep(connection, VERSION - 1, [read_one(one) for one in unread])
        change = counters.last_change(connection)
    assert read_pending(database) == MANY
    with database.read() as connection:
        assert papers.changed_after(connection, change, 1) == []


def test_stopped_it_keeps_what_was_read_and_goes_on_later(database: Database) -> None:
    fill(database, MANY)
    stop = iter([False, False, False, True])
    done = read_pending(database, stop=lambda: next(stop, True))
    assert 0 <= done < MANY
    assert len(unread_keys(database)) == MANY - done
    assert read_pending(database) == MANY - done


def test_the_last_to_come_are_read_first(database: Database) -> None:
    fill(database, MANY)
    seen: list[list[int]] = []
    read_pending(database, progress=lambda *_: seen.append(unread_keys(database)))
    assert seen[0] == list(range(MANY - 256, 0, -1))


def test_a_text_that_cannot_be_read_is_kept_without_facts() -> None:
    broken = read_one(Unread(1, None, "", "digest"))  # type: ignore[arg-type]
    assert (broken.key, broken.facts, broken.names) == (1, "[]", ())
    assert "TypeError" in broken.fault


def test_a_paper_that_ends_the_process_is_told_and_the_others_are_read(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    fill(database, 300)
    with caplog.at_level(logging.ERROR):
        assert read_pending(database, program=FRAGILE) == 300
    assert [record.args[0] for record in caplog.records if isinstance(record.args, tuple)] == ["bs:77"]
    assert unread_keys(database) == []


def test_who_reads_in_the_background_lets_a_command_go_first(database: Database) -> None:
    fill(database, MANY)
    with database.write() as connection:
        assert leases.claim(connection, "reading", "elsewhere/1/2/3", 60)
    assert read_pending(database, nicely=True) == 0
    with database.write() as connection:
        leases.release(connection, "reading", "elsewhere/1/2/3")
    assert read_pending(database, nicely=True) == MANY


def test_a_second_command_leaves_the_reading_to_the_first(database: Database) -> None:
    fill(database, MANY)
    with database.write() as connection:
        assert leases.claim(connection, "reading", "elsewhere/1/2/3", 60)
    assert read_pending(database) == 0
    assert len(unread_keys(database)) == MANY


def test_a_program_that_can_read_no_paper_is_told_and_no_paper_is_given_up(database: Database) -> None:
    fill(database, 300)
    with pytest.raises(BroadsheetError, match="no eyes"):
        read_pending(database, program=(*FRAGILE, "blind"))
    assert len(unread_keys(database)) == 300
