"""One list of two."""

import pytest

from broadsheet.search.engine import Scored
from broadsheet.search.fuse import Fused, Lists, fuse


def test_paper_of_both_lists_comes_before_those_of_one() -> None:
    fused = fuse(Lists([Scored(1, 20.0), Scored(2, 19.0)], [Scored(2, 0.6), Scored(3, 0.59)], {}, {}, 60.0))
    assert [one.key for one in fused] == [2, 3, 1]
    assert (fused[0].lexical_rank, fused[0].semantic_rank) == (2, 1)


def test_words_decide_where_a_paper_has_most_of_what_was_typed_and_meaning_where_none_has() -> None:
    lexical, nearest = [Scored(1, 20.0)], [Scored(2, 0.6)]
    assert [one.key for one in fuse(Lists(lexical, nearest, {2: 5.0}, {1: 0.4}, 30.0))] == [1, 2]
    assert [one.key for one in fuse(Lists(lexical, nearest, {2: 5.0}, {1: 0.4}, 300.0))] == [2, 1]


def test_formula_is_the_sum_behind_the_score() -> None:
    (why,) = [one.why() for one in fuse(Lists([Scored(1, 20.0)], [], {}, {1: 0.5}, 40.0, [1]))]
    assert why.formula == "0.6 · 20.00 / 40.00 + 0.4 · 0.500 + 1 for its title"
    assert why.score == pytest.approx(0.3 + 0.2 + 1)


def test_words_give_no_more_than_their_weight() -> None:
    (why,) = [one.why() for one in fuse(Lists([Scored(1, 50.0)], [], {}, {}, 40.0))]
    assert why.formula == "0.6 · 40.00 / 40.00"
    assert why.score == pytest.approx(0.6)


def test_score_does_not_depend_on_which_list_brought_the_paper() -> None:
    def scored(fused: list[Fused]) -> list[tuple[int, float]]:
        return [(hit.key, hit.score) for hit in fused]

    lexical = [Scored(1, 20.0), Scored(2, 10.0)]
    one = fuse(Lists(lexical, [Scored(2, 0.4)], {}, {1: 0.3}, 40.0))
    other = fuse(Lists(lexical[:1], [Scored(2, 0.4), Scored(1, 0.3)], {2: 10.0}, {}, 40.0))
    assert scored(one) == scored(other)


def test_far_paper_without_a_word_is_left_out() -> None:
    assert [one.key for one in fuse(Lists([], [Scored(1, 0.3), Scored(2, 0.1)], {}, {}, 0.0))] == [1]
    assert [one.key for one in fuse(Lists([Scored(2, 1.0)], [Scored(2, 0.1)], {}, {}, 4.0))] == [2]


def test_equal_scores_go_by_key() -> None:
    assert [one.key for one in fuse(Lists([Scored(9, 1.0), Scored(4, 1.0)], [], {}, {}, 4.0))] == [4, 9]
