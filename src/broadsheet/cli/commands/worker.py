"""`broadsheet worker`: what the timetable says, without the pages."""

from contextlib import closing
from threading import Event
from typing import Annotated

import typer

from broadsheet.cli.failures import COULD_NOT, INTERRUPTED
from broadsheet.cli.harvesting import ended_by_signals, in_background, known_sources, open_ground
from broadsheet.cli.invocation import Invocation, invocation_of
from broadsheet.cli.output.console import note
from broadsheet.cli.presence import running_address
from broadsheet.cli.upkeep import index_new, read_and_embed
from broadsheet.harvest.planning import read_plan
from broadsheet.jobs.keep_up import keeping_up
from broadsheet.jobs.running import Work
from broadsheet.jobs.worker import LANES, Done, Worker, working
from broadsheet.lib.memory import share_arenas
from broadsheet.mail.checking import check_settings
from broadsheet.services import opened
from broadsheet.store.database import Database, open_database

EXAMPLES = ("broadsheet worker", "broadsheet worker --once")


def worker(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end.")] = False,
    lanes: Annotated[int, typer.Option(min=1, max=8, help="Jobs at a time.")] = LANES,
) -> None:
    """Do what the timetable says, without the pages.

    `broadsheet serve` does this too, unless it is told --no-worker. Any number of workers may share a catalog: each job
    is done by one of them, and one that died is replaced at once. Ctrl-C or SIGTERM lets the item in hand be finished.
    """
    invocation = invocation_of(context)
    if once:
        _once(invocation)
    else:
        _on_and_on(invocation, lanes)


def _once(invocation: Invocation) -> None:
    done: list[Done] = []
    with closing(open_database(invocation.settings.catalog_url)) as database:
        worker = Worker(Work(open_ground(invocation, database, Event()), known_sources(invocation)))
        worker.prepare()
        with ended_by_signals(worker.stop, what="the item in hand"):
            in_background(lambda: _do_all(worker, done))
        index_new(invocation.settings, database)
        if worker.stopping:
            raise typer.Exit(INTERRUPTED)
        if not done:
            note("Nothing is due.")
        read_and_embed(invocation.settings, database, wanted=None)
    if any(one.ended.fault for one in done):
        raise typer.Exit(COULD_NOT)


def _do_all(worker: Worker, done: list[Done]) -> None:
    while not worker.stopping and (one := worker.run_next()):
        note(f"{one.name}: {one.ended.outcome}. {one.ended.message}")
        done.append(one)


def _on_and_on(invocation: Invocation, lanes: int) -> None:
    share_arenas()
    settings, over = invocation.settings, Event()
    check_settings(settings)
    with (
        opened(settings, ahead=False) as services,
        # A server of this data folder keeps its index up by itself, with the model that it has loaded.
        keeping_up(services, unless=lambda: running_address(settings.home) is not None),
        working(Work(open_ground(invocation, services.database, Event()), known_sources(invocation)), lanes=lanes),
        ended_by_signals(over.set, what="the items in hand"),
    ):
        note(f"Working; `broadsheet jobs` shows what is due.{_unplanned(services.database)}  (Ctrl-C stops it)")
        in_background(over.wait)
    note("Stopped.")


def _unplanned(database: Database) -> str:
    with database.read() as connection:
        return "" if read_plan(connection) else " Nothing is planned yet: `broadsheet setup`."
