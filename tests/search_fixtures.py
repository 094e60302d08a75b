"""A small library, opened once for all tests that only read it."""

from collections.abc import Iterator

import pytest

from broadsheet.search.library import Library
from broadsheet.store.database import open_database
from search_cast import CAST, open_library


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The cast, indexed and embedded; not to be changed."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('library') / 'catalog.db'}")
    yield open_library(database, *CAST)
    database.close()
