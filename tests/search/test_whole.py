"""When the lists of an index are whole, and when they would leave something out."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.errors import IndexBehind
from broadsheet.search import build
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.index import folder as layout
from broadsheet.search.index.analysis import INDEX_VERSION
from broadsheet.search.library import Library
from broadsheet.search.whole import require_current, require_whole
from broadsheet.store.database import Database, open_database
from search_cast import ATTENTION, BERT, CAST, GPT3, index_folder, many, open_library, write


def reopened(library: Library) -> Library:
    """The same catalog with whatever index lies beside it now."""
    return replace(library, engine=EmbeddedEngine(index_folder(library.database), "word-hashes-1", patient=True))


def test_an_index_of_the_whole_catalog_is_whole(library: Library) -> None:
    require_whole(library)
    require_current(library)


def test_an_index_that_follows_the_catalog_is_whole_but_not_current(database: Database) -> None:
    library = open_library(database, ATTENTION, BERT)
    write(database, GPT3)
    require_whole(library)
    with pytest.raises(IndexBehind, match="1 papers yet"):
        require_current(library)


def test_without_an_index_nothing_is_whole_but_an_empty_catalog(database: Database) -> None:
    require_whole(reopened(open_library(database)))
    library = open_library(database, *CAST)
    shutil.rmtree(index_folder(database))
    with pytest.raises(IndexBehind, match="0 of 5 papers"):
        require_whole(reopened(library))


def test_an_index_that_is_made_anew_is_a_part_until_it_is_done(database: Database) -> None:
    for one in many(3):
        write(database, one)
    library = open_library(database)
    folder = index_folder(database)
    shutil.rmtree(folder)
    seen: list[bool] = []

    def look(done: int, total: int) -> None:
        seen.append(layout.read_state(layout.current_generation(folder) or folder).is_whole)

    build.catch_up(database, folder, "word-hashes-1", progress=look)
    assert seen
    assert not any(seen)
    require_whole(reopened(library))


def test_what_comes_in_afterwards_leaves_an_index_whole(database: Database) -> None:
    library = open_library(database, ATTENTION)
    write(database, BERT)
    build.catch_up(database, index_folder(database), "word-hashes-1")
    library.engine.refresh(database)
    require_whole(library)
    require_current(library)


def test_the_index_of_another_catalog_is_not_taken_for_this_one(database: Database, tmp_path: Path) -> None:
    for one in CAST:
        write(database, one)
    library = open_library(database)
    other = open_database(f"sqlite:///{tmp_path / 'other' / 'catalog.db'}")
    with pytest.raises(IndexBehind, match="another catalog"):
        require_whole(replace(library, database=other))
    other.close()


def test_an_index_of_before_says_nothing_of_its_beginning_and_is_whole(database: Database) -> None:
    library = open_library(database, ATTENTION)
    generation = layout.current_generation(index_folder(database))
    assert generation is not None
    (generation / "state.json").write_text(f'{{"version":{INDEX_VERSION},"change":99}}')
    assert layout.read_state(generation).is_whole
    assert library.engine.is_whole
