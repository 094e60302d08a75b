"""Names of systems and datasets, as papers write them."""

from datetime import date

from broadsheet.model.facts import Fact, Reading
from broadsheet.model.paper import Paper
from broadsheet.store import entities, papers, readings
from broadsheet.store.database import Database
from broadsheet.store.entities import Entity

HEARD = {
    1: (Fact("system", "Larkspur", long_form="Layered Ranking"), Fact("dataset", "Pictures-10")),
    2: (Fact("dataset", "Pictures10"), Fact("dataset", "Harvest Scenes")),
    3: (Fact("dataset", "Pictures-10"),),
}


def fill(database: Database) -> None:
    several = [Paper(key, f"bs:{key}", f"Paper {key}", day=date(2025, 1, key)) for key in HEARD]
    with database.write() as connection:
        papers.write(connection, several, {paper.key: [paper.id] for paper in several})
        unread = readings.pending(connection, 1, 10)
        readings.save(connection, 1, [(one, Reading(HEARD[one.key])) for one in unread])


def test_spellings_of_one_dataset_are_one_entity(any_database: Database) -> None:
    fill(any_database)
    with any_database.read() as connection:
        assert entities.papers_of(connection, "dataset", "pictures10") == [3, 2, 1]
        assert entities.names(connection, "dataset", "pictures10") == [("Pictures-10", 2), ("Pictures10", 1)]


def test_a_system_is_found_by_its_long_form_and_called_by_its_name(any_database: Database) -> None:
    fill(any_database)
    with any_database.read() as connection:
        assert entities.papers_of(connection, "system", "layeredranking") == [1]
        assert entities.names(connection, "system", "layeredranking") == [("Larkspur", 1)]


def test_a_long_form_stands_in_no_list(any_database: Database) -> None:
    fill(any_database)
    with any_database.read() as connection:
        assert entities.listed(connection, "system") == [Entity("system", "larkspur", "Larkspur", 1)]
        assert entities.count(connection, "system") == 1


def test_what_most_papers_name_is_listed_first_page_by_page(any_database: Database) -> None:
    fill(any_database)
    pictures = Entity("dataset", "pictures10", "Pictures-10", 3)
    scenes = Entity("dataset", "harvestscenes", "Harvest Scenes", 1)
    with any_database.read() as connection:
        assert entities.listed(connection, "dataset") == [pictures, scenes]
        assert entities.listed(connection, "dataset", first=1, limit=1) == [scenes]
        assert entities.listed(connection, "dataset", starting="har") == [scenes]
        assert entities.count(connection, "dataset") == 2
        assert entities.count(connection, "dataset", starting="pic") == 1


def test_an_unknown_name_has_no_papers(any_database: Database) -> None:
    with any_database.read() as connection:
        assert entities.papers_of(connection, "system", "nothing") == []
        assert entities.names(connection, "system", "nothing") == []
        assert entities.listed(connection, "system") == []
