"""British and American spellings of one word."""

from collections.abc import Callable

import pytest

from broadsheet.model.paper import Paper
from broadsheet.search.index.varieties import other_spellings
from broadsheet.store.database import Database
from search_cast import open_library, search, write


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("generalise", "generalize"), ("optimisation", "optimization"), ("analysed", "analyzed")),
        *(("colour", "color"), ("behavioural", "behavioral"), ("centre", "center"), ("fibres", "fibers")),
        *(("labelled", "labeled"), ("modelling", "modeling"), ("catalogue", "catalog"), ("grey", "gray")),
    ],
)
def test_each_spelling_gives_the_other(one: str, other: str) -> None:
    assert other in other_spellings(one)
    assert one in other_spellings(other)


def test_short_words_have_no_other_spelling() -> None:
    assert other_spellings("four") == other_spellings("wise") == []


@pytest.fixture
def paper_of() -> Callable[[int, str], Paper]:
    def make(key: int, title: str) -> Paper:
        return Paper(key=key, id=f"made:{key}", title=title)

    return make


def test_a_word_finds_papers_that_spell_it_otherwise(database: Database, paper_of: Callable[[int, str], Paper]) -> None:
    colours = [paper_of(key, f"On color constancy {key}") for key in (1, 2, 3)]
    write(database, *colours, paper_of(4, "Constancy of purpose"))
    library = open_library(database)
    assert {hit.paper.key for hit in search(library, "colour").hits} == {1, 2, 3}
    assert {hit.paper.key for hit in search(library, "colour constancy sort:newest", semantic=False).hits} == {1, 2, 3}


def test_the_other_spelling_is_marked(database: Database, paper_of: Callable[[int, str], Paper]) -> None:
    write(database, *(paper_of(key, f"On color constancy {key}") for key in (1, 2, 3)))
    hit = search(open_library(database), "colour", explain=True).hits[0]
    assert [piece.text for piece in hit.title if piece.marked] == ["color"]
    assert hit.why.matched == {"title": ("colour",)}


def test_the_other_spelling_is_no_slip(database: Database, paper_of: Callable[[int, str], Paper]) -> None:
    write(database, *(paper_of(key, f"On color constancy {key}") for key in (1, 2, 3)))
    library = open_library(database)
    assert search(library, "colour").spelling.guesses == ()
    assert [guess.meant for guess in search(library, "constanzy").spelling.guesses] == [("constancy",)]


def test_a_seldom_spelling_weighs_no_more_than_the_usual_one(
    database: Database, paper_of: Callable[[int, str], Paper]
) -> None:
    usual = [paper_of(key, f"Networks that generalize {key}") for key in range(1, 9)]
    write(database, *usual, paper_of(9, "Networks that generalise rumours"), paper_of(10, "Grokking of networks"))
    library = open_library(database)
    found = search(library, "generalise grokking networks", semantic=False).hits
    assert found[0].paper.key == 10
