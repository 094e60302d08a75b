"""A running server follows what other programs bring into its catalog."""

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.extract.facts.read import VERSION
from broadsheet.jobs.keep_up import Follower, keeping_up
from broadsheet.model.facts import Fact, Reading
from broadsheet.model.paper import Paper
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.find import find
from broadsheet.search.grammar import parse
from broadsheet.services import Services, opened
from broadsheet.settings import read_settings
from broadsheet.store import papers, readings, vectors

GAN = Paper(1, "arxiv:1701.07875", "Wasserstein GAN", abstract="A distance between distributions.", sources=("arxiv",))
BERT = Paper(2, "arxiv:1810.04805", "BERT: Pre-training of Deep Bidirectional Transformers", sources=("arxiv",))


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with opened(read_settings({"BROADSHEET_HOME": str(tmp_path)})) as services:
        yield services


def bring(services: Services, paper: Paper) -> None:
    with services.database.write() as connection:
        papers.write(connection, [paper], {paper.key: [paper.id]})


def found(services: Services, words: str) -> list[str]:
    return [hit.paper.id for hit in find(services.library, parse(words)).hits]


def test_one_round_indexes_and_embeds_and_the_next_finds_nothing_left(services: Services) -> None:
    bring(services, GAN)
    follower = Follower(services, threading.Event())
    while follower.follow():
        pass
    assert found(services, "wasserstein") == [GAN.id]
    assert services.library.engine.vector_count == 1
    assert follower.follow() is False


def test_what_comes_is_read(services: Services) -> None:
    bring(services, GAN)
    follower = Follower(services, threading.Event())
    while follower.follow():
        pass
    with services.database.read() as connection:
        assert readings.count(connection, VERSION) == 1


def test_what_another_version_read_is_read_again(services: Services) -> None:
    bring(services, GAN)
    with services.database.write() as connection:
        earlier = Reading((Fact("system", "Larkspur"),))
        readings.save(connection, VERSION - 1, [(one, earlier) for one in readings.pending(connection, VERSION, 1)])
    follower = Follower(services, threading.Event())
    while follower.follow():
        pass
    with services.database.read() as connection:
        assert readings.of_papers(connection, [1])[1].of("system") != earlier.of("system")


@pytest.mark.parametrize("deleted", ["index", "index/current", "index/g1"])
def test_an_index_deleted_while_serving_is_made_again(services: Services, tmp_path: Path, deleted: str) -> None:
    bring(services, GAN)
    follower = Follower(services, threading.Event())
    while follower.follow():
        pass
    gone = tmp_path / deleted
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    follower.follow()
    assert (tmp_path / "index" / "current").exists()
    assert EmbeddedEngine(tmp_path / "index", "minilm").paper_count == 1


def test_a_stop_is_obeyed_between_chunks(services: Services) -> None:
    bring(services, GAN)
    stop = threading.Event()
    stop.set()
    Follower(services, stop).follow()
    with services.database.read() as connection:
        assert vectors.count_models(connection) == {}


def test_papers_that_come_while_serving_are_found(services: Services) -> None:
    with keeping_up(services):
        bring(services, GAN)
        bring(services, BERT)
        deadline = time.monotonic() + 30
        while found(services, "bidirectional transformers")[:1] != [BERT.id] and time.monotonic() < deadline:
            time.sleep(0.05)
    assert found(services, "bidirectional transformers")[:1] == [BERT.id]


def test_a_failure_is_told_in_the_log_and_the_work_goes_on(
    services: Services, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "index").write_text("a file where the folder should be")
    with keeping_up(services):
        deadline = time.monotonic() + 30
        while "background work failed" not in caplog.text and time.monotonic() < deadline:
            time.sleep(0.02)
        assert [thread.name for thread in threading.enumerate()].count("keep up") == 2
    assert "background work failed" in caplog.text
