"""Which papers an edition counts as stating results."""

from datetime import date

from broadsheet.editions.claiming import stating_results
from broadsheet.extract.facts.read import VERSION
from broadsheet.model.facts import Fact, Reading
from broadsheet.model.paper import Paper
from broadsheet.store import papers, readings
from broadsheet.store.database import Database

CLAIM = "Our loom reaches an accuracy of 91.2% on the test set, 3 points above the baseline."
PLAIN = "We study looms."
DAY = date(2026, 11, 20)


def test_what_was_read_counts_and_else_the_text(database: Database) -> None:
    cast = [Paper(1, "bs:1", "One", PLAIN, day=DAY), Paper(2, "bs:2", "Two", CLAIM, day=DAY)]
    cast += [Paper(3, "bs:3", "Three", CLAIM, day=DAY), Paper(4, "bs:4", "Four", PLAIN, day=DAY)]
    read = {1: Reading((Fact("result", "as a reader corrected it"),)), 2: Reading()}
    with database.write() as connection:
        papers.write(connection, cast, {one.key: [one.id] for one in cast})
        unread = {one.key: one for one in readings.pending(connection, VERSION, 9)}
        readings.save(connection, VERSION, [(unread[key], reading) for key, reading in read.items()])
        assert stating_results(connection, [1, 2, 3, 4]) == {1, 3}


def test_what_an_earlier_version_read_does_not_count(database: Database) -> None:
    with database.write() as connection:
        papers.write(connection, [Paper(1, "bs:1", "One", PLAIN, day=DAY)], {1: ["bs:1"]})
        unread = readings.pending(connection, VERSION - 1, 9)
        readings.save(connection, VERSION - 1, [(one, Reading((Fact("result", "91.2%"),))) for one in unread])
        assert stating_results(connection, [1]) == set()
