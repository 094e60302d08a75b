"""Papers like one, like several, like a text."""

from dataclasses import replace

from search_cast import ATTENTION, BERT, CAST, GALAXIES, GPT3, LANDSCAPE, open_library

from broadsheet.model.query import Category
from broadsheet.search.library import Library
from broadsheet.search.similar import similar, similar_to_text
from broadsheet.store.database import Database

TWIN = replace(GALAXIES, key=20, id="arxiv:2101.00020", title="Dark matter and galaxies", categories=("cs.LG",))


def test_paper_itself_is_never_in_its_list(library: Library) -> None:
    for paper in CAST:
        hits = similar(library, [paper.key], limit=10)
        assert len(hits) == len(CAST) - 1
        assert paper not in [hit.paper for hit in hits]


def test_nearest_comes_first(database: Database) -> None:
    library = open_library(database, *CAST, TWIN)
    first = similar(library, [GALAXIES.key], limit=2)[0]
    assert first.paper == TWIN
    assert first.why.semantic_rank == 1
    assert first.why.score == first.why.semantic_score
    assert first.title[0].text == TWIN.title


def test_several_papers_are_taken_together(database: Database) -> None:
    library = open_library(database, *CAST, TWIN)
    hits = similar(library, [ATTENTION.key, GALAXIES.key], limit=10)
    assert hits[0].paper == TWIN
    assert {ATTENTION, GALAXIES}.isdisjoint({hit.paper for hit in hits})


def test_constraints_hold(database: Database) -> None:
    library = open_library(database, *CAST, TWIN)
    hits = similar(library, [GALAXIES.key], limit=10, constraints=[Category("cs.CL")])
    assert {hit.paper.key for hit in hits} == {ATTENTION.key, BERT.key, GPT3.key}


def test_without_vectors_shared_rare_words_count(database: Database) -> None:
    library = open_library(database, *CAST, TWIN, embed=False)
    first = similar(library, [GALAXIES.key], limit=2)[0]
    assert first.paper == TWIN
    assert first.why.lexical_rank == 1


def test_like_a_text(library: Library) -> None:
    hits = similar_to_text(library, f"We looked at how {LANDSCAPE.abstract} and found much.", limit=2)
    assert hits[0].paper == LANDSCAPE
    assert len(hits) <= 2


def test_unknown_paper_has_no_neighbours(library: Library) -> None:
    assert similar(library, [999], limit=5) == ()
    assert similar(library, [], limit=5) == ()
