"""A process that makes what is due, for tests that kill it."""

import sys
from pathlib import Path

from broadsheet.digests.making import Desk, make_due
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.store.database import open_database
from digests_cast import NOON, letter_of
from search_cast import WordHashes

if __name__ == "__main__":
    home = Path(sys.argv[1])
    database = open_database(f"sqlite:///{home / 'catalog.db'}")
    model = WordHashes()
    library = Library(database, EmbeddedEngine(home / "index", model.name), model)
    sys.stdout.write("begins\n")
    sys.stdout.flush()
    make_due(Desk(library, letter_of), lambda: NOON)
