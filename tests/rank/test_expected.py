"""What growth is to be expected of a paper: learned from the others of the same window."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.rank.expected import Growth, age_bin, expected, learn
from broadsheet.rank.lift import lift


def grew(paper: int, amount: float, age: float = 0, category: str = "math.CO") -> Growth:
    """The stars of a paper."""
    return Growth(paper, "stars", "github", amount, age, category)


def expect(growth: Sequence[Growth], place: int = 0, prior: float = 10) -> float:
    """What was to be expected of one of them."""
    return expected(learn(growth, prior=prior), growth[place])


stream = st.lists(
    st.builds(
        grew, st.just(1), st.floats(0, 1e5) | st.integers(0, 3), st.sampled_from([0, 1, 5, 40]), st.sampled_from("abc")
    ),
    min_size=1,
    max_size=30,
)


@pytest.mark.parametrize(
    ("age", "bin"),
    [(-3, 0), (0, 0), (0.9, 0), (1, 1), (2, 2), (3, 3), (4.5, 4), (6, 5), (8, 6), (15, 7), (16, 8), (float("nan"), 0)],
)
def test_bins_of_age(age: float, bin: int) -> None:
    assert age_bin(age) == bin


@given(stream, st.floats(0, 1e5))
def test_a_paper_does_not_raise_its_own_expectation(growth: list[Growth], other: float) -> None:
    changed = [replace(growth[0], amount=other), *growth[1:]]
    assert expect(changed) == pytest.approx(expect(growth), rel=1e-6)


@given(stream)
def test_something_is_always_expected(growth: list[Growth]) -> None:
    assert 0 < expect(growth) < 1e6


@given(stream)
def test_the_order_of_papers_does_not_matter(growth: list[Growth]) -> None:
    assert expect(growth[::-1], place=-1) == pytest.approx(expect(growth))


def test_of_the_only_paper_one_is_expected() -> None:
    assert expect([grew(1, 500)]) == pytest.approx(1)


def test_a_series_that_was_never_seen_is_expected_to_bring_one() -> None:
    assert expected(learn([], prior=10), grew(1, 3)) == 1


def test_many_papers_of_an_age_and_category_speak_for_themselves() -> None:
    loud = [grew(one, 30, category="cs.LG") for one in range(400)]
    quiet = [grew(one, one % 5 == 0, category="math.CO") for one in range(400)]
    assert expect([*loud, *quiet], 0) == pytest.approx(30, rel=0.1)
    assert expect([*loud, *quiet], -1) == pytest.approx(0.2, rel=0.3)


def test_a_category_with_few_papers_of_an_age_goes_by_its_pace_at_other_ages() -> None:
    growth = [grew(0, 3, age=0, category="quiet"), *(grew(1, 10, age=0, category="loud") for _ in range(200))]
    growth += [grew(2, 1, age=5, category="quiet") for _ in range(200)]
    growth += [grew(3, 10, age=5, category="loud") for _ in range(200)]
    assert expect(growth) < 4


def test_a_giant_does_not_hide_its_neighbours() -> None:
    papers = [grew(one, 1 + one % 3) for one in range(8)]
    with_giant = [*papers, grew(9, 100_000)]
    assert expect(with_giant) < 2 * expect(papers)


def test_a_giant_alone_among_papers_without_growth_counts_as_one() -> None:
    assert expect([grew(0, 0), grew(1, 0), grew(2, 100_000)]) <= 1


def test_a_source_that_doubles_what_it_counts_changes_few_lifts() -> None:
    draw = random.Random(5)
    growth = [grew(one, draw.randrange(20, 60), age=one % 4, category="ab"[one % 2]) for one in range(300)]
    doubled = [replace(one, amount=2 * one.amount) for one in growth]
    for place in range(0, 300, 25):
        before = lift(growth[place].amount, expect(growth, place), 2)
        after = lift(doubled[place].amount, expect(doubled, place), 2)
        assert after == pytest.approx(before, abs=0.05)


def test_votes_are_held_against_all_papers_that_could_have_got_them() -> None:
    vote = Growth(1, "vote", "readers", 3, 0, "math.CO")
    among_few = learn([vote], prior=10, papers={(0, "math.CO"): 2})
    among_many = learn([vote], prior=10, papers={(0, "math.CO"): 5_000, (6, "cs.LG"): 5_000})
    assert expected(among_many, vote) < 0.001 < expected(among_few, vote)


def test_numbers_of_papers_do_not_matter_to_series_that_some_papers_have() -> None:
    growth = [grew(1, 3), grew(2, 4)]
    told = learn(growth, prior=10, papers={(0, "math.CO"): 5_000})
    assert expected(told, growth[0]) == expect(growth)


def test_amounts_that_are_no_numbers_count_nothing() -> None:
    sound = [grew(1, 3), grew(2, 0), grew(3, 0)]
    broken = [grew(1, 3), grew(2, float("nan")), grew(3, -7)]
    assert expect(broken) == expect(sound)
