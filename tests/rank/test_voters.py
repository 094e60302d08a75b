"""How many independent voices stand behind votes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.rank.voters import voices

RING = {account: set(range(500, 520)) for account in range(1_000, 1_025)}


def readers(number: int, seed: int = 1) -> dict[int, set[int]]:
    """Readers who each voted for 40 of 300 papers, the popular ones more often."""
    draw = random.Random(seed)
    liked = [1 / (1 + paper / 30) for paper in range(300)]
    return {account: set(draw.choices(range(300), liked, k=40)) for account in range(number)}


histories = st.dictionaries(st.integers(0, 8), st.sets(st.integers(0, 12)), max_size=9)


def test_nobody_is_no_voice() -> None:
    assert voices([], readers(5)) == 0
    assert voices([], {}) == 0


def test_the_only_reader_of_a_library_is_a_voice_from_the_first_vote_on() -> None:
    assert voices([1], {1: {7}}, paper=7) == 1
    assert voices([1], {1: {7, 8, 9}}, paper=7) == 1


@pytest.mark.parametrize("number", [2, 5, 50])
def test_of_one_voice_alone_counts_its_share_of_all_accounts(number: int) -> None:
    assert voices([1], readers(number)) == pytest.approx(1 / number)


def test_ordinary_readers_count_nearly_whole() -> None:
    assert voices(range(200), readers(200)) > 190
    assert voices(range(4), readers(200)) == pytest.approx(3, abs=0.1)


def test_accounts_that_always_vote_together_are_one_voice() -> None:
    everybody = {**readers(50), **RING}
    assert voices(RING, everybody) == pytest.approx(voices([1], everybody))


def test_a_ring_that_hides_among_other_votes_is_still_few_voices() -> None:
    draw = random.Random(2)
    hidden = {account: papers | set(draw.sample(range(300), 8)) for account, papers in RING.items()}
    assert voices(hidden, {**readers(50), **hidden}) < 1


def test_a_ring_takes_nothing_from_readers() -> None:
    everybody = {**readers(20), **RING}
    assert voices(everybody, everybody) == pytest.approx(voices(range(20), everybody) + 1, abs=0.1)


def test_a_burst_of_new_accounts_among_known_ones_is_less_than_one_voice() -> None:
    assert voices(range(2_000, 2_300), readers(50)) < 0.1


def test_where_all_accounts_are_new_a_burst_of_them_is_bounded() -> None:
    assert 1 < voices(range(3), {}) < 3
    assert voices(range(5_000), {}) < 5


def test_the_paper_itself_says_nothing_about_its_voters() -> None:
    strangers = {account: {7, *range(100 * account, 100 * account + 10)} for account in range(1, 6)}
    assert voices(strangers, strangers, paper=7) == pytest.approx(4.2)


def test_an_account_that_is_named_twice_is_one() -> None:
    assert voices([1, 1, 1], readers(5)) == voices([1], readers(5))


@given(histories, st.sets(st.integers(0, 10)))
def test_voices_are_no_more_than_voters(known: dict[int, set[int]], voters: set[int]) -> None:
    found = voices(voters, known, paper=1)
    assert 0 <= found <= len(voters) + 1e-9
    assert (found > 0) == bool(voters)


@given(histories, st.lists(st.integers(0, 10)))
def test_the_order_of_voters_does_not_matter(known: dict[int, set[int]], voters: list[int]) -> None:
    assert voices(voters, known) == voices(voters[::-1], known)
