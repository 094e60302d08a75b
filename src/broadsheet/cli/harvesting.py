"""Harvest from the terminal: with progress, indexing in between, and Ctrl-C that ends it tidily."""

import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import FrameType
from typing import TypeVar, cast

from broadsheet.cli.index_state import model_name
from broadsheet.cli.invocation import Invocation
from broadsheet.cli.output.console import note, warn
from broadsheet.cli.output.harvesting import show_progress, show_wait, tell_end
from broadsheet.cli.output.progress import Meter, open_meter
from broadsheet.errors import AlreadyRunning
from broadsheet.harvest.outside import Outside
from broadsheet.harvest.planning import note_end, wanted_by
from broadsheet.harvest.reports import RunReport, VerdictKey, read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources import SOURCES
from broadsheet.harvest.sources.base import Source, Wanted
from broadsheet.jobs.timetable import due_after, row_of
from broadsheet.lib.clock import now, stopwatch
from broadsheet.search import build
from broadsheet.services import index_folder
from broadsheet.settings import Settings
from broadsheet.store import jobs
from broadsheet.store.database import Database
from broadsheet.store.harvests import StoredRun
from broadsheet.store.plans import Plan

# Papers are to be found from the first hundred on; then as they come, and not after every page.
_FIRST_INDEXED = 100
_INDEX_EVERY = 10.0  # seconds

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A source to harvest, what of it, and the plan that it is asked by."""

    source: Source
    wanted: Wanted
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Harvested:
    """The runs, and whether all of them could be begun, and whether they were stopped."""

    runs: tuple[StoredRun, ...]
    refused: bool
    stopped: bool


def known_sources(invocation: Invocation) -> Mapping[str, Source]:
    """Return every source that can be harvested."""
    return SOURCES if invocation.sources is None else invocation.sources


def open_ground(invocation: Invocation, database: Database, stop: threading.Event) -> Ground:
    """Return what harvests stand on; `stop` ends them."""
    settings = invocation.settings
    outside = invocation.outside or Outside(contact=settings.contact)
    return Ground(database, settings, now, replace(outside, stop=stop))


def harvest_all(invocation: Invocation, database: Database, every: Sequence[Asked]) -> Harvested:
    """Harvest one source after the other, telling how far each is and how it ended."""
    stop, runs, refused = threading.Event(), [], False
    ground = open_ground(invocation, database, stop)
    for asked in every:
        if stop.is_set():
            break
        try:
            runs.append(_harvest(ground, asked, stop))
        except AlreadyRunning as error:
            warn(str(error))
            refused = True
    return Harvested(tuple(runs), refused, stop.is_set())


def in_background(function: Callable[[], _T]) -> _T:
    """Call a function in a thread and wait for it, so that a signal is handled while it runs."""
    results: list[_T] = []
    errors: list[BaseException] = []

    def call() -> None:
        try:
            results.append(function())
        except BaseException as error:  # noqa: BLE001  # raised again by who waits
            errors.append(error)

    thread = threading.Thread(target=call, name="harvest", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.5)
    if errors:
        raise errors[0]
    return results[0]


@contextmanager
def ended_by_signals(stop: Callable[[], None], *, what: str) -> Iterator[None]:
    """Let the first Ctrl-C or SIGTERM call `stop`, and the second end the program at once."""

    def first(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        for name in before:
            signal.signal(name, signal.default_int_handler)
        stop()
        note(f"Stopping after {what}; once more ends it at once, and loses nothing that is stored.")

    before = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}
    for name in before:
        signal.signal(name, first)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _harvest(ground: Ground, asked: Asked, stop: threading.Event) -> StoredRun:
    indexing = _IndexingBetween(ground.settings, ground.database)
    title = asked.source.title
    with open_meter(title, "records", None) as meter, ended_by_signals(stop.set, what="the record in hand"):

        def on_page(report: RunReport) -> None:
            show_progress(meter, report)
            indexing.look(report.new + report.changed)

        run = in_background(lambda: harvest(ground, asked.source, asked.wanted, on_page=on_page, on_wait=_waits(meter)))
    if asked.plan is not None and asked.wanted == wanted_by(asked.plan):
        _note(ground.database, asked.source, asked.plan, run)
    tell_end(run, title)
    return run


def _note(database: Database, source: Source, plan: Plan, run: StoredRun) -> None:
    """Note that the timetable need not do again what was done by hand."""
    verdict = cast(VerdictKey, run.verdict)
    due = due_after(row_of(source).when, verdict, read_report(run.report), run.ended or now(), 1)
    with database.write() as connection:
        note_end(connection, plan, run, now())
        jobs.put_off(connection, source.name, due)


def _waits(meter: Meter) -> Callable[[float, str], None]:
    return lambda seconds, reason: show_wait(meter, seconds, reason)


class _IndexingBetween:
    """Indexes between two pages, while the service would make us wait anyway."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._folder, self._model = index_folder(settings), model_name(settings)
        self._database = database
        self._indexed = 0
        self._since = stopwatch()

    def look(self, gained: int) -> None:
        """Index, if enough came in and the last time is a while ago."""
        begun = self._indexed > 0
        if gained - self._indexed >= _FIRST_INDEXED and (not begun or self._since() >= _INDEX_EVERY):
            build.catch_up(self._database, self._folder, self._model, wait=False)
            self._indexed, self._since = gained, stopwatch()


def went_wrong(run: StoredRun) -> bool:
    """Whether a run failed, or was broken off by a fault; limits and budgets that were reached are none."""
    return run.verdict == "failed" or read_report(run.report).cause in ("unreachable", "upstream", "fault")
