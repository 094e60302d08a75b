"""Sites to test against: one over the small cast, one over the starter catalog, one over nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html
from starlette.applications import Starlette
from starlette.testclient import TestClient

from broadsheet.app import build_app
from broadsheet.embed.base import Embedder
from broadsheet.embed.registry import open_embedder
from broadsheet.harvest.intake import Report, take_in
from broadsheet.harvest.starter import load_starter
from broadsheet.search.build import catch_up, embed_pending
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.services import Services
from broadsheet.settings import Settings
from broadsheet.store.database import Database, open_database
from site_cast import adapt, raw_records

ORIGIN = "http://localhost:8300"


@dataclass(frozen=True)
class TestSite:
    """An opened library and the application over it."""

    __test__ = False

    services: Services
    app: Starlette

    def client(self, **headers: str) -> TestClient:
        """A browser that follows no redirects and sees a crash as the page that a reader would see."""
        return TestClient(
            self.app, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=False, headers=headers
        )


def select(page: str, path: str) -> list[str]:
    """What an XPath finds in a page: attributes and texts as they are, elements as their source."""
    found = html.fromstring(page).xpath(path)
    if not isinstance(found, list):
        return [str(found)]
    return [html.tostring(one).decode() if isinstance(one, html.HtmlElement) else str(one) for one in found]


def texts(page: str, path: str) -> list[str]:
    """The texts of the elements that an XPath finds, whitespace normalised."""
    found = html.fromstring(page).xpath(path)
    assert isinstance(found, list)
    return [" ".join(one.text_content().split()) for one in found if isinstance(one, html.HtmlElement)]


def clock() -> datetime:
    """The day on which all tests of the site take place."""
    return datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestSite]:
    """A site over the cast, found by word and by meaning."""
    with _library(tmp_path_factory.mktemp("cast")) as (home, database):
        report = Report()
        take_in(database, raw_records(), adapt=adapt, clock=clock, report=report)
        assert report.new == len(list(raw_records()))
        embedder = open_embedder("minilm", threads=1)
        embed_pending(database, embedder)
        yield _opened(home, database, embedder)


@pytest.fixture(scope="session")
def starter_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestSite]:
    """A site over the starter catalog just loaded, found by word only."""
    with _library(tmp_path_factory.mktemp("starter")) as (home, database):
        load_starter(database, clock)
        yield _opened(home, database, None)


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestSite]:
    """A site without papers."""
    with _library(tmp_path_factory.mktemp("empty")) as (home, database):
        yield _opened(home, database, None)


@pytest.fixture
def reader(site: TestSite) -> TestClient:
    """A reader's browser on the site over the cast."""
    return site.client()


@contextmanager
def _library(home: Path) -> Iterator[tuple[Path, Database]]:
    database = open_database(f"sqlite:///{home / 'catalog.db'}")
    yield home, database
    database.close()


def _opened(home: Path, database: Database, embedder: Embedder | None) -> TestSite:
    model = embedder.name if embedder else "minilm"
    catch_up(database, home / "index", model)
    engine = EmbeddedEngine(home / "index", model)
    engine.refresh(database)
    services = Services(Settings(home=home), database, Library(database, engine, embedder), clock)
    return TestSite(services, build_app(services))
