"""Bring what is derived from the catalog up to date: the index, and vectors."""

import os
import subprocess
import sys

from broadsheet.cli.index_state import model_folder, model_name
from broadsheet.cli.output.console import note
from broadsheet.cli.output.progress import open_meter
from broadsheet.embed.registry import open_embedder
from broadsheet.facts.reading import count_unread, read_pending
from broadsheet.search import build
from broadsheet.search.build import Built
from broadsheet.services import index_folder
from broadsheet.settings import Settings
from broadsheet.store import papers, vectors
from broadsheet.store.database import Database

# As many as are embedded, or read, while one waits for the prompt.
QUICKLY_EMBEDDED = 1_000
QUICKLY_READ = 10_000
# Starting a process takes as long as indexing a few thousand papers.
_WORTH_A_PROCESS = 8_000
# Another one then makes a segment of the index of its own: many small ones would have to be merged.
_WORTH_ANOTHER = 40_000


def index_new(settings: Settings, database: Database, *, wait: bool = True) -> Built:
    """Take into the index what the catalog has gained, showing how far it is."""
    _take_over(settings, database)
    with open_meter("Indexing", "papers", None) as meter:
        return build.catch_up(database, index_folder(settings), model_name(settings), progress=meter.show, wait=wait)


class IndexingBeside:
    """Indexes in a process of its own while this one takes papers in, once they are many: two cores are quicker.

    Whatever becomes of that process, `index_new` does afterwards what it has left.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._next_at = _WORTH_A_PROCESS

    def look(self, taken_in: int) -> None:
        """Begin, if so many papers have come in that it is worth it; again, once it has caught up and ended."""
        idle = self._process is None or self._process.poll() is not None
        if idle and taken_in >= self._next_at:
            self._next_at = taken_in + _WORTH_ANOTHER
            command = [sys.executable, "-m", "broadsheet", "--home", str(self._settings.home), "index"]
            command += ["--no-read", "--no-embed"]
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )

    def wait(self) -> None:
        """Wait until it has caught up."""
        if self._process is not None:
            if self._process.poll() is None:
                note("Indexing the last of them …")
            self._process.wait()


def read_all(settings: Settings, database: Database) -> int:
    """Read every abstract that has not been read, on two cores, and let the index follow; return how many were."""
    if not count_unread(database):
        return 0
    try:
        with open_meter("Reading abstracts", "papers", None) as meter:
            done = read_pending(database, progress=meter.show, processes=min(2, os.cpu_count() or 1))
        if not done and count_unread(database):
            note("Another command reads the abstracts already.")
        return done
    finally:
        # After Ctrl-C too: what was read is kept, and is to be searched for.
        index_new(settings, database)


def read_and_embed(settings: Settings, database: Database, *, wanted: bool | None) -> None:
    """Read and embed what is new if it is little, embed it if `wanted`; else say what will do it."""
    _read_if_quick(settings, database)
    _embed_if_quick(settings, database, wanted=wanted)


def _read_if_quick(settings: Settings, database: Database) -> None:
    unread = count_unread(database)
    if 0 < unread <= QUICKLY_READ:
        read_all(settings, database)
    elif unread:
        note(
            f"{unread:,} abstracts are not read yet for systems, data and results: `broadsheet index` reads them now, "
            "a running server does so in the background."
        )


def rebuild_index(settings: Settings, database: Database) -> Built:
    """Make the index anew beside the one that serves, showing how far it is."""
    _take_over(settings, database)
    with open_meter("Rebuilding", "papers", None) as meter:
        return build.rebuild(database, index_folder(settings), model_name(settings), progress=meter.show)


def embed_all(settings: Settings, database: Database) -> int:
    """Embed every paper that has no current vector, showing how far it is; each one done stays done."""
    if not count_unembedded(settings, database):
        return 0
    embedder = open_embedder(settings.model, threads=settings.threads)
    try:
        with open_meter("Embedding", "papers", None) as meter:
            return build.embed_pending(database, embedder, progress=meter.show)
    finally:
        # After Ctrl-C too: a search that starts anew finds by meaning what the index holds, not what the catalog has.
        build.catch_up(database, index_folder(settings), embedder.name)


def _take_over(settings: Settings, database: Database) -> None:
    model = model_folder(settings)
    if taken := build.take_over_vectors(database, model.name, model.continues):
        note(f"{taken:,} papers are found by the vectors of an earlier model until {model.name} has embedded them.")


def count_unembedded(settings: Settings, database: Database) -> int:
    """Return how many papers the model has no current vector of."""
    with database.read() as connection:
        return papers.count(connection) - vectors.count(connection, model_name(settings))


def _embed_if_quick(settings: Settings, database: Database, *, wanted: bool | None) -> None:
    pending = count_unembedded(settings, database)
    if pending and (wanted or (wanted is None and pending <= QUICKLY_EMBEDDED)):
        embed_all(settings, database)
    elif pending:
        note(
            f"{pending:,} papers are found by word and not yet by meaning: `broadsheet index` embeds them now, "
            "a running server does so in the background."
        )
