"""Papers like one, like several, like a text."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from broadsheet.cli.output.listing import explanation
from broadsheet.model.paper import Author, Paper
from broadsheet.model.query import Category
from broadsheet.search.alike.blend import LEAST
from broadsheet.search.alike.varied import varied as chosen_varied
from broadsheet.search.library import Library
from broadsheet.search.similar import shared_words, similar, similar_to_text
from broadsheet.store.database import Database
from search_cast import ATTENTION, BERT, CAST, GALAXIES, LANDSCAPE, open_library

HALO = replace(
    GALAXIES,
    key=20,
    id="arxiv:2101.00020",
    title="Dark matter and galaxies",
    abstract="Dark matter surrounds galaxies; we simulate a cosmological volume of it.",
    authors=(Author("Jane Doe"), Author("Mark Vogelsberger")),
    doi="",
    categories=("astro-ph.CO", "cs.LG"),
)


def a_paper(key: int, title: str, abstract: str, **changed: object) -> Paper:
    """A paper of the loom; every field may be given."""
    paper = Paper(key, f"arxiv:2101.{key:05}", title, abstract, arxiv_id=f"2101.{key:05}", day=date(2021, 1, 4))
    return replace(paper, **changed)  # type: ignore[arg-type]  # the tests' own spelling of fields


WORDS = "loom spindle shuttle thread weave dye colour"
LOOMS = a_paper(30, "Looms of the north", WORDS)


def titles(library: Library, *keys: int, varied: bool = False, limit: int = 10) -> list[str]:
    """The titles of the papers like these."""
    return [hit.paper.title for hit in similar(library, keys, limit=limit, varied=varied)]


def test_paper_itself_is_never_in_its_list(library: Library) -> None:
    for paper in CAST:
        assert paper not in [hit.paper for hit in similar(library, [paper.key], limit=10)]


def test_what_is_far_off_is_not_called_similar(database: Database) -> None:
    library = open_library(database, *CAST, HALO)
    hits = similar(library, [GALAXIES.key], limit=10)
    assert ATTENTION not in [hit.paper for hit in hits]
    assert all(hit.why.score >= LEAST for hit in hits)


def test_nearest_comes_first_and_says_why(database: Database) -> None:
    library = open_library(database, *CAST, HALO)
    first = similar(library, [GALAXIES.key], limit=2)[0]
    assert first.paper == HALO
    assert (first.why.lexical_rank, first.why.semantic_rank) == (1, 1)
    assert {"cosmological", "volume", "dark", "matter", "galaxies"} <= {word.lower() for word in shared_words(first)}
    assert first.why.matched["author"] == ("Mark Vogelsberger",)
    assert first.why.matched["category"] == ("astro-ph.CO",)
    assert any(fragment.marked for fragment in first.title)


def test_the_formula_sums_up_to_the_score(database: Database) -> None:
    library = open_library(database, *CAST, HALO)
    why = similar(library, [GALAXIES.key], limit=1)[0].why
    sums = why.formula.removesuffix(" for shared authors").replace("·", "*")
    assert eval(sums) == pytest.approx(why.score, abs=0.002)  # arithmetic of our own making
    assert explanation(why)[0] == why.formula


def test_several_papers_are_taken_together(database: Database) -> None:
    library = open_library(database, *CAST, HALO)
    hits = similar(library, [ATTENTION.key, GALAXIES.key], limit=10)
    assert hits[0].paper == HALO
    assert {ATTENTION, GALAXIES}.isdisjoint({hit.paper for hit in hits})


def test_constraints_hold(database: Database) -> None:
    library = open_library(
        database, *CAST, HALO, replace(HALO, key=21, id="bs:1", title="Halos", categories=("cs.CL",))
    )
    hits = similar(library, [GALAXIES.key], limit=10, constraints=[Category("cs.CL")])
    assert [hit.paper.key for hit in hits] == [21]


def test_without_vectors_shared_rare_words_count(database: Database) -> None:
    library = open_library(database, *CAST, HALO, embed=False)
    first = similar(library, [GALAXIES.key], limit=2)[0]
    assert first.paper == HALO
    assert (first.why.lexical_rank, first.why.semantic_rank, first.why.semantic_score) == (1, None, None)
    assert first.why.formula.startswith("0.95 · ")


def test_a_paper_that_came_without_a_vector_is_compared_by_words(database: Database) -> None:
    library = open_library(database, *CAST)
    late = open_library(database, HALO, embed=False)
    assert [hit.paper for hit in similar(late, [GALAXIES.key], limit=1)] == [HALO]
    assert library.engine.vector_count == len(CAST)


def test_papers_without_abstract_are_compared_by_title(database: Database) -> None:
    bare = [replace(one, abstract="") for one in (LANDSCAPE, HALO, GALAXIES)]
    library = open_library(database, *bare)
    assert titles(library, GALAXIES.key, limit=1) == [HALO.title]


def test_three_papers_are_a_library(database: Database) -> None:
    library = open_library(database, ATTENTION, GALAXIES, HALO)
    assert titles(library, HALO.key) == [GALAXIES.title]
    assert titles(library, ATTENTION.key) == []


def test_a_paper_that_names_the_other_comes_first(database: Database) -> None:
    follow_up = a_paper(
        30, "A reply on weights", "We answer what was asked.", comment="Companion of arXiv:1712.09913v2"
    )
    library = open_library(database, *CAST, HALO, follow_up)
    assert titles(library, 30)[0] == LANDSCAPE.title
    assert "because one names the other" in similar(library, [30], limit=1)[0].why.formula


def test_varied_papers_are_unlike_each_other() -> None:
    alike = np.array([[1.0, 0.9, 0.1], [0.9, 1.0, 0.1], [0.1, 0.1, 1.0]])
    assert chosen_varied([0.5, 0.48, 0.3], alike, 3) == [0, 2, 1]
    assert chosen_varied([0.5, 0.48, 0.3], alike, 2, share=1.0) == [0, 1]
    assert chosen_varied([], np.zeros((0, 0)), 2) == []


def test_varied_begins_with_the_nearest_and_holds_no_paper_twice(database: Database) -> None:
    library = open_library(database, *CAST, HALO, LOOMS, *(a_paper(41 + at, f"Looms {at}", WORDS) for at in range(6)))
    chosen = titles(library, LOOMS.key, limit=4, varied=True)
    assert chosen[0] == titles(library, LOOMS.key, limit=1)[0]
    assert len(set(chosen)) == len(chosen) == 4


def test_varied_without_vectors_looks_at_words(database: Database) -> None:
    words = "loom spindle shuttle thread weave"
    given = a_paper(30, "Looms of the north", f"{words} dye colour")
    alike = [a_paper(31 + at, f"Looms again {at}", f"{words} cloth linen hemp {at}") for at in range(3)]
    other = a_paper(40, "Dyes of the north", "dye colour madder woad")
    library = open_library(database, *CAST, given, *alike, other, embed=False)
    assert other.title in titles(library, 30, limit=2, varied=True)


def test_like_a_text(library: Library) -> None:
    text = f"We looked at how {LANDSCAPE.abstract} and found much."
    for varied in (False, True):
        hits = similar_to_text(library, text, limit=2, varied=varied)
        assert hits[0].paper == LANDSCAPE
        assert len(hits) <= 2


@pytest.mark.parametrize("text", ["", " \n", "?!"])
def test_a_text_without_a_word_is_like_nothing(library: Library, text: str) -> None:
    assert not similar_to_text(library, text, limit=5)


def test_syllables_are_not_told_as_shared(database: Database) -> None:
    one = a_paper(31, "Looms with DNA", f"{WORDS} pre-dyed DNA")
    other = a_paper(32, "Looms and DNA", f"{WORDS} pre-woven DNA")
    hits = similar(open_library(database, *CAST, one, other), [one.key], limit=1)
    assert "DNA" in shared_words(hits[0])
    assert "pre" not in shared_words(hits[0])


def test_unknown_paper_has_no_neighbours(library: Library) -> None:
    assert similar(library, [999], limit=5) == ()
    assert similar(library, [], limit=5) == ()
    assert similar(library, [BERT.key], limit=0) == ()
