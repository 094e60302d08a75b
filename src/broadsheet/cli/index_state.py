"""How far the index is behind the catalog."""

from dataclasses import dataclass

from broadsheet.embed.folder import read_folder
from broadsheet.embed.registry import find_model
from broadsheet.search.index.folder import current_generation, read_state
from broadsheet.services import index_folder
from broadsheet.settings import Settings
from broadsheet.store import papers, vectors
from broadsheet.store.database import Database


@dataclass(frozen=True, slots=True)
class IndexState:
    """`unindexed` papers changed since the index was last written; `unembedded` papers have no current vector."""

    exists: bool
    unindexed: int
    model: str
    embedded: int
    unembedded: int


def model_name(settings: Settings) -> str:
    """Return the name under which the model's vectors are kept, without loading the model."""
    return read_folder(find_model(settings.model)).name


def read_index_state(settings: Settings, database: Database) -> IndexState:
    """Read the state; IndexBroken where the index does not say how far it is."""
    generation = current_generation(index_folder(settings))
    change = read_state(generation).change if generation else 0
    model = model_name(settings)
    with database.read() as connection:
        embedded = vectors.count(connection, model)
        return IndexState(
            exists=generation is not None,
            unindexed=papers.count_changed_after(connection, change),
            model=model,
            embedded=embedded,
            unembedded=papers.count(connection) - embedded,
        )
