"""Papers are found by what was read of them: systems, data, results, kind."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from broadsheet.extract.facts.read import VERSION
from broadsheet.model.facts import Fact, Reading
from broadsheet.model.paper import Paper
from broadsheet.model.query import FacetValue
from broadsheet.search import build
from broadsheet.search.library import Library
from broadsheet.store import papers, readings
from broadsheet.store.database import Database, open_database
from search_cast import index_folder, open_library, search, titles

FLAME = Fact("system", "FLAME", long_form="Fast Layered Matching")
SURVEY = (Fact("kind", "survey"), Fact("dataset", "Pictures-10"), Fact("dataset", "Harvest Scenes"))
CLAIM = Fact("result", "improves by 3 points")
CODE = Fact("code", "https://example.org/flame")


def paper(key: int, title: str, abstract: str = "", day: date = date(2025, 3, 1)) -> Paper:
    return Paper(key, f"bs:{key}", title, abstract=abstract, day=day, sources=("arxiv",))


# The second paper of a system is the earlier one.
HEARD: dict[Paper, tuple[Fact, ...]] = {
    paper(1, "Zeal about SuGaR", "SuGaR, SuGaR and again SuGaR, which we compare."): (Fact("kind", "analysis"),),
    paper(2, "Meshes from splats", "We propose SuGaR.", date(2025, 2, 1)): (Fact("system", "SuGaR"), CLAIM),
    paper(3, "Sweets", "A SuGaR of our own.", date(2025, 2, 2)): (Fact("system", "SuGaR"), Fact("kind", "method")),
    paper(4, "Overview of pictures", "We review."): SURVEY,
    paper(5, "Matching by FLAME", "We propose FLAME."): (FLAME, Fact("kind", "system"), Fact("dataset", "pictures10")),
    paper(6, "Burning", "A flame burns. The flame is hot."): (Fact("kind", "theory"),),
    paper(7, "Combustion", "Each flame front of a flame."): (),
    paper(8, "Soot", "Soot in the flame."): (CODE,),
    paper(9, "Perhaps", "Perhaps we propose Bluebell."): (Fact("system", "Bluebell", confidence=0.3),),
    paper(10, "Bluebell in use", "Bluebell, a Bluebell. Bluebell."): (),
    paper(11, "Early", "We take up Delphinium.", date(2025, 1, 1)): (),
    paper(12, "Earlier", "We make use of Delphinium.", date(2025, 1, 1)): (),
    paper(13, "Earliest", "Delphinium is known.", date(2025, 1, 1)): (),
    paper(14, "Late", "We call it Delphinium."): (Fact("system", "Delphinium"),),
}


def hear(database: Database, heard: dict[Paper, tuple[Fact, ...]]) -> None:
    with database.write() as connection:
        papers.write(connection, list(heard), {one.key: [one.id] for one in heard})
        read = {one.key: Reading(facts) for one, facts in heard.items()}
        pending = readings.pending(connection, VERSION, 100)
        readings.save(connection, VERSION, [(one, read[one.key]) for one in pending])


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('facts') / 'catalog.db'}")
    hear(database, {replace(one): facts for one, facts in HEARD.items()})
    yield open_library(database)
    database.close()


def keys(library: Library, text: str) -> Sequence[int]:
    return [hit.paper.key for hit in search(library, text).hits]


def introduced(library: Library, text: str) -> Sequence[str]:
    return [hit.why.introduced for hit in search(library, text).hits if hit.why.introduced]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("system:sugar", {2, 3}),
        ('system:"fast layered-matching"', {5}),
        ("dataset:pictures-10", {4, 5}),
        ("dataset:(pictures10 AND harvest-scenes)", {4}),
        ("kind:review", {4}),
        ("kind:(survey OR theory)", {4, 6}),
        ("has:results", {2}),
        ("has:code", {8}),
        ("-kind:survey dataset:pictures10", {5}),
    ],
)
def test_what_was_read_is_a_condition(library: Library, text: str, found: set[int]) -> None:
    assert set(keys(library, text)) == found


def test_facets_count_kinds_data_by_their_names_and_results(library: Library) -> None:
    facets = search(library, "", facets=True).facets
    assert FacetValue("survey", 1) in facets["kind"]
    assert facets["dataset"] == (FacetValue("Pictures-10", 2), FacetValue("Harvest Scenes", 1))
    assert FacetValue("results", 1) in facets["has"]


@pytest.mark.parametrize("text", ["SuGaR", "sugar", "Su-GaR", '"SuGaR"', "SuGaR source:arxiv"])
def test_who_introduced_a_system_comes_before_who_mentions_it_the_earliest_first(library: Library, text: str) -> None:
    assert keys(library, text)[:2] == [2, 3]


def test_the_earliest_that_holds_the_conditions_counts(library: Library) -> None:
    assert keys(library, "SuGaR kind:method") == [3]


def test_the_long_form_is_the_name_too(library: Library) -> None:
    assert keys(library, "Fast Layered Matching")[0] == 5


def test_explain_tells_who_introduced_it(library: Library) -> None:
    first, second, third = (hit.why for hit in search(library, "SuGaR", explain=True).hits[:3])
    assert (first.introduced, second.introduced, third.introduced) == ("SuGaR", "SuGaR", "")
    assert "2 because it introduced SuGaR" in first.formula
    assert "1 because it introduced SuGaR, after others" in second.formula
    assert first.score > second.score > third.score


def test_a_word_that_papers_write_in_lower_case_is_a_word_unless_typed_as_the_name(library: Library) -> None:
    assert introduced(library, "flame") == []
    assert introduced(library, "Flame") == []
    assert introduced(library, "FLAME") == ["FLAME"]


@pytest.mark.parametrize("text", ["Delphinium", "delphinium"])
def test_a_name_that_others_wrote_before_was_not_introduced(library: Library, text: str) -> None:
    assert introduced(library, text) == []


def test_more_than_the_name_asks_for_more(library: Library) -> None:
    assert introduced(library, "SuGaR meshes") == []


def test_what_is_likely_no_system_comes_in_its_place(library: Library) -> None:
    assert keys(library, "Bluebell")[0] == 10


def test_what_is_read_later_is_found_when_the_index_follows(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'catalog.db'}")
    late = paper(1, "Larkspur")
    library = open_library(database, late)
    assert titles(search(library, "system:larkspur")) == []
    hear(database, {late: (Fact("system", "Larkspur"),)})
    build.catch_up(database, index_folder(database), "word-hashes-1")
    library.engine.refresh(database)
    assert titles(search(library, "system:larkspur")) == ["Larkspur"]
    database.close()
