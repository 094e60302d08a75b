"""The opened parts of the program as plain data, handed to every outlet."""

from dataclasses import dataclass

from broadsheet.lib.clock import Clock
from broadsheet.search.library import Library
from broadsheet.settings import Settings
from broadsheet.store.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """What outlets work with. `library` is what `search.find` and `search.similar` take."""

    settings: Settings
    database: Database
    library: Library
    clock: Clock
