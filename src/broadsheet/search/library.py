"""What a search needs, opened."""

from dataclasses import dataclass, field
from typing import Any

from broadsheet.embed.base import Embedder
from broadsheet.lib.cache import BoundedCache
from broadsheet.search.engine import SearchEngine
from broadsheet.store.database import Database


@dataclass(frozen=True, slots=True)
class Library:
    """The catalog, its index, and the model that turns queries into vectors; without a model words still find.

    `kept` holds what takes a while to count over the whole collection and changes slowly.
    """

    database: Database
    engine: SearchEngine
    embedder: Embedder | None = None
    kept: BoundedCache[Any] = field(default_factory=lambda: BoundedCache(4), compare=False, repr=False)
