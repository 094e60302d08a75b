"""The job that makes the digests that are due."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from functools import partial

from broadsheet.digests.making import Desk, make_due
from broadsheet.embed.lazy import LazyEmbedder
from broadsheet.harvest.run import Ground
from broadsheet.jobs.schedule import At, Every
from broadsheet.lib.clock import stopwatch
from broadsheet.lib.memory import give_back
from broadsheet.mail.digests import compose_digest
from broadsheet.mail.post import open_post
from broadsheet.render.fragments import counted
from broadsheet.search import build
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.services import index_folder
from broadsheet.store import digest_plans, stream
from broadsheet.store.jobs import Ended

TURN = 60.0  # seconds, then other jobs get their turn
# While new papers are indexed and embedded digests wait: until then, what follows would match is not known.
_PATIENCE = timedelta(hours=1)
_AGAIN = timedelta(minutes=2)
_LATELY = timedelta(days=3)
_WORTH_A_PROCESS = 400  # plans that are due
_MISSING = 0.02  # the share of the last days' papers that may lack a vector


def make_digests(ground: Ground, when: Every | At, stop: threading.Event) -> Ended:
    """Make what is due; told as the end of a job."""
    now, elapsed = ground.clock(), stopwatch()
    with ground.database.read() as connection:
        oldest = digest_plans.next_due(connection)
    if oldest is None or oldest > now:
        return Ended("done", "Nothing is due.", when.after(now))
    with _library(ground) as (library, is_busy):
        if now - oldest < _PATIENCE and (why := _unready(ground, library, now, is_busy=is_busy)):
            return Ended("partial", why, now + _AGAIN)
        desk = Desk(library, partial(compose_digest, open_post(ground.settings, ground.database)))
        with _helped(ground, now) as share:
            made = make_due(desk, ground.clock, go_on=lambda: not stop.is_set() and elapsed() < TURN, share=share)
    give_back()
    now = ground.clock()
    if stop.is_set():
        return Ended("stopped", made.told(), now)
    due = now if made.left else when.after(now)
    return Ended("partial" if made.left or made.failed else "done", made.told(), due)


@contextmanager
def _library(ground: Ground) -> Iterator[tuple[Library, bool]]:
    """Open the library, its index brought up to date; or not, where another process is at it."""
    settings = ground.settings
    with closing(LazyEmbedder(settings.model, threads=settings.threads)) as embedder:
        build.take_over_vectors(ground.database, embedder.name, embedder.continues)
        built = build.catch_up(ground.database, index_folder(settings), embedder.name, wait=False)
        engine = EmbeddedEngine(index_folder(settings), embedder.name, patient=True)
        yield Library(ground.database, engine, embedder), built.busy


@contextmanager
def _helped(ground: Ground, now: datetime) -> Iterator[tuple[int, int]]:
    """Let a second process make half of what is due, where that is much and this machine has two cores."""
    with ground.database.read() as connection:
        due = digest_plans.count_due(connection, now)
    if due < _WORTH_A_PROCESS or (os.cpu_count() or 1) < 2:
        yield 0, 1
        return
    command = [
        sys.executable,
        "-m",
        "broadsheet",
        "--home",
        str(ground.settings.home),
        "digest",
        "--due",
        "--share",
        "2/2",
    ]
    helper = subprocess.Popen(  # noqa: S603 - our own program, no shell
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield 0, 2
    finally:
        # Whatever it has in hand is made by the next turn: each digest is kept as a whole or not at all.
        helper.terminate()
        helper.wait()


def _unready(ground: Ground, library: Library, now: datetime, *, is_busy: bool) -> str:
    """Say why digests had better wait, "" where everything is there."""
    if is_busy or not library.engine.is_whole:
        return "Digests wait: the search index is being brought up to date."
    with ground.database.read() as connection:
        model = library.embedder.name if library.embedder else ""
        every, missing = stream.count_without_vector(connection, model, (now - _LATELY).date(), now.date())
    if missing > _MISSING * every:
        return f"Digests wait: {counted(missing, 'new paper is', 'new papers are')} still to be embedded."
    return ""
