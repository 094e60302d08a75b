"""Open the catalog, on SQLite or PostgreSQL, and give out connections."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, inspect, text
from sqlalchemy import Connection as Connection  # given on: other rooms name the type, and use no SQL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from broadsheet.errors import SchemaMismatch, StoreBusy, StoreError, StoreFull
from broadsheet.store.schema import SCHEMA_VERSION

log = logging.getLogger(__name__)

BUSY_TIMEOUT_MS = 60_000
_WRITE = "broadsheet_write"
_SQLITE = "sqlite:///"


class Database:
    """A catalog: gives out connections for reading and for writing.

    Safe to share between threads. Readers never wait for the writer (WAL, or MVCC on
    PostgreSQL); a writer waits for another up to BUSY_TIMEOUT_MS, then raises StoreBusy.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @property
    def address(self) -> str:
        """The catalog's address without its password."""
        return self._engine.url.render_as_string(hide_password=True)

    @property
    def url(self) -> str:
        """The catalog's address as another process opens it, its password included."""
        return self._engine.url.render_as_string(hide_password=False)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection on one consistent state of the catalog."""
        with _translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give the connection of one transaction: all of it is kept, or on any error nothing."""
        with (
            _translated(),
            self._engine.connect().execution_options(**{_WRITE: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def connect(url: str) -> Database:
    """Open the catalog at `url` without looking at its schema; creates the SQLite file's folder."""
    if url.startswith(_SQLITE):
        # Not parsed as an address: the file's name may hold a question mark.
        engine = _connect_sqlite(url.removeprefix(_SQLITE))
    else:
        engine = create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=32)
    return Database(engine)


def open_database(url: str) -> Database:
    """Open the catalog at `url`, making it where there is none; SchemaMismatch where its schema is another."""
    database = connect(url)
    try:
        version = schema_version(database)
        if version is None:
            migrate(database)
        elif version != SCHEMA_VERSION:
            raise SchemaMismatch(_mismatch(version))
    except BaseException:
        database.close()
        raise
    return database


def schema_version(database: Database) -> str | None:
    """Return the catalog's schema version, None for an empty database."""
    with database.read() as connection:
        tables = set(inspect(connection).get_table_names())
        if "alembic_version" in tables:
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return str(version) if version else None
    if tables & {"papers", "source_records"}:
        raise SchemaMismatch("This database has tables named like ours but was not made by Broadsheet.")
    return None


def migrate(database: Database) -> None:
    """Bring the catalog's schema to SCHEMA_VERSION, in one transaction."""
    # Imported here: Alembic costs 0.1 s at every start and is needed at the first one.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _mismatch(version: str) -> str:
    if version < SCHEMA_VERSION:
        return (
            f"The catalog has schema {version}, this program needs {SCHEMA_VERSION}. "
            "Stop other programs that use it, then run `broadsheet doctor --migrate`."
        )
    return (
        f"The catalog has schema {version}, which is newer than this program knows ({SCHEMA_VERSION}). "
        "Install the newer Broadsheet that made it."
    )


def _connect_sqlite(file: str) -> Engine:
    if file != ":memory:":
        try:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The data folder {Path(file).parent} cannot be made: {error.strerror}.") from error
    engine = create_engine(
        URL.create("sqlite", database=file),
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=32,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction handling would begin late and commit DDL: we begin ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "cache_size = -8000",
        # A checkpoint every 4 MB, the default, would be one with every batch of an import.
        "wal_autocheckpoint = 8000",
        "journal_size_limit = 67108864",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that starts as a reader and then writes cannot wait for another writer: it fails at once.
    writes = connection.get_execution_options().get(_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _translate(error) from error
    except SQLAlchemyError as error:
        raise StoreError(f"The catalog could not be used: {error}") from error


def _translate(error: DBAPIError) -> StoreError:
    message = " ".join(str(error.orig).split())
    if "locked" in message or "busy" in message:
        return StoreBusy("Another program has been writing to the catalog for over a minute. Try again later.")
    if "disk is full" in message or "No space left" in message or "disk full" in message:
        return StoreFull(
            "The disk is full. What was being written has been undone; make room and run the same command again."
        )
    if "disk I/O error" in message:
        return StoreError(
            "The disk failed or is full (disk I/O error). What was being written has been undone; make room, or mend "
            "the disk, and run the same command again."
        )
    if "connection failed" in message or "failed to resolve" in message:
        return StoreError(
            f"The database cannot be reached ({message}). Check that it runs, and BROADSHEET_DATABASE_URL."
        )
    if "readonly" in message or "read-only" in message:
        return StoreError("The catalog is read-only: check the permissions of the data folder.")
    if "unable to open database file" in message:
        return StoreError("The catalog cannot be opened: check that the data folder exists and may be written to.")
    if "malformed" in message or "not a database" in message:
        return StoreError(f"The catalog is damaged ({message}). Restore it from a backup.")
    return StoreError(f"The catalog could not be used: {message}")
