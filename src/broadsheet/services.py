"""The opened parts of the program as plain data, handed to every outlet."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from broadsheet.embed.lazy import LazyEmbedder
from broadsheet.lib import clock
from broadsheet.lib.clock import Clock
from broadsheet.search.build import take_over_vectors
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.settings import Settings
from broadsheet.store.database import Database, open_database


@dataclass(frozen=True, slots=True)
class Services:
    """What outlets work with. `library` is what `search.find` and `search.similar` take."""

    settings: Settings
    database: Database
    library: Library
    clock: Clock


def index_folder(settings: Settings) -> Path:
    """The folder of the search index; it may be deleted at any time, and is made again from the catalog."""
    return settings.home / "index"


@contextmanager
def opened(settings: Settings, *, now: Clock = clock.now, ahead: bool = True) -> Iterator[Services]:
    """Open the catalog, its index and, in the background, the model; close them at the end.

    With `ahead` off the model is loaded when it is first needed.
    """
    embedder = LazyEmbedder(settings.model, threads=settings.threads)
    if ahead:
        embedder.load_ahead()
    with closing(embedder), closing(open_database(settings.catalog_url)) as database:
        take_over_vectors(database, embedder.name, embedder.continues)
        # Patient: an index of an earlier version is made anew in the background, or by `broadsheet index`.
        engine = EmbeddedEngine(index_folder(settings), embedder.name, patient=True)
        engine.refresh(database)
        yield Services(settings, database, Library(database, engine, embedder), now)
