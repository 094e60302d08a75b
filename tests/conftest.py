"""What every test may ask for: the shared data, a fresh catalog on each database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from broadsheet.store.database import Database, connect, open_database

pytest_plugins = [
    *("cli_fixtures", "harvest_fixtures", "mail_fixtures", "search_fixtures", "site_fixtures"),
    *("accounts_cast", "browser_fixtures", "edition_cast", "facts_cast", "feeds_fixtures"),
]

# The suite says the same of the same commit; `make hunt` looks for new examples.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("hunt", deadline=None)
settings.load_profile("same")

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests with a browser come last: its driver keeps an event loop in this thread, beside which none can run."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real corpora and recorded answers; skips where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the shared data beside the checkout (../shared)")
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A fresh catalog on SQLite."""
    opened = open_database(f"sqlite:///{tmp_path / 'home' / 'catalog.db'}")
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A fresh catalog on each database that Broadsheet runs on."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'catalog.db'}"
    else:
        url = os.environ.get("BROADSHEET_TEST_POSTGRES_URL", "")
        if not url:
            pytest.skip("needs a PostgreSQL in BROADSHEET_TEST_POSTGRES_URL")
        _empty(url)
    opened = open_database(url)
    yield opened
    opened.close()


def _empty(url: str) -> None:
    database = connect(url)
    with database.write() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    database.close()
