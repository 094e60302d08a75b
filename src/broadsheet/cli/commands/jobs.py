"""`broadsheet jobs`: the timetable, and one job of it by hand."""

from contextlib import closing
from datetime import datetime
from threading import Event
from typing import Annotated

import typer
from rich.console import Console

from broadsheet.cli.failures import COULD_NOT, INTERRUPTED
from broadsheet.cli.harvesting import ended_by_signals, in_background, known_sources, open_ground
from broadsheet.cli.invocation import Invocation, invocation_of
from broadsheet.cli.output.console import note, open_console, print_json, styled
from broadsheet.cli.upkeep import index_new, read_and_embed
from broadsheet.errors import SettingsError
from broadsheet.jobs.running import Work
from broadsheet.jobs.timetable import Row, timetable
from broadsheet.jobs.worker import Worker
from broadsheet.store import jobs as stored_jobs
from broadsheet.store import plans
from broadsheet.store.database import Database, open_database
from broadsheet.store.jobs import StoredJob

EXAMPLES = ("broadsheet jobs", "broadsheet jobs run arxiv")


def jobs(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[run NAME]", help="Run this job once, due or not.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show the timetable, or run one job of it.

    Each job with its schedule, when it is due next and how its last run ended. A running server does what is due, or
    `broadsheet worker`. Sources are harvested only if `broadsheet setup` put them into the plan.
    """
    invocation, words = invocation_of(context), what or []
    if words and (words[0] != "run" or len(words) != 2):
        raise SettingsError("Write `broadsheet jobs`, or `broadsheet jobs run NAME`.")
    with closing(open_database(invocation.settings.catalog_url)) as database:
        if words:
            _run(invocation, database, words[1], json)
        else:
            _show(invocation, database, json)


def _run(invocation: Invocation, database: Database, name: str, json: bool) -> None:
    worker = Worker(Work(open_ground(invocation, database, Event()), known_sources(invocation)))
    with ended_by_signals(worker.stop, what="the item in hand"):
        done = in_background(lambda: worker.run_one(name))
    index_new(invocation.settings, database)
    if json:
        print_json({"job": name, "outcome": done.ended.outcome, "message": done.ended.message})
    else:
        note(f"{name}: {done.ended.outcome}. {done.ended.message}")
    if worker.stopping:
        raise typer.Exit(INTERRUPTED)
    read_and_embed(invocation.settings, database, wanted=None)
    if done.ended.outcome == "failed" or done.ended.fault:
        raise typer.Exit(COULD_NOT)


def _show(invocation: Invocation, database: Database, json: bool) -> None:
    rows = timetable(known_sources(invocation))
    with database.read() as connection:
        stored = {job.name: job for job in stored_jobs.every(connection)}
        enabled = {plan.source for plan in plans.every(connection) if plan.enabled}
    if json:
        print_json([_as_json(row, stored.get(row.name), _is_on(row, enabled)) for row in rows])
        return
    console, width = open_console(), max(len(row.name) for row in rows) + 2
    for row in rows:
        _print(console, row, stored.get(row.name), width, on=_is_on(row, enabled))
    if not enabled:
        note("No source is harvested: nothing asks outside until `broadsheet setup` makes a plan.")


def _is_on(row: Row, enabled: set[str]) -> bool:
    return not row.source or row.source in enabled


def _print(console: Console, row: Row, job: StoredJob | None, width: int, *, on: bool) -> None:
    console.print(
        styled((f"{row.name:<{width}}", "bold" if on else "dim"), f"{_state(job) if on else 'off'}, {row.when}")
    )
    if job and job.outcome:
        ended = f"{_shown(job.finished)}: " if job.finished else ""
        style = "red" if job.outcome == "failed" else "dim"
        console.print(styled(" " * width, (f"{ended}{job.outcome}. {job.message}", style)))


def _state(job: StoredJob | None) -> str:
    if job is None:
        return "due as soon as a worker runs"
    if job.held:
        return f"running since {_shown(job.started)}"
    return f"due {_shown(job.due)}"


def _shown(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "?"


def _as_json(row: Row, job: StoredJob | None, on: bool) -> dict[str, object]:
    return {
        "name": row.name,
        "what": row.what,
        "when": str(row.when),
        "on": on,
        "due": job.due.isoformat() if job else None,
        "running": bool(job and job.held),
        "finished": job.finished.isoformat() if job and job.finished else None,
        "outcome": job.outcome if job else "",
        "message": job.message if job else "",
        "failures": job.failures if job else 0,
    }
