"""Follows as they are kept."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from broadsheet.model.follow import Follow
from broadsheet.model.reader import LOCAL
from broadsheet.store import follows
from broadsheet.store.database import Database

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def follow(connection: Connection, value: str = "cs.LG", *, never: bool = False) -> Follow:
    return follows.add(connection, LOCAL, "category", value, f"All of {value}", excluded=never, made=NOW)


def test_follows_stand_in_the_order_of_their_making(any_database: Database) -> None:
    with any_database.write() as connection:
        made = [follow(connection, "cs.LG"), follow(connection, "cs.CL", never=True)]
        assert follows.of_reader(connection, LOCAL) == made
        assert follows.of_readers(connection, [LOCAL, "bob"]) == {LOCAL: made}
        assert follows.get(connection, LOCAL, made[1].number) == made[1]
        assert follows.find(connection, LOCAL, "category", "cs.CL") == made[1]


def test_the_same_twice_is_one_follow(any_database: Database) -> None:
    with any_database.write() as connection:
        first = follow(connection)
        assert follow(connection) == first
        assert follows.of_reader(connection, LOCAL) == [first]


def test_to_exclude_what_is_followed_follows_it_no_longer(database: Database) -> None:
    with database.write() as connection:
        follow(connection)
        never = follow(connection, never=True)
        assert follows.of_reader(connection, LOCAL) == [never]
        again = follow(connection)
        assert follows.of_reader(connection, LOCAL) == [again]


def test_a_follow_is_renamed_and_removed(database: Database) -> None:
    with database.write() as connection:
        made = follow(connection)
        renamed = follows.rename(connection, LOCAL, made.number, "My field")
        assert renamed is not None
        assert renamed.title == "My field"
        assert follows.remove(connection, LOCAL, made.number) == renamed
        assert follows.remove(connection, LOCAL, made.number) is None
        assert follows.of_reader(connection, LOCAL) == []


def test_nobody_touches_the_follows_of_another_reader(database: Database) -> None:
    with database.write() as connection:
        made = follow(connection)
        assert follows.get(connection, "bob", made.number) is None
        assert follows.rename(connection, "bob", made.number, "Mine") is None
        assert follows.remove(connection, "bob", made.number) is None
        assert follows.of_reader(connection, LOCAL) == [made]
