"""How far the index is behind the catalog."""

from dataclasses import dataclass
from pathlib import Path

from broadsheet.embed.folder import ModelFolder, read_folder
from broadsheet.embed.registry import find_model
from broadsheet.errors import IndexBroken
from broadsheet.extract.facts.read import VERSION
from broadsheet.search.index.analysis import INDEX_VERSION
from broadsheet.search.index.folder import current_generation, read_state
from broadsheet.services import index_folder
from broadsheet.settings import Settings
from broadsheet.store import papers, readings, vectors
from broadsheet.store.database import Database


@dataclass(frozen=True, slots=True)
class IndexState:
    """How far the index is.

    `usable` is False where it has to be made anew before anything is found. `unindexed` papers changed since it was
    last written; `unembedded` papers have no current vector, but `outdated` of them one that serves until then;
    `unread` ones wait for the extraction.
    """

    usable: bool
    unindexed: int
    model: str
    embedded: int
    unembedded: int
    outdated: int
    unread: int


def model_folder(settings: Settings) -> ModelFolder:
    """Return the description of the model, without loading it."""
    return read_folder(find_model(settings.model))


def model_name(settings: Settings) -> str:
    """Return the name under which the model's vectors are kept, without loading the model."""
    return model_folder(settings).name


def read_index_state(settings: Settings, database: Database) -> IndexState:
    """Read the state; an index that is missing, damaged or of another version counts as one without papers."""
    change = _indexed_change(index_folder(settings))
    model = model_name(settings)
    with database.read() as connection:
        embedded = vectors.count(connection, model)
        return IndexState(
            usable=change is not None,
            unindexed=papers.count_changed_after(connection, change or 0),
            model=model,
            embedded=embedded,
            unembedded=papers.count(connection) - embedded,
            outdated=vectors.count_outdated(connection, model),
            unread=papers.count(connection) - readings.count(connection, VERSION),
        )


def _indexed_change(folder: Path) -> int | None:
    try:
        generation = current_generation(folder)
        state = read_state(generation) if generation else None
    except IndexBroken:
        return None
    return state.change if state and state.version == INDEX_VERSION else None
