"""Keep index, readings and vectors up with the catalog while the pages are served."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from broadsheet.errors import BroadsheetError, IndexBroken
from broadsheet.extract.facts.read import VERSION
from broadsheet.facts.reading import read_pending
from broadsheet.lib.clock import stopwatch
from broadsheet.search import build
from broadsheet.search.index.folder import current_generation
from broadsheet.services import Services, index_folder
from broadsheet.store import counters, readings

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds: what another process imported is seen within two
REST_AFTER_FAILURE = 30.0  # seconds
# Seconds; then what was read gets into the index, and papers that came in meanwhile get their turn.
READ_FOR = 60.0
EMBED_FOR = 60.0


@contextmanager
def keeping_up(services: Services, *, unless: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Keep up in the background until the block ends; what is in hand is finished first.

    Nothing is done while `unless` says that somebody else does it.
    """
    stop = threading.Event()
    follower = Follower(services, stop)
    tasks: tuple[Callable[[], bool], ...] = (
        lambda: _refresh(services),
        lambda: not unless() and follower.follow(),
    )
    threads = [threading.Thread(target=_repeat, args=(task, stop), name="keep up", daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=10)


def _repeat(task: Callable[[], bool], stop: threading.Event) -> None:
    """Run a task again and again, at once where it says that more is left; a failure is logged and tried later."""
    while not stop.is_set():
        try:
            rest = 0.0 if task() else LOOK_EVERY
        except BroadsheetError as error:
            log.warning("background work failed, next try in %d s: %s", REST_AFTER_FAILURE, error)
            rest = REST_AFTER_FAILURE
        except Exception:  # the server outlives any fault here, and the log tells it whole
            log.exception("background work failed, next try in %d s", REST_AFTER_FAILURE)
            rest = REST_AFTER_FAILURE
        stop.wait(rest)


def _refresh(services: Services) -> bool:
    services.library.engine.refresh(services.database)
    return False


class Follower:
    """Indexes, reads and embeds what the catalog gains; remembers up to which change nothing was left to do."""

    def __init__(self, services: Services, stop: threading.Event) -> None:
        self._services = services
        self._stop = stop
        self._done = -1

    def follow(self) -> bool:
        """Index what is new, then read for a while, then embed for a while; return whether to go on at once.

        In this order, each for a while: what has just come is found first, then has its facts, then is found by
        meaning, while the rest of a large library still waits for both.
        """
        database, library = self._services.database, self._services.library
        with database.read() as connection:
            change = counters.last_change(connection)
        folder = index_folder(self._services.settings)
        if change == self._done and _is_there(folder):
            return False
        model = library.embedder.name if library.embedder else ""
        if build.catch_up(database, folder, model, wait=False).busy:
            return False
        library.engine.refresh(database)
        read = read_pending(database, stop=self._until(READ_FOR), nicely=True)
        embedded = self._embed()
        if read or embedded:
            return True
        if not self._has_unread():  # else a command reads them
            self._done = change
        return False

    def _embed(self) -> int:
        database, embedder = self._services.database, self._services.library.embedder
        return build.embed_pending(database, embedder, stop=self._until(EMBED_FOR)) if embedder else 0

    def _has_unread(self) -> bool:
        with self._services.database.read() as connection:
            return bool(readings.pending(connection, VERSION, 1))

    def _until(self, seconds: float) -> Callable[[], bool]:
        since = stopwatch()
        return lambda: self._stop.is_set() or since() > seconds


def _is_there(folder: Path) -> bool:
    """Whether an index lies in its folder: it may be deleted at any time, and is then made again."""
    try:
        return current_generation(folder) is not None
    except IndexBroken:
        return False
