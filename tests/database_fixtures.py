"""Fresh catalogs on SQLite and PostgreSQL: made once by the migrations, then put back to what they were."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, create_engine, inspect, make_url, select

from broadsheet.errors import SchemaMismatch
from broadsheet.store.database import Database, connect, open_database, schema_version
from broadsheet.store.schema import SCHEMA_VERSION, metadata

POSTGRES = "BROADSHEET_TEST_POSTGRES_URL"


@dataclass(frozen=True, slots=True)
class Postgres:
    """A database on PostgreSQL that tests may empty, and the rows of a new catalog."""

    url: str
    rows: tuple[tuple[Table, Sequence[Mapping[Any, Any]]], ...]


@pytest.fixture(scope="session")
def new_catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a new catalog, to be copied."""
    file = tmp_path_factory.mktemp("new") / "catalog.db"
    open_database(f"sqlite:///{file}").close()
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A database of this process's own with a new catalog; skips where there is no PostgreSQL."""
    url = os.environ.get(POSTGRES, "")
    if not url:
        pytest.skip(f"needs a PostgreSQL in {POSTGRES}")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    own = f"{make_url(url).database}_{worker}"
    if worker:
        _command(url, f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)', f'CREATE DATABASE "{own}"')
        yield _new(make_url(url).set(database=own).render_as_string(hide_password=False))
        _command(url, f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
    else:
        _drop_everything(url)
        yield _new(url)


@pytest.fixture
def database(tmp_path: Path, new_catalog: Path) -> Iterator[Database]:
    """A fresh catalog on SQLite."""
    opened = _copied(new_catalog, tmp_path / "home" / "catalog.db")
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request: pytest.FixtureRequest, tmp_path: Path, new_catalog: Path) -> Iterator[Database]:
    """A fresh catalog on each database that Broadsheet runs on."""
    if request.param == "sqlite":
        opened = _copied(new_catalog, tmp_path / "catalog.db")
    else:
        opened = _emptied(request.getfixturevalue("postgres"))
    yield opened
    opened.close()


def _copied(new_catalog: Path, file: Path) -> Database:
    file.parent.mkdir(exist_ok=True)
    shutil.copyfile(new_catalog, file)
    return open_database(f"sqlite:///{file}")


def _new(url: str) -> Postgres:
    database = open_database(url)
    with database.read() as connection:
        found = ((table, connection.execute(select(table)).mappings().all()) for table in metadata.sorted_tables)
        rows = tuple((table, [dict(row) for row in rows]) for table, rows in found if rows)
    database.close()
    return Postgres(url, rows)


def _emptied(postgres: Postgres) -> Database:
    """Empty every table, which is ten times as fast as making them; a changed schema is made anew."""
    if not _is_current(postgres.url):
        _drop_everything(postgres.url)
    database = open_database(postgres.url)
    with database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        for table, rows in postgres.rows:
            connection.execute(table.insert(), rows)
    return database


def _is_current(url: str) -> bool:
    database = connect(url)
    try:
        if schema_version(database) != SCHEMA_VERSION:
            return False
        with database.read() as connection:
            return set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}
    except SchemaMismatch:
        return False
    finally:
        database.close()


def _drop_everything(url: str) -> None:
    _command(url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")


def _command(url: str, *commands: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for command in commands:
            connection.exec_driver_sql(command)
    engine.dispose()
