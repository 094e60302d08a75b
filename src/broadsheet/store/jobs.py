"""Due rows: which recurring job is to run when, who runs it now, and how its last run ended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, case, select, update

from broadsheet.lib.process import is_gone
from broadsheet.store.dialect import clock_ms, insert_into
from broadsheet.store.schema import jobs

# Seconds to the next try after so many failures in a row; then as after the last.
BACKOFF = (300, 900, 3_600, 4 * 3_600)
# Deaths in a row after which a job is no longer taken up at once: it may be what kills the process.
_DEADLY = 3


@dataclass(frozen=True, slots=True)
class StoredJob:
    """One job. `held` tells that somebody runs it now; `failures` counts those in a row."""

    name: str
    due: datetime
    holder: str
    held_until: int  # ms since 1970
    held: bool
    started: datetime | None
    finished: datetime | None
    outcome: str
    message: str
    failures: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: done, partial, stopped or failed, why, and when the next one is due.

    `fault` tells that it counts as a failure: the next one in a row waits longer.
    """

    outcome: str
    message: str
    due: datetime
    fault: bool = False


def every(connection: Connection) -> list[StoredJob]:
    """Return all jobs by name."""
    now = clock_ms(connection)
    return [_job(row, now) for row in connection.execute(select(jobs).order_by(jobs.c.name))]


def get(connection: Connection, name: str) -> StoredJob | None:
    """Return one job, None where it never was due."""
    row = connection.execute(select(jobs).where(jobs.c.name == name)).one_or_none()
    return None if row is None else _job(row, clock_ms(connection))


def ensure(connection: Connection, name: str, due: datetime) -> None:
    """Let a job be due then, if it has no row yet."""
    row = {"name": name, "due": _text(due)}
    connection.execute(insert_into(connection, jobs).values(row).on_conflict_do_nothing())


def make_due(connection: Connection, name: str, now: datetime) -> None:
    """Let a job be due now, whatever became of it before; one that runs now runs again afterwards."""
    statement = insert_into(connection, jobs).values(name=name, due=_text(now))
    anew = {"due": statement.excluded.due, "failures": 0}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=anew))


def put_off(connection: Connection, name: str, due: datetime) -> None:
    """Let a job that nobody runs be due at another time, because what it does was done by hand."""
    connection.execute(update(jobs).where(jobs.c.name == name, jobs.c.holder == "").values(due=_text(due)))


def hasten(connection: Connection, name: str, due: datetime) -> None:
    """Let a job that nobody runs be due no later than then, unless it failed and waits for its next try."""
    later = (jobs.c.name == name, jobs.c.holder == "", jobs.c.failures == 0, jobs.c.due > _text(due))
    connection.execute(update(jobs).where(*later).values(due=_text(due)))


def find_due(connection: Connection, names: Collection[str], now: datetime) -> list[StoredJob]:
    """Return the jobs of these names that may be claimed now, the one due longest first.

    Those are the due ones that nobody holds, and those whose holder died or let its hold run out, due or not.
    """
    moment = clock_ms(connection)
    statement = select(jobs).where(jobs.c.name.in_(list(names))).order_by(jobs.c.due, jobs.c.name)
    found = (_job(row, moment) for row in connection.execute(statement))
    return [job for job in found if _is_free(job, now)]


def claim(connection: Connection, job: StoredJob, holder: str, now: datetime, seconds: float) -> StoredJob | None:
    """Take a job for so many seconds; None where another was quicker.

    Its due time moves on before it runs, to where it is tried again should this run never end.
    """
    values = {
        "holder": holder,
        "held_until": clock_ms(connection) + int(seconds * 1000),
        "started": _text(now),
        "due": _text(now + backoff(job.failures + 1)),
        "failures": job.failures + 1,
    }
    # On what was read: of two that saw the same row only one finds it unchanged.
    seen = (jobs.c.holder == job.holder, jobs.c.held_until == job.held_until, jobs.c.due == _text(job.due))
    if not connection.execute(update(jobs).where(jobs.c.name == job.name, *seen).values(values)).rowcount:
        return None
    return get(connection, job.name)


def renew(connection: Connection, name: str, holder: str, seconds: float) -> bool:
    """Hold a job for so many seconds from now; False where it was lost."""
    until = clock_ms(connection) + int(seconds * 1000)
    mine = (jobs.c.name == name, jobs.c.holder == holder)
    return bool(connection.execute(update(jobs).where(*mine).values(held_until=until)).rowcount)


def finish(connection: Connection, claimed: StoredJob, now: datetime, ended: Ended) -> None:
    """Let go of a job and note how it ended; nothing happens where the hold was lost.

    Where somebody made the job due meanwhile, it stays so.
    """
    values = {
        "holder": "",
        "held_until": 0,
        "finished": _text(now),
        "outcome": ended.outcome,
        "message": ended.message,
        "due": case((jobs.c.due == _text(claimed.due), _text(ended.due)), else_=jobs.c.due),
    }
    if not ended.fault:
        values["failures"] = 0
    connection.execute(update(jobs).where(jobs.c.name == claimed.name, jobs.c.holder == claimed.holder).values(values))


def backoff(failures: int) -> timedelta:
    """Return how long after so many failures in a row a job is tried again."""
    return timedelta(seconds=BACKOFF[min(failures, len(BACKOFF)) - 1])


def _is_free(job: StoredJob, now: datetime) -> bool:
    if job.held:
        return False
    left_behind = bool(job.holder) and job.failures < _DEADLY
    return left_behind or job.due <= now


def _job(row: Row[Any], now: int) -> StoredJob:
    return StoredJob(
        row.name,
        datetime.fromisoformat(row.due),
        row.holder,
        row.held_until,
        bool(row.holder) and row.held_until > now and not is_gone(row.holder),
        datetime.fromisoformat(row.started) if row.started else None,
        datetime.fromisoformat(row.finished) if row.finished else None,
        row.outcome,
        row.message,
        row.failures,
    )


def _text(moment: datetime) -> str:
    # One zone and one length, so that texts sort as times do.
    return moment.astimezone(UTC).isoformat(timespec="seconds")
