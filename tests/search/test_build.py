"""The index follows the catalog, whatever happens in between."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.errors import IndexBroken
from broadsheet.search import build
from broadsheet.search.build import Built
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.index import folder as layout
from broadsheet.search.index import follow
from broadsheet.search.library import Library
from broadsheet.store import papers, vectors
from broadsheet.store.database import Database
from search_cast import (
    ATTENTION,
    BERT,
    CAST,
    GPT3,
    LANDSCAPE,
    WordHashes,
    index_folder,
    many,
    open_library,
    search,
    titles,
    write,
)

MODEL = WordHashes()


def catch_up(database: Database, **options: bool) -> Built:
    return build.catch_up(database, index_folder(database), MODEL.name, **options)  # type: ignore[arg-type]


def reopened(database: Database) -> Library:
    engine = EmbeddedEngine(index_folder(database), MODEL.name)
    engine.refresh(database)
    return Library(database, engine, MODEL)


def test_catching_up_takes_only_what_is_new(database: Database) -> None:
    write(database, ATTENTION, BERT)
    assert catch_up(database).indexed == 2
    assert catch_up(database) == Built()
    write(database, GPT3)
    assert catch_up(database).indexed == 1


def test_changed_paper_is_found_by_its_new_words_only(database: Database) -> None:
    open_library(database, *CAST)
    write(database, replace(ATTENTION, title="Recurrence Suffices", abstract=""))
    catch_up(database)
    library = reopened(database)
    assert titles(search(library, "recurrence", semantic=False)) == ["Recurrence"]
    assert search(library, "title:attention").total == 0
    assert library.engine.paper_count == len(CAST)


def test_merged_paper_is_forgotten_by_word_and_by_meaning(database: Database) -> None:
    library = open_library(database, *CAST)
    with database.write() as connection:
        papers.merge_into(connection, BERT.key, GPT3.key)
    assert catch_up(database).removed == 1
    library.engine.refresh(database)
    assert library.engine.paper_count == library.engine.vector_count == len(CAST) - 1
    assert search(library, "bert", semantic=False).total == 0
    assert reopened(database).engine.vector_count == len(CAST) - 1


def test_progress_goes_up_to_the_number_of_papers(database: Database) -> None:
    write(database, *many(120))
    steps: list[tuple[int, int]] = []
    build.catch_up(
        database, index_folder(database), MODEL.name, progress=lambda done, total: steps.append((done, total))
    )
    assert steps[-1] == (120, 120)


def test_rebuilt_index_finds_the_same(database: Database) -> None:
    library = open_library(database, *CAST)
    before = titles(search(library, "language attention"))
    built = build.rebuild(database, index_folder(database), MODEL.name)
    assert built == Built(indexed=len(CAST), vectors=len(CAST), rebuilt=True)
    library.engine.refresh(database)
    assert titles(search(library, "language attention")) == before
    assert len(list(index_folder(database).glob("g*"))) == 1


def test_killed_rebuild_leaves_the_old_index_serving(database: Database) -> None:
    open_library(database, *CAST)
    folder = index_folder(database)
    unfinished = layout.new_generation(folder)
    (unfinished / "lexical").mkdir()
    assert search(reopened(database), "bert").total == 1
    catch_up(database)
    assert not unfinished.exists()


class Killed(Exception):
    pass


def _killed_after(steps: int) -> Iterator[None]:
    for _ in range(steps):
        yield
    raise Killed


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_killed_build_goes_on_to_the_same_end(database: Database, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    for first in range(0, 90, 30):
        write(database, *many(30, 100 + first))
    monkeypatch.setattr(follow, "_BATCH", 30)
    monkeypatch.setattr(follow, "_COMMIT", 30)
    kill = _killed_after(steps)
    with pytest.raises((Killed, StopIteration)):
        build.catch_up(database, index_folder(database), MODEL.name, progress=lambda done, total: next(kill))
    catch_up(database)
    library = reopened(database)
    assert library.engine.paper_count == 90
    assert search(library, "landscape", semantic=False).total == 90


def test_commit_that_the_state_does_not_know_is_repeated_without_doubles(database: Database) -> None:
    open_library(database, *CAST)
    generation = layout.current_generation(index_folder(database))
    assert generation is not None
    layout.write_state(generation, 0)
    catch_up(database)
    assert reopened(database).engine.paper_count == len(CAST)


@pytest.mark.parametrize("damaged", ["state.json", "lexical/meta.json", "../current"])
def test_damaged_index_is_made_anew(database: Database, damaged: str) -> None:
    open_library(database, *CAST)
    generation = layout.current_generation(index_folder(database))
    assert generation is not None
    (generation / damaged).write_bytes(b"\xff{")
    with pytest.raises(IndexBroken):
        reopened(database)
    assert catch_up(database).rebuilt
    assert reopened(database).engine.paper_count == len(CAST)


def test_patient_engine_waits_for_a_damaged_index_to_be_made_anew(database: Database) -> None:
    open_library(database, *CAST)
    (index_folder(database) / "current").write_bytes(b"nowhere")
    engine = EmbeddedEngine(index_folder(database), MODEL.name, patient=True)
    library = Library(database, engine, MODEL)
    assert engine.paper_count == 0
    with pytest.raises(IndexBroken, match="points to nothing"):
        search(library, "bert")
    catch_up(database)
    assert engine.refresh(database)
    assert search(library, "bert").total == 1


def test_running_engine_serves_on_when_the_index_is_damaged_under_it(database: Database) -> None:
    open_library(database, *CAST)
    engine = EmbeddedEngine(index_folder(database), MODEL.name, patient=True)
    (index_folder(database) / "current").write_bytes(b"nowhere")
    engine.refresh(database)
    assert engine.paper_count == len(CAST)


def test_index_of_another_version_is_made_anew(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    open_library(database, *CAST)
    monkeypatch.setattr(build, "INDEX_VERSION", 0)
    assert catch_up(database).rebuilt


def test_damaged_vectors_are_read_from_the_catalog(database: Database) -> None:
    open_library(database, *CAST)
    for file in index_folder(database).glob("*/dense-*/*"):
        file.write_bytes(b"damaged")
    assert reopened(database).engine.vector_count == len(CAST)
    assert catch_up(database).vectors == len(CAST)


def test_only_one_process_writes(database: Database) -> None:
    write(database, *CAST)
    with layout.writing(index_folder(database), wait=True) as held:
        assert held
        assert catch_up(database, wait=False).busy
    assert not catch_up(database, wait=False).busy


def test_embedding_goes_on_where_it_stopped(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_CHUNK", 2)
    write(database, *CAST)
    answers = iter([False, True])
    assert build.embed_pending(database, MODEL, stop=lambda: next(answers)) == 2
    steps: list[tuple[int, int]] = []
    assert build.embed_pending(database, MODEL, progress=lambda done, total: steps.append((done, total))) == 3
    assert steps == [(2, 3), (3, 3)]
    assert build.embed_pending(database, MODEL) == 0


def test_text_that_changed_is_embedded_again(database: Database) -> None:
    library = open_library(database, *CAST)
    write(database, replace(LANDSCAPE, title="Dark matter", abstract="Dark matter."))
    assert build.embed_pending(database, MODEL) == 1
    library.engine.refresh(database)
    assert search(library, "astronomy").hits[0].paper.title == "Dark matter"
    assert library.engine.vector_count == len(CAST)


def test_another_model_has_its_own_vectors(database: Database) -> None:
    class Other(WordHashes):
        name = "other"
        dimensions = 32

    open_library(database, *CAST)
    assert build.embed_pending(database, Other()) == len(CAST)
    built = build.catch_up(database, index_folder(database), "other")
    assert built.vectors == len(CAST)
    with database.read() as connection:
        assert vectors.count_models(connection) == {MODEL.name: len(CAST), "other": len(CAST)}
    assert reopened(database).engine.vector_count == len(CAST)


def test_papers_are_found_by_vectors_of_the_model_before_until_there_are_new_ones(database: Database) -> None:
    class Next(WordHashes):
        name = "next"

    open_library(database, *CAST)
    assert build.take_over_vectors(database, "next", ["unheard-of"]) == 0
    assert build.take_over_vectors(database, "next", [MODEL.name]) == len(CAST)
    assert build.take_over_vectors(database, "next", [MODEL.name]) == 0
    engine = EmbeddedEngine(index_folder(database), "next")
    engine.refresh(database)
    found = engine.semantic(MODEL.embed([BERT.text])[0], (), 1)
    assert [hit.key for hit in found] == [BERT.key]
    steps: list[tuple[int, int]] = []
    assert build.embed_pending(database, Next(), progress=lambda *step: steps.append(step)) == len(CAST)
    assert steps[-1] == (len(CAST), len(CAST))
    engine.refresh(database)
    assert engine.vector_count == len(CAST)
    with database.read() as connection:
        assert vectors.count_models(connection) == {"next": len(CAST)}
        assert vectors.count_outdated(connection, "next") == 0


def test_running_engine_sees_what_another_process_imported(database: Database) -> None:
    library = open_library(database)
    assert not library.engine.refresh(database)
    write(database, *CAST)
    catch_up(database)
    assert library.engine.refresh(database)
    assert search(library, "bert").total == 1
    assert search(library, "bert").semantic is False
    build.embed_pending(database, MODEL)
    assert library.engine.refresh(database)
    assert search(library, "astronomy").hits != ()
    assert not library.engine.refresh(database)


def test_running_engine_follows_a_rebuild(database: Database) -> None:
    library = open_library(database, *CAST)
    write(database, *many(5))
    build.rebuild(database, index_folder(database), MODEL.name)
    assert library.engine.refresh(database)
    assert library.engine.paper_count == len(CAST) + 5


def test_searches_go_on_while_the_index_grows(database: Database) -> None:
    library = open_library(database, *CAST)
    stop = threading.Event()

    def keep_searching() -> int:
        searches = 0
        while not stop.is_set():
            page = search(library, "landscape cat:cs.LG", facets=True)
            assert all("cs.LG" in hit.paper.categories for hit in page.hits)
            searches += 1
        return searches

    with ThreadPoolExecutor(3) as threads:
        running = [threads.submit(keep_searching) for _ in range(3)]
        for first in range(100, 250, 50):
            write(database, *many(50, first))
            build.embed_pending(database, MODEL)
            catch_up(database)
            library.engine.refresh(database)
        stop.set()
        assert all(one.result() for one in running)
    assert library.engine.vector_count == library.engine.paper_count == len(CAST) + 150


def test_folder_that_cannot_be_written_is_told(database: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Exception, match="cannot be written"):
        build.catch_up(database, tmp_path / "file" / "index", MODEL.name)
