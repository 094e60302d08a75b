"""What each job of the timetable does, and how its end is told."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from broadsheet.accounts import tidying
from broadsheet.editions.calendar import SETTLED, current, prints
from broadsheet.editions.keeping import keep
from broadsheet.editions.making import open_desk
from broadsheet.errors import AlreadyRunning, BroadsheetError
from broadsheet.harvest.planning import note_end, wanted_by
from broadsheet.harvest.reports import VERDICTS, VerdictKey, read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources.base import Source
from broadsheet.jobs.digests import make_digests
from broadsheet.jobs.mail import forget_bodies, send_letters
from broadsheet.jobs.timetable import BUSY_AGAIN, DIGEST, EDITIONS, MAIL, Row, due_after
from broadsheet.lib.clock import stopwatch
from broadsheet.lib.memory import give_back
from broadsheet.model.edition import PERIODS
from broadsheet.store import budgets, harvests, jobs, kept_answers, plans
from broadsheet.store.harvests import StoredRun
from broadsheet.store.jobs import Ended, StoredJob

log = logging.getLogger(__name__)

RUNS_KEPT = 200  # of each source
ANSWERS_KEPT = timedelta(days=60)
BUDGETS_KEPT = timedelta(days=30)
EDITIONS_FOR = 60.0  # seconds, then other jobs get their turn

_FAULTS = frozenset({"unreachable", "upstream", "fault"})
_OUTCOMES = {"partial": "partial", "failed": "failed"}


@dataclass(frozen=True, slots=True)
class Work:
    """What jobs are done with."""

    ground: Ground
    sources: Mapping[str, Source]


def run_job(work: Work, row: Row, claimed: StoredJob, stop: threading.Event) -> Ended:
    """Do a job that was claimed; whatever goes wrong is in how it ended. `stop` ends it after the item in hand."""
    try:
        if row.source:
            return _harvest(work, row, claimed, stop)
        if row.name == DIGEST:
            return make_digests(work.ground, row.when, stop)
        if row.name == MAIL:
            return send_letters(work.ground, row.when, claimed.failures, stop)
        return _editions(work, row, stop) if row.name == EDITIONS else _tidy(work, row)
    except AlreadyRunning as error:
        return Ended("partial", str(error), work.ground.clock() + BUSY_AGAIN)
    except BroadsheetError as error:
        log.warning("job failed name=%s message=%s", row.name, error)
        return _failed(work, claimed, str(error))
    except Exception as error:  # other jobs go on, and the log tells it whole
        log.exception("job failed name=%s", row.name)
        return _failed(work, claimed, f"Something broke on our side ({type(error).__name__}); the log has the whole.")


def _failed(work: Work, claimed: StoredJob, message: str) -> Ended:
    return Ended("failed", message, work.ground.clock() + jobs.backoff(claimed.failures), fault=True)


def _harvest(work: Work, row: Row, claimed: StoredJob, stop: threading.Event) -> Ended:
    ground, now = work.ground, work.ground.clock()
    with ground.database.read() as connection:
        plan = plans.get(connection, row.source)
    if plan is None or not plan.enabled:
        return Ended("done", "It is switched off.", row.when.after(now))
    inside = replace(ground, outside=replace(ground.outside, stop=stop))
    run = harvest(inside, work.sources[row.source], wanted_by(plan))
    with ground.database.write() as connection:
        note_end(connection, plan, run, now)
    return _told(run, row, claimed, now=run.ended or now)


def _told(run: StoredRun, row: Row, claimed: StoredJob, *, now: datetime) -> Ended:
    report = read_report(run.report)
    verdict = cast(VerdictKey, run.verdict)
    outcome = "stopped" if report.cause == "stopped" else _OUTCOMES.get(verdict, "done")
    told = VERDICTS[verdict].capitalize()
    said = told.casefold().startswith(outcome)  # which is shown before the message
    return Ended(
        outcome,
        " ".join(filter(None, ("" if said else f"{told}.", report.message))),
        due_after(row.when, verdict, report, now, claimed.failures),
        fault=report.cause in _FAULTS,
    )


def _editions(work: Work, row: Row, stop: threading.Event) -> Ended:
    ground, elapsed = work.ground, stopwatch()
    desk = open_desk(ground.settings)
    kept = keep(ground.database, desk, ground.clock, go_on=lambda: not stop.is_set() and elapsed() < EDITIONS_FOR)
    if kept.printed or kept.renewed:
        give_back()
    now = ground.clock()
    next_prints = (prints(current(period, now - SETTLED)) for period in PERIODS)
    due = now if kept.left else min(row.when.after(now), *next_prints)
    if stop.is_set():
        return Ended("stopped", kept.told(), now)
    return Ended("partial" if kept.left else "done", kept.told(), due)


def _tidy(work: Work, row: Row) -> Ended:
    now = work.ground.clock()
    with work.ground.database.write() as connection:
        answers = kept_answers.forget(connection, ANSWERS_KEPT.total_seconds())
        runs = harvests.forget_runs(connection, RUNS_KEPT)
        budgets.forget(connection, (now - BUDGETS_KEPT).date().isoformat())
        tidying.tidy(connection, now)
    message = f"{answers:,} kept answers and {runs:,} reports were let go. {forget_bodies(work.ground)}".strip()
    return Ended("done", message, row.when.after(now))
