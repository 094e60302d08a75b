"""A library that is half updated never empties a feed: it keeps what it had, or asks to come again."""

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from broadsheet.harvest.intake import Report, take_in
from broadsheet.search import build
from broadsheet.search.index import folder as layout
from broadsheet.search.index.documents import document
from broadsheet.search.index.lexical import make_lexical, open_lexical
from broadsheet.store import counters, papers
from broadsheet.store.database import Database, open_database
from feeds_fixtures import cast_site, open_site
from search_cast import WordHashes, many, write
from site_cast import adapt, raw_records
from site_fixtures import TestSite, clock

BY_INDEX = ("/feeds/search.atom?q=attention", "/feeds/categories/cs.CL.rss", "/feeds/authors/ashish-vaswani.json")
CATALOG_ONLY = ("/feeds/new.atom", "/feeds/saved.rss", "/feeds/editions/day.json")


def asked_to_come_again(reader: TestClient, path: str, sentence: str) -> None:
    """The feed says that it cannot be made now, and why."""
    answer = reader.get(path)
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert sentence in answer.text
    assert reader.head(path).status_code == 503
    conditional = reader.get(path, headers={"If-None-Match": "*"})
    assert conditional.status_code == 503


@pytest.fixture(scope="module")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library of the cast, made once."""
    made = tmp_path_factory.mktemp("made")
    with cast_site(made):
        return made


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Path:
    """A data folder of a library of the cast, to be broken."""
    return Path(shutil.copytree(made_home, tmp_path / "home"))


def opened(home: Path) -> TestSite:
    """The library as a server that starts now finds it."""
    return open_site(home, open_database(f"sqlite:///{home / 'catalog.db'}"))


@pytest.mark.parametrize("path", BY_INDEX)
def test_without_an_index_a_server_that_starts_asks_to_come_again(home: Path, path: str) -> None:
    shutil.rmtree(home / "index")
    asked_to_come_again(opened(home).client(), path, "0 of 10 papers are in it. Try again in a minute.")


@pytest.mark.parametrize("path", BY_INDEX)
def test_a_damaged_index_asks_to_come_again(home: Path, path: str) -> None:
    generation = layout.current_generation(home / "index")
    assert generation is not None
    (generation / "state.json").write_text("{")
    asked_to_come_again(opened(home).client(), path, "0 of 10 papers are in it")


@pytest.mark.parametrize("path", BY_INDEX)
def test_an_index_that_is_being_made_gives_no_part_of_a_list(home: Path, path: str) -> None:
    # A build that was killed: its first papers are found, the others are not yet.
    shutil.rmtree(home / "index")
    database = open_database(f"sqlite:///{home / 'catalog.db'}")
    _half_built(database, home / "index")
    site = opened(home)
    assert site.services.library.engine.paper_count == 5
    asked_to_come_again(site.client(), path, "The search index is being made")
    build.catch_up(database, home / "index", WordHashes.name)
    site.services.library.engine.refresh(database)
    assert site.client().get(path).status_code == 200


@pytest.mark.parametrize("path", BY_INDEX)
def test_a_server_keeps_what_it_last_sent_while_the_index_is_made_anew(home: Path, path: str) -> None:
    site = opened(home)
    reader = site.client()
    before = reader.get(path)
    shutil.rmtree(home / "index")
    _half_built(site.services.database, home / "index")
    site.services.library.engine.refresh(site.services.database)
    assert site.services.library.engine.paper_count == 5
    after = reader.get(path)
    assert (after.status_code, after.content, after.headers["etag"]) == (200, before.content, before.headers["etag"])
    assert reader.get(path, headers={"If-None-Match": before.headers["etag"]}).status_code == 304


def test_papers_that_the_index_has_yet_to_take_up_make_no_empty_feed(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'catalog.db'}")
    build.catch_up(database, tmp_path / "index", WordHashes.name)
    site = open_site(tmp_path, database)
    assert site.client().get("/feeds/search.atom?q=attention").status_code == 200
    take_in(database, raw_records(), adapt=adapt, clock=clock, report=Report())
    fresh = open_site(tmp_path, database).client()
    for path in BY_INDEX:
        asked_to_come_again(fresh, path, "10 papers yet to take up")
    database.close()


def test_an_index_some_papers_behind_gives_the_list_of_a_moment_ago(home: Path) -> None:
    site = opened(home)
    reader, database = site.client(), site.services.database
    before = reader.get("/feeds/search.atom?q=attention")
    write(database, *many(3, first_key=1_000))
    assert reader.get("/feeds/search.atom?q=attention").content == before.content
    # One that found nothing might find something now.
    asked_to_come_again(reader, "/feeds/search.atom?q=title:landscape", "3 papers yet to take up")


def test_papers_that_have_yet_to_be_embedded_make_no_empty_search(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'catalog.db'}")
    write(database, *many(3))
    build.catch_up(database, tmp_path / "index", WordHashes.name)
    reader = open_site(tmp_path, database).client()
    asked_to_come_again(reader, "/feeds/search.atom?q=xyzzyqwert", "3 papers have yet to be embedded")
    # What has nothing to do with meaning can be told.
    assert reader.get("/feeds/search.atom?q=year:1850").status_code == 200
    assert reader.get("/feeds/categories/hep-th.atom").status_code == 404
    build.embed_pending(database, WordHashes())
    reader = open_site(tmp_path, database).client()
    assert reader.get("/feeds/search.atom?q=xyzzyqwert").status_code == 200
    database.close()


def test_papers_that_went_into_others_do_not_shorten_a_list(home: Path) -> None:
    site = opened(home)
    with site.services.database.write() as connection:
        keys = papers.find_keys(connection, ["arxiv:1706.03762", "arxiv:1810.04805"])
        papers.merge_into(connection, keys["arxiv:1706.03762"], keys["arxiv:1810.04805"])
        papers.write(connection, papers.get(connection, [keys["arxiv:1810.04805"]]), {})
    asked_to_come_again(site.client(), "/feeds/authors/ashish-vaswani.atom", "1 papers yet to take up")


def test_the_index_of_another_catalog_is_not_believed(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    database = open_database(f"sqlite:///{elsewhere / 'catalog.db'}")
    shutil.copytree(home / "index", elsewhere / "index")
    asked_to_come_again(open_site(elsewhere, database).client(), BY_INDEX[0], "belongs to another catalog")
    database.close()


@pytest.mark.parametrize("path", CATALOG_ONLY)
def test_lists_out_of_the_catalog_need_no_index(home: Path, path: str) -> None:
    shutil.rmtree(home / "index")
    assert opened(home).client().get(path).status_code == 200


def test_a_catalog_that_cannot_be_read_leaves_what_was_sent(home: Path) -> None:
    site = opened(home)
    reader = site.client()
    kept = {path: reader.get(path).content for path in (*BY_INDEX, *CATALOG_ONLY)}
    site.services.database.close()
    for file in home.glob("catalog.db*"):
        file.unlink()
    (home / "catalog.db").write_bytes(b"not a database" * 100)
    for path, before in kept.items():
        assert reader.get(path).content == before
    asked_to_come_again(reader, "/feeds/search.atom?q=bert", "The catalog is damaged")


def test_a_page_behind_the_first_is_kept_too(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'catalog.db'}")
    write(database, *many(120))
    build.catch_up(database, tmp_path / "index", WordHashes.name)
    site = open_site(tmp_path, database)
    reader = site.client()
    path = "/feeds/categories/cs.LG.json"
    pages = [reader.get(path).json(), reader.get(f"{path}?page=2").json(), reader.get(f"{path}?page=3").json()]
    assert [len(page["items"]) for page in pages] == [40, 40, 40]
    assert len({item["id"] for page in pages for item in page["items"]}) == 120
    assert [page.get("next_url", "").rpartition("=")[2] for page in pages] == ["2", "3", ""]
    shutil.rmtree(tmp_path / "index")
    _half_built(database, tmp_path / "index")
    site.services.library.engine.refresh(database)
    assert reader.get(f"{path}?page=2").json() == pages[1]
    database.close()


def _half_built(database: Database, folder: Path) -> None:
    """Begin an index as a build does, and stop after five papers."""
    generation = layout.new_generation(folder)
    make_lexical(generation)
    with database.read() as connection:
        layout.write_state(generation, 0, begun_at=counters.last_change(connection))
        first = papers.changed_after(connection, 0, 1_000)[:5]
    writer = open_lexical(generation).writer(heap_size=50_000_000, num_threads=1)
    for paper in first:
        writer.add_document(document(paper))
    writer.commit()
    writer.wait_merging_threads()
    layout.serve_generation(generation)
