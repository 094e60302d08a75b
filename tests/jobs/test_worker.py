"""A worker does what the plan enables and the timetable says, and lets go of it tidily."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.errors import AlreadyRunning, HeldOff, NotFound, Unreachable
from broadsheet.harvest.sources.base import Asking, Page, Source
from broadsheet.jobs.timetable import HOUSEKEEPING
from broadsheet.jobs.worker import Worker, working
from broadsheet.store import harvests, jobs, kept_answers, leases, papers, plans
from broadsheet.store.database import Database
from broadsheet.store.jobs import StoredJob
from broadsheet.store.kept_answers import KeptAnswer
from broadsheet.store.plans import Plan
from harvest_fixtures import NOON
from jobs_fixtures import PAPERS, enable, record, work_on

HOUSE = [row.name for row in HOUSEKEEPING]


def job(database: Database, name: str = "papers") -> StoredJob:
    with database.read() as connection:
        stored = jobs.get(connection, name)
    assert stored is not None
    return stored


def count(database: Database) -> int:
    with database.read() as connection:
        return papers.count(connection)


def ran(worker: Worker) -> list[str]:
    """Do everything that is due; return the names."""
    names = []
    while done := worker.run_next():
        names.append(done.name)
    return names


def until(happened: object, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not happened() and time.monotonic() < deadline:  # type: ignore[operator]
        time.sleep(0.01)
    assert happened()  # type: ignore[operator]


def test_without_a_plan_nothing_is_harvested(database: Database) -> None:
    worker = Worker(work_on(database, PAPERS))
    worker.prepare()
    assert sorted(ran(worker)) == sorted(HOUSE)
    assert count(database) == 0


def test_what_the_plan_enables_comes_in(database: Database) -> None:
    enable(database, "papers")
    worker = Worker(work_on(database, PAPERS))
    worker.prepare()
    assert sorted(ran(worker)) == sorted([*HOUSE, "papers"])
    done = job(database)
    assert (count(database), done.outcome, done.due) == (3, "done", NOON + timedelta(hours=6))
    assert done.message == "Fine."


def test_a_source_switched_off_is_left_alone(database: Database) -> None:
    enable(database, "papers")
    worker = Worker(work_on(database, PAPERS))
    worker.prepare()
    with database.write() as connection:
        plans.put(connection, Plan("papers", enabled=False), NOON)
    assert sorted(ran(worker)) == sorted(HOUSE)


def test_the_plan_says_what_is_asked_for(database: Database) -> None:
    asked = []

    def note(asking: Asking) -> Iterator[Page]:
        asked.append((asking.wanted.sets, asking.wanted.since))
        yield Page()

    with database.write() as connection:
        plans.put(connection, Plan("papers", sets=("cs.LG",), since=NOON.date()), NOON)
    Worker(work_on(database, replace(PAPERS, harvest=note))).run_one("papers")
    assert asked == [(("cs.LG",), NOON.date())]


def test_a_failure_is_told_and_tried_again_later(database: Database) -> None:
    def fail(asking: Asking) -> Iterator[Page]:
        raise Unreachable("papers.example cannot be reached.")
        yield Page()

    enable(database, "papers")
    Worker(work_on(database, replace(PAPERS, harvest=fail))).run_one("papers")
    failed = job(database)
    assert (failed.outcome, failed.failures, failed.due) == ("failed", 1, NOON + timedelta(minutes=5))
    assert failed.message.startswith("papers.example cannot be reached.")


def test_a_fault_of_a_source_does_not_end_the_worker(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    def crash(asking: Asking) -> Iterator[Page]:
        yield Page([record(1)])
        raise ZeroDivisionError

    enable(database, "papers")
    Worker(work_on(database, replace(PAPERS, harvest=crash))).run_one("papers")
    assert (job(database).outcome, count(database)) == ("failed", 1)
    assert "ZeroDivisionError" in caplog.text


def test_a_service_that_asks_for_rest_gets_it(database: Database) -> None:
    def hold_off(asking: Asking) -> Iterator[Page]:
        yield Page([record(1)])
        raise HeldOff("papers.example asks not to be asked for 120 minutes.", 7_200)

    enable(database, "papers")
    Worker(work_on(database, replace(PAPERS, harvest=hold_off))).run_one("papers")
    put_off = job(database)
    assert (put_off.outcome, put_off.failures, put_off.due) == ("partial", 0, NOON + timedelta(hours=2))


def test_a_source_that_is_harvested_by_hand_is_tried_again_soon(database: Database) -> None:
    enable(database, "papers")
    with database.write() as connection:
        leases.claim(connection, "harvest papers", "elsewhere/1/1.0/a", 60)
    Worker(work_on(database, PAPERS)).run_one("papers")
    assert (job(database).outcome, job(database).due) == ("partial", NOON + timedelta(minutes=10))


def test_a_job_runs_once_by_name_though_it_is_not_due(database: Database) -> None:
    enable(database, "papers")
    worker = Worker(work_on(database, PAPERS))
    assert worker.run_one("papers").ended.outcome == "done"
    assert worker.run_one("papers").ended.outcome == "done"


def test_a_job_that_runs_is_not_run_beside_itself(database: Database) -> None:
    enable(database, "papers")
    worker = Worker(work_on(database, PAPERS))
    worker.prepare()
    with database.write() as connection:
        assert jobs.claim(connection, job(database), "elsewhere/1/1.0/a", NOON, 60)
    with pytest.raises(AlreadyRunning, match="papers is running already"):
        worker.run_one("papers")


def test_a_name_that_is_none_is_told_the_names(database: Database) -> None:
    with pytest.raises(NotFound, match=f"There are: papers, {', '.join(HOUSE)}"):
        Worker(work_on(database, PAPERS)).run_one("paper")


def test_a_source_outside_the_plan_is_not_run_by_name(database: Database) -> None:
    with pytest.raises(NotFound, match="broadsheet setup"):
        Worker(work_on(database, PAPERS)).run_one("papers")


def slow(begun: threading.Event) -> Source:
    """A source that goes on until it is stopped."""

    def go_on(asking: Asking) -> Iterator[Page]:
        begun.set()
        for number in range(100_000):
            yield Page([record(number)], cursor={"page": number})
            time.sleep(0.01)

    return replace(PAPERS, harvest=go_on)


def test_stopping_ends_a_run_after_its_page_and_the_next_start_goes_on(database: Database) -> None:
    begun = threading.Event()
    enable(database, "papers")
    before = time.monotonic()
    with working(work_on(database, slow(begun))):
        assert begun.wait(20)
        before = time.monotonic()
    assert time.monotonic() - before < 2
    stopped = job(database)
    assert (stopped.outcome, stopped.due, stopped.held, stopped.failures) == ("stopped", NOON, False, 0)


def test_switching_off_ends_the_run(database: Database) -> None:
    begun = threading.Event()
    enable(database, "papers")
    with working(work_on(database, slow(begun))):
        assert begun.wait(20)
        with database.write() as connection:
            plans.put(connection, Plan("papers", enabled=False), NOON)
        until(lambda: job(database).outcome == "stopped")


def test_two_jobs_run_beside_each_other(database: Database) -> None:
    together = threading.Barrier(2, timeout=20)

    def meet(asking: Asking) -> Iterator[Page]:
        together.wait()
        yield Page()

    enable(database, "papers", "others")
    with working(work_on(database, replace(PAPERS, harvest=meet), replace(PAPERS, name="others", harvest=meet))):
        until(lambda: job(database).outcome == job(database, "others").outcome == "done")


def test_tidying_lets_go_of_what_is_old(database: Database) -> None:
    with database.write() as connection:
        for number in range(203):
            harvests.begin_run(connection, "papers", NOON, {"read": number})
        kept_answers.keep(connection, KeptAnswer("https://papers.example/", "", "", 0, {}, b"x"))
    assert Worker(work_on(database)).run_one("tidy").ended.message == "0 kept answers and 3 reports were let go."
    with database.read() as connection:
        left = harvests.runs(connection, limit=1_000)
    assert (len(left), left[-1].report["read"]) == (200, 3)
    assert job(database, "tidy").due == datetime(2026, 11, 21, 3, 30, tzinfo=UTC)
