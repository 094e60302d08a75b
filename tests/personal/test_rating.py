"""One rating of a paper holds at a time."""

from datetime import UTC, datetime

from broadsheet.model.reader import LOCAL
from broadsheet.personal.rating import rate
from broadsheet.store import marks
from broadsheet.store.database import Database
from search_cast import ATTENTION, write

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_a_rating_takes_the_place_of_the_one_before(any_database: Database) -> None:
    write(any_database, ATTENTION)
    with any_database.write() as connection:
        marks.put(connection, LOCAL, 1, "save", on=True, made=NOW)
        assert rate(connection, LOCAL, 1, "up", NOW) is None
        assert rate(connection, LOCAL, 1, "down", NOW) == "up"
        assert rate(connection, LOCAL, 1, "down", NOW) == "down"
        assert marks.of_papers(connection, LOCAL, [1])[1] == {"save", "down"}
        assert rate(connection, LOCAL, 1, None, NOW) == "down"
        assert marks.of_papers(connection, LOCAL, [1])[1] == {"save"}


def test_ratings_of_others_stay(database: Database) -> None:
    write(database, ATTENTION)
    with database.write() as connection:
        rate(connection, "bob", 1, "up", NOW)
        rate(connection, LOCAL, 1, "hidden", NOW)
        assert marks.of_papers(connection, "bob", [1])[1] == {"up"}
