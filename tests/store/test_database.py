"""Opening the catalog: schema, transactions, readers beside a writer, clear errors."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

from broadsheet.errors import SchemaMismatch, StoreBusy, StoreError
from broadsheet.model.facts import Fact
from broadsheet.model.paper import Paper
from broadsheet.store import corrections, papers, readings
from broadsheet.store import database as door
from broadsheet.store.database import Database
from broadsheet.store.schema import SCHEMA_VERSION, metadata

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
GAN = Paper(1, "arxiv:1701.07875", "Wasserstein GAN")


def test_a_new_catalog_has_the_newest_schema(any_database: Database) -> None:
    assert door.schema_version(any_database) == SCHEMA_VERSION


def test_the_migrations_make_the_tables_that_the_code_uses(any_database: Database) -> None:
    with any_database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_catalog_of_the_schema_before_facts_is_migrated_with_its_papers(any_database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(door.__file__).parent / "migrations"))
    with any_database.write() as connection:
        papers.write(connection, [GAN], {1: [GAN.id]})
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
    assert door.schema_version(any_database) == "0004"
    door.migrate(any_database)
    with any_database.write() as connection:
        assert [one.key for one in readings.pending(connection, 1, 9)] == [1]
        assert corrections.put(connection, 1, "ada", before=None, after=Fact("system", "GAN"), made=NOON).number == 1
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_opening_again_finds_what_was_written(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    first = door.open_database(url)
    with first.write() as connection:
        papers.write(connection, [GAN], {1: [GAN.id]})
    first.close()
    second = door.open_database(url)
    with second.read() as connection:
        assert papers.count(connection) == 1
    second.close()


@pytest.mark.parametrize(("version", "advice"), [("0000", "doctor --migrate"), ("9999", "newer")])
def test_another_schema_is_refused_with_what_to_do(tmp_path: Path, version: str, advice: str) -> None:
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    database = door.open_database(url)
    with database.write() as connection:
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{version}'"))
    database.close()
    with pytest.raises(SchemaMismatch, match=advice):
        door.open_database(url)


def test_a_failed_transaction_leaves_nothing(any_database: Database) -> None:
    with pytest.raises(ZeroDivisionError), any_database.write() as connection:
        papers.write(connection, [GAN], {1: [GAN.id]})
        raise ZeroDivisionError
    with any_database.read() as connection:
        assert papers.count(connection) == 0
        assert papers.find_key(connection, GAN.id) is None


def test_a_reader_does_not_wait_for_the_writer(any_database: Database) -> None:
    with any_database.write() as writer:
        papers.write(writer, [GAN], {1: [GAN.id]})
        with any_database.read() as reader:
            assert papers.count(reader) == 0


def test_a_second_writer_waits_for_the_first(any_database: Database) -> None:
    entered, order = threading.Event(), []

    def second() -> None:
        entered.wait()
        with any_database.write() as connection:
            papers.write(connection, [Paper(2, "arxiv:2", "Second")], {2: ["arxiv:2"]})
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with any_database.write() as connection:
        papers.write(connection, [GAN], {1: [GAN.id]})
        entered.set()
        thread.join(0.3)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_writer_that_waited_too_long_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "BUSY_TIMEOUT_MS", 50)
    database = door.open_database(f"sqlite:///{tmp_path / 'catalog.db'}")
    with database.write(), pytest.raises(StoreBusy, match="Another program"), database.write():
        pass
    database.close()


def test_a_file_that_is_no_catalog_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "catalog.db").write_bytes(b"%PDF-1.7 not a database" * 100)
    with pytest.raises(StoreError, match="damaged"):
        door.open_database(f"sqlite:///{tmp_path / 'catalog.db'}")


def test_a_folder_that_cannot_be_made_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="data folder"):
        door.open_database(f"sqlite:///{tmp_path / 'home' / 'catalog.db'}")


def test_the_address_hides_the_password() -> None:
    database = door.connect("postgresql+psycopg://alice:secret@localhost/papers")
    assert "secret" not in database.address
    database.close()
