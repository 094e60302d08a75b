"""Due rows: claimed by one, tried again after failures, taken up after a death."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.lib.process import name_holder
from broadsheet.store import jobs
from broadsheet.store.database import Database
from broadsheet.store.jobs import Ended, StoredJob

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOMORROW = NOON + timedelta(days=1)
HERE = name_holder()


@pytest.fixture
def dead() -> str:
    """The holder's name of a process that has ended."""
    code = "from broadsheet.lib.process import name_holder; print(name_holder())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def due(database: Database, now: datetime = NOON) -> list[StoredJob]:
    with database.read() as connection:
        return jobs.find_due(connection, ["arxiv", "tidy"], now)


def claim(database: Database, holder: str = HERE, now: datetime = NOON, seconds: float = 60) -> StoredJob:
    (job,) = due(database, now)
    with database.write() as connection:
        claimed = jobs.claim(connection, job, holder, now, seconds)
    assert claimed is not None
    return claimed


def finish(database: Database, job: StoredJob, outcome: str = "done", due: datetime = TOMORROW) -> StoredJob:
    with database.write() as connection:
        jobs.finish(connection, job, NOON, Ended(outcome, "So it went.", due, outcome == "failed"))
        stored = jobs.get(connection, job.name)
    assert stored is not None
    return stored


@pytest.fixture
def ready(any_database: Database) -> Database:
    """A catalog in which one job is due."""
    with any_database.write() as connection:
        jobs.ensure(connection, "arxiv", NOON)
    return any_database


def test_a_job_is_due_from_its_time_on(ready: Database) -> None:
    assert due(ready, NOON - timedelta(seconds=1)) == []
    assert [job.name for job in due(ready)] == ["arxiv"]


def test_jobs_of_other_names_are_left_alone(ready: Database) -> None:
    with ready.read() as connection:
        assert jobs.find_due(connection, ["tidy"], NOON) == []


def test_the_one_due_longest_comes_first(ready: Database) -> None:
    with ready.write() as connection:
        jobs.ensure(connection, "tidy", NOON - timedelta(hours=1))
    assert [job.name for job in due(ready)] == ["tidy", "arxiv"]


def test_a_claimed_job_is_due_for_nobody(ready: Database) -> None:
    assert claim(ready).held
    assert due(ready, TOMORROW) == []


def test_of_two_that_saw_it_due_one_gets_it(ready: Database) -> None:
    (seen,) = due(ready)
    with ready.write() as connection:
        assert jobs.claim(connection, seen, "one/1/1.0/a", NOON, 60)
    with ready.write() as connection:
        assert jobs.claim(connection, seen, "two/2/2.0/b", NOON, 60) is None


def test_one_that_was_done_since_it_was_seen_is_not_done_again(ready: Database) -> None:
    (seen,) = due(ready)
    finish(ready, claim(ready))
    with ready.write() as connection:
        assert jobs.claim(connection, seen, "two/2/2.0/b", NOON, 60) is None


def test_a_job_done_is_due_when_it_says(ready: Database) -> None:
    done = finish(ready, claim(ready))
    assert (done.due, done.outcome, done.message, done.failures, done.held) == (
        *(TOMORROW, "done", "So it went.", 0, False),
    )
    assert due(ready) == []
    assert len(due(ready, TOMORROW)) == 1


def test_failures_are_counted_until_one_run_ends_well(ready: Database) -> None:
    for failures in (1, 2):
        assert finish(ready, claim(ready), "failed", NOON).failures == failures
    assert finish(ready, claim(ready), "done", NOON).failures == 0


def test_each_failure_waits_longer_up_to_a_limit() -> None:
    waits = [jobs.backoff(failures) for failures in range(1, 8)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=5), timedelta(hours=4))


def test_the_job_of_a_dead_process_is_taken_up_at_once(ready: Database, dead: str) -> None:
    claim(ready, dead, seconds=3_600)
    assert [job.name for job in due(ready)] == ["arxiv"]


def test_a_job_that_kills_again_and_again_waits_its_time(ready: Database, dead: str) -> None:
    for _ in range(3):
        claim(ready, dead, seconds=3_600)
    assert due(ready) == []
    assert len(due(ready, NOON + timedelta(hours=2))) == 1


def test_a_hold_that_ran_out_is_taken_over_and_the_former_holder_learns_it(ready: Database) -> None:
    slow = claim(ready, "elsewhere/1/1.0/a", seconds=-1)
    claim(ready)
    with ready.write() as connection:
        assert not jobs.renew(connection, "arxiv", "elsewhere/1/1.0/a", 60)
        assert jobs.renew(connection, "arxiv", HERE, 60)
    assert finish(ready, slow).held


def test_a_job_on_another_machine_is_left_to_it(ready: Database) -> None:
    claim(ready, "elsewhere/1/1.0/a")
    assert due(ready, TOMORROW) == []


def test_made_due_while_it_runs_it_runs_again(ready: Database) -> None:
    claimed = claim(ready)
    with ready.write() as connection:
        jobs.make_due(connection, "arxiv", NOON)
    finish(ready, claimed)
    assert [job.name for job in due(ready)] == ["arxiv"]


def test_made_due_it_forgets_its_failures(ready: Database) -> None:
    finish(ready, claim(ready), "failed", TOMORROW)
    with ready.write() as connection:
        jobs.make_due(connection, "arxiv", NOON)
    assert [job.failures for job in due(ready)] == [0]


def test_a_row_that_is_there_keeps_its_time(ready: Database) -> None:
    with ready.write() as connection:
        jobs.ensure(connection, "arxiv", TOMORROW)
        assert [job.due for job in jobs.every(connection)] == [NOON]


def test_what_was_done_by_hand_is_put_off_unless_somebody_runs_it(ready: Database) -> None:
    with ready.write() as connection:
        jobs.put_off(connection, "arxiv", TOMORROW)
    assert due(ready) == []
    claimed = claim(ready, now=TOMORROW)
    with ready.write() as connection:
        jobs.put_off(connection, "arxiv", NOON)
        stored = jobs.get(connection, "arxiv")
    assert stored is not None
    assert stored.due == claimed.due
