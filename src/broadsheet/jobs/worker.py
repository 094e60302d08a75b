"""The worker: does what is due, beside any number of others on the same catalog."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from broadsheet.errors import AlreadyRunning, BroadsheetError, NotFound
from broadsheet.jobs.running import Work, run_job
from broadsheet.jobs.timetable import HOUSEKEEPING, Row, timetable
from broadsheet.lib.clock import stopwatch
from broadsheet.lib.process import name_holder
from broadsheet.store import jobs, plans
from broadsheet.store.jobs import Ended, StoredJob

log = logging.getLogger(__name__)

HOLD = 120.0  # seconds: a job whose holder was silent for so long is taken over; that of a dead process at once
LOOK_EVERY = 2.0  # seconds
LANES = 2  # jobs at a time in one process: one service makes us wait while another answers
_PATIENCE = 3.0  # seconds for jobs to end; one that waits for a slow answer is taken up again at the next start


@dataclass(frozen=True, slots=True)
class Done:
    """A job that was done, and how it ended."""

    name: str
    ended: Ended


class Worker:
    """Does due jobs, one at a time in each thread that asks it to. `stop` ends them all after the items in hand.

    A harvest is done only where the reader's plan enables its source.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._rows = {row.name: row for row in timetable(work.sources)}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._running: set[threading.Event] = set()

    def prepare(self) -> None:
        """Let every job that may be done have its row."""
        now = self._work.ground.clock()
        names = self._wanted()
        with self._work.ground.database.write() as connection:
            for name in names:
                jobs.ensure(connection, name, now)

    def run_next(self) -> Done | None:
        """Do the job that is due longest; None where none is due, or others have them."""
        ground = self._work.ground
        names = self._wanted()
        with ground.database.read() as connection:
            due = jobs.find_due(connection, names, ground.clock())
        for job in due:
            claimed = self._claim(job)
            if claimed is not None:
                return self._do(claimed)
        return None

    def run_one(self, name: str) -> Done:
        """Do one job now, due or not. NotFound where there is none of this name, AlreadyRunning where it runs."""
        ground = self._work.ground
        if name not in self._rows:
            raise NotFound(f"There is no job called {name!r}. There are: {', '.join(self._rows)}.")
        if name not in self._wanted():
            raise NotFound(
                f"{name} is not part of the plan. `broadsheet setup` puts it there, "
                f"`broadsheet harvest {name}` asks once."
            )
        with ground.database.write() as connection:
            jobs.ensure(connection, name, ground.clock())
            job = jobs.get(connection, name)
        claimed = self._claim(job) if job and not job.held else None
        if claimed is None:
            raise AlreadyRunning(f"The job {name} is running already; `broadsheet jobs` shows how it ends.")
        return self._do(claimed)

    def work(self) -> None:
        """Do what is due until told to stop; a failure of the catalog is logged and passes."""
        while not self._stopping.is_set():
            rest = LOOK_EVERY
            try:
                rest = 0.0 if self.run_next() else LOOK_EVERY
            except BroadsheetError as error:
                log.warning("looking for work failed: %s", error)
            self._stopping.wait(rest)

    def stop(self) -> None:
        """Let every job end after the item in hand."""
        self._stopping.set()
        with self._lock:
            for running in self._running:
                running.set()

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._stopping.is_set()

    def _wanted(self) -> list[str]:
        with self._work.ground.database.read() as connection:
            enabled = {plan.source for plan in plans.every(connection) if plan.enabled}
        return [*(row.name for row in HOUSEKEEPING), *(name for name in self._rows if name in enabled)]

    def _claim(self, job: StoredJob) -> StoredJob | None:
        ground = self._work.ground
        with ground.database.write() as connection:
            return jobs.claim(connection, job, name_holder(), ground.clock(), HOLD)

    def _do(self, claimed: StoredJob) -> Done:
        row, ground = self._rows[claimed.name], self._work.ground
        elapsed = stopwatch()
        log.info("job begins name=%s", claimed.name)
        with self._stoppable() as stop, _held(self._work, claimed, row, stop):
            ended = run_job(self._work, row, claimed, stop)
        with ground.database.write() as connection:
            jobs.finish(connection, claimed, ground.clock(), ended)
        log.info("job ends name=%s outcome=%s seconds=%.1f", claimed.name, ended.outcome, elapsed())
        return Done(claimed.name, ended)

    @contextmanager
    def _stoppable(self) -> Iterator[threading.Event]:
        stop = threading.Event()
        with self._lock:
            self._running.add(stop)
        if self._stopping.is_set():
            stop.set()
        try:
            yield stop
        finally:
            with self._lock:
                self._running.discard(stop)


@contextmanager
def working(work: Work, *, lanes: int = LANES) -> Iterator[Worker]:
    """Work in the background until the block ends; jobs are then given a few seconds to end after the item in hand."""
    worker = Worker(work)
    worker.prepare()
    threads = [threading.Thread(target=worker.work, name="worker", daemon=True) for _ in range(lanes)]
    for thread in threads:
        thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        left = stopwatch()
        for thread in threads:
            thread.join(timeout=max(0.0, _PATIENCE - left()))


@contextmanager
def _held(work: Work, claimed: StoredJob, row: Row, stop: threading.Event) -> Iterator[None]:
    """Renew the hold on a job beside its run, and stop the run once it is lost, due anew or switched off."""
    done = threading.Event()
    beat = threading.Thread(target=_beat, args=(work, claimed, row, stop, done.wait), name="heartbeat", daemon=True)
    beat.start()
    try:
        yield
    finally:
        done.set()
        beat.join(timeout=_PATIENCE)


def _beat(work: Work, claimed: StoredJob, row: Row, stop: threading.Event, rest: Callable[[float], bool]) -> None:
    since = stopwatch()
    renewed = 0.0
    while not rest(LOOK_EVERY):
        try:
            if _is_off(work, claimed, row):
                stop.set()
            if since() - renewed > HOLD / 4:
                renewed = since()
                with work.ground.database.write() as connection:
                    jobs.renew(connection, claimed.name, claimed.holder, HOLD)
        except BroadsheetError as error:
            log.warning("heartbeat failed name=%s message=%s", claimed.name, error)


def _is_off(work: Work, claimed: StoredJob, row: Row) -> bool:
    """Whether a job is to be broken off: another has taken it over, or the plan changed under it."""
    with work.ground.database.read() as connection:
        stored = jobs.get(connection, claimed.name)
        plan = plans.get(connection, row.source) if row.source else None
    changed = stored is None or stored.holder != claimed.holder or stored.due != claimed.due
    return changed or (plan is not None and not plan.enabled)
