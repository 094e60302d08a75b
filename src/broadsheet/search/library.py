"""What a search needs, opened."""

from dataclasses import dataclass

from broadsheet.embed.base import Embedder
from broadsheet.search.engine import SearchEngine
from broadsheet.store.database import Database


@dataclass(frozen=True, slots=True)
class Library:
    """The catalog, its index, and the model that turns queries into vectors; without a model words still find."""

    database: Database
    engine: SearchEngine
    embedder: Embedder | None = None
