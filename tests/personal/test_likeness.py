"""How alike papers are."""

import numpy as np
import pytest

from broadsheet.personal.likeness.background import background_of
from broadsheet.personal.likeness.compare import compare, prepare
from broadsheet.personal.likeness.facts import Facts, read_facts
from broadsheet.personal.likeness.terms import STOP_WORDS, read_terms, spelled
from broadsheet.store import candidates
from broadsheet.store.database import Database
from search_cast import WordHashes, open_library
from taste_cast import ALL, GALAXIES, WEAVING


@pytest.fixture
def facts(database: Database) -> Facts:
    """What all papers of the three fields are compared by."""
    library = open_library(database, *ALL)
    with library.database.read() as connection:
        papers = candidates.of_papers(connection, [paper.key for paper in ALL])
        return read_facts(connection, WordHashes.name, papers)


def test_terms_are_words_and_pairs_of_them() -> None:
    assert set(spelled("Neural operators learn.").values()) == {
        *("Neural", "operators", "learn", "Neural operators", "operators learn"),
    }
    numbers = read_terms("Neural operators learn.").numbers.tolist()
    assert sorted(spelled("neural operators LEARN")) == numbers


def test_stop_words_tell_nothing_and_part_what_is_quoted() -> None:
    assert not set(spelled("the use of looms, and silk").values()) & STOP_WORDS
    assert "looms silk" not in spelled("looms and silk").values()
    assert "looms silk" not in spelled("looms. Silk").values()


@pytest.mark.parametrize("text", ["", " \n ", "a", "…", "the of and", "\ud800 broken", "İstanbul İ"])
def test_any_text_has_terms(text: str) -> None:
    terms = read_terms(text)
    assert len(terms.numbers) == len(terms.weights)
    assert set(spelled(text)) <= set(terms.numbers.tolist())


def test_terms_that_stand_often_weigh_more() -> None:
    once, often = read_terms("silk"), read_terms("silk silk silk silk")
    assert once.weights[0] == 1.0
    assert often.weights[often.numbers.tolist().index(once.numbers[0])] > 2.0


def test_a_paper_is_most_like_itself(facts: Facts) -> None:
    weighed = background_of(facts).weigh(facts)
    alike = compare(prepare(background_of(facts), weighed, {}), weighed)
    for one in (alike.terms, alike.rows):
        assert (one[: len(facts)].argmax(axis=0) == np.arange(len(facts))).all()


def test_rare_terms_make_papers_more_alike_than_frequent_ones(facts: Facts) -> None:
    background = background_of(facts)
    weighed = background.weigh_terms(read_terms("weaving heddles"))
    by_number = dict(zip(weighed.numbers.tolist(), weighed.weights.tolist(), strict=True))
    (frequent,), (rare,) = (read_terms(word).numbers.tolist() for word in ("weaving", "heddles"))
    assert by_number[rare] > by_number[frequent]


def test_categories_in_common_are_a_share_of_those_of_either(facts: Facts) -> None:
    background = background_of(facts)
    field = prepare(background, background.weigh(facts), {})
    one = background.weigh(facts.only([0]))
    both = Facts(one.keys, one.terms, one.rows, (frozenset({"cs.LG", "math.LO"}),))
    alike = compare(field, both)
    place = facts.keys.tolist().index(GALAXIES[0].key)
    assert alike.categories[0, 0] == pytest.approx(0.5)
    assert alike.categories[place, 0] == 0


def test_the_surroundings_of_an_example_are_never_the_examples(facts: Facts) -> None:
    background = background_of(facts)
    facts = background.weigh(facts)
    weaving = [facts.keys.tolist().index(paper.key) for paper in WEAVING]
    field = prepare(background, facts.only(weaving[:3]), {})
    some, every = compare(field, facts.only(weaving[3:4])), compare(field, facts.only(weaving[3:]))
    # With all of weaving given as examples, what is nearest to one of them is of another field.
    assert every.around[:3, 0].mean() < some.around[:3, 0].mean()


def test_a_paper_without_vector_and_words_is_like_none(facts: Facts) -> None:
    dimensions = facts.rows.shape[1]
    blank = Facts(np.array([999]), (read_terms(""),), np.zeros((1, dimensions), dtype=np.float32), (frozenset[str](),))
    background = background_of(facts)
    alike = compare(prepare(background, background.weigh(facts), {}), background.weigh(blank))
    assert not alike.terms.any()
    assert not alike.rows.any()
    assert not alike.categories.any()


def test_a_background_of_no_paper_tells_nothing_apart() -> None:
    none = Facts(np.empty(0, dtype=np.int64), (), np.zeros((0, 64), dtype=np.float32), ())
    alike = compare(prepare(background_of(none), none, {}), none)
    assert alike.terms.shape == (0, 0)


def test_candidates_are_never_the_surroundings_of_an_example(facts: Facts) -> None:
    background = background_of(facts)
    weighed = background.weigh(facts)
    assert not compare(prepare(background, weighed, {}), weighed.only([0])).around.any()
    some = compare(prepare(background, weighed.only(range(20)), {}), weighed.only([0]))
    assert some.around.any()
