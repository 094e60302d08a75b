"""Leaky buckets in the catalog."""

from datetime import UTC, datetime, timedelta

from broadsheet.store import limits
from broadsheet.store.database import Database

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def pour(database: Database, at: float = 0.0, name: str = "tries") -> float:
    """Try once, so many seconds after noon."""
    with database.write() as connection:
        return round(limits.pour(connection, name, NOON + timedelta(seconds=at), size=3, seconds=10), 6)


def test_a_bucket_takes_what_it_holds_and_then_says_how_long_to_wait(any_database: Database) -> None:
    assert [pour(any_database) for _ in range(5)] == [0, 0, 0, 10, 10]
    assert pour(any_database, name="others") == 0


def test_it_loses_one_every_ten_seconds(any_database: Database) -> None:
    for _ in range(3):
        pour(any_database)
    assert pour(any_database, 4) == 6
    assert pour(any_database, 10) == 0
    assert pour(any_database, 15) == 5
    assert [pour(any_database, 1_000) for _ in range(4)] == [0, 0, 0, 10]


def test_waiting_is_not_made_longer_by_trying(any_database: Database) -> None:
    for _ in range(100):
        pour(any_database)
    assert pour(any_database, 10) == 0


def test_a_clock_that_is_set_back_empties_nothing(any_database: Database) -> None:
    for _ in range(3):
        pour(any_database)
    assert pour(any_database, -3_600) == 10
    assert pour(any_database, 5) == 5


def test_one_can_be_taken_out_and_all_be_cleared(any_database: Database) -> None:
    for _ in range(3):
        pour(any_database)
    with any_database.write() as connection:
        limits.take_out(connection, "tries")
        limits.take_out(connection, "unknown")
    assert [pour(any_database), pour(any_database)] == [0, 10]
    with any_database.write() as connection:
        limits.clear(connection, "tries")
    assert pour(any_database) == 0


def test_old_ones_are_let_go(any_database: Database) -> None:
    pour(any_database)
    pour(any_database, 86_400, name="later")
    with any_database.write() as connection:
        limits.forget(connection, NOON + timedelta(days=2), timedelta(days=1, hours=1))
        left = connection.exec_driver_sql("SELECT name FROM limits").scalars().all()
    assert list(left) == ["later"]
