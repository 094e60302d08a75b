"""Search with the model that is shipped, on real papers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from broadsheet.embed.registry import open_embedder
from broadsheet.search import build
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.search.similar import similar
from broadsheet.store.database import Database, open_database
from search_cast import ATTENTION, CAST, GALAXIES, LANDSCAPE, index_folder, search, titles, write


def opened(database: Database) -> Library:
    model = open_embedder("minilm")
    build.embed_pending(database, model)
    build.catch_up(database, index_folder(database), model.name)
    engine = EmbeddedEngine(index_folder(database), model.name)
    engine.refresh(database)
    return Library(database, engine, model)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The cast with the vectors of the shipped model."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('real') / 'catalog.db'}")
    write(database, *CAST)
    yield opened(database)
    database.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("how the error surface of a network looks", "Visualizing"),
        ("formation of the large-scale structure of the universe", "Introducing"),
        ("learning from a handful of examples", "Language"),
        ("an encoder made of self-attention layers", "Attention"),
    ],
)
def test_meaning_brings_the_paper_first(real: Library, query: str, expected: str) -> None:
    assert titles(search(real, query))[0] == expected


def test_what_has_nothing_to_do_with_any_paper_finds_none(real: Library) -> None:
    assert search(real, "sourdough rye recipe").hits == ()


def test_neighbours_of_a_paper(real: Library) -> None:
    hits = similar(real, [LANDSCAPE.key], limit=4)
    assert hits[0].paper == ATTENTION
    assert GALAXIES not in [hit.paper for hit in hits]


def test_starter_papers_come_first_for_their_own_title(database: Database, shared: Path) -> None:
    rows = [orjson.loads(line) for line in (shared / "gold" / "one-lines.jsonl").read_bytes().splitlines()]
    seeds = [
        replace(
            GALAXIES, key=row["n"], id=f"bs:{row['n']:012}", title=row["title"], abstract="", summary=row["summary"]
        )
        for row in rows
    ]
    write(database, *seeds)
    build.catch_up(database, index_folder(database), "none")
    library = Library(database, EmbeddedEngine(index_folder(database), "none"))
    first = [search(library, seed.title, size=1).hits for seed in seeds]
    assert [seed.title for seed, hits in zip(seeds, first, strict=True) if not hits or hits[0].paper != seed] == []
