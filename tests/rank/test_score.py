"""A paper's score: what raises it, what does not, and the reasons that are given."""

from dataclasses import replace
from datetime import date
from math import isfinite, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.model.edition import PERIODS, Count, Evidence, Period
from broadsheet.rank.attention import attention
from broadsheet.rank.decay import decay
from broadsheet.rank.score import order, score
from broadsheet.rank.substance import substance
from broadsheet.rank.surge import surge
from broadsheet.rank.words import NOT_ATTENTION, counted, number
from broadsheet.settings import Settings, Weights

WEIGHTS = Weights()
KINDS = ("vote", "save", "upvotes", "comments", "stars", "citations", "mentions", "podcasts", "fwci")
SOURCES = ("readers", "huggingface", "github", "openalex", "elsewhere")

amounts = st.floats(0, 1e6)
counts = st.builds(Count, st.sampled_from(KINDS), st.sampled_from(SOURCES), amounts, amounts)
evidence = st.builds(
    Evidence,
    age=st.floats(0, 40_000),
    counts=st.lists(counts, max_size=6).map(tuple),
    neighbours=st.integers(0, 50),
    rising=st.integers(0, 50),
    expected_rising=st.floats(0, 50),
    novelty=st.floats(0, 1),
    has_code=st.booleans(),
    has_data=st.booleans(),
    has_results=st.booleans(),
)
periods = st.sampled_from(PERIODS)


def total(one: Evidence, period: Period = "day") -> float:
    """The total of a score with the default weights."""
    return score(one, WEIGHTS, period).total


def stars(amount: float, expected: float) -> tuple[Count, ...]:
    """The counts of a paper with stars alone."""
    return (Count("stars", "github", amount, expected),)


def test_nothing_known_is_no_score_and_no_reason() -> None:
    found = score(Evidence(age=0), WEIGHTS, "day")
    assert (found.total, found.decay, found.parts) == (0, 1, ())


def test_three_stars_in_a_quiet_place_outrank_thirty_in_a_loud_one() -> None:
    quiet_and_new = Evidence(age=1, counts=stars(3, 0.1))
    loud_and_old = Evidence(age=60, counts=stars(30, 25))
    assert total(quiet_and_new) > total(loud_and_old)


def test_a_part_that_gives_nothing_is_left_out() -> None:
    found = score(Evidence(age=0, counts=stars(2, 5), has_code=True), WEIGHTS, "day")
    assert [part.name for part in found.parts] == ["substance"]


def test_the_total_is_the_sum_of_the_parts_times_decay() -> None:
    found = score(Evidence(3, stars(9, 1), 50, 9, 3.2, 0.9, has_data=True), WEIGHTS, "week")
    assert [part.name for part in found.parts] == ["attention", "surge", "substance"]
    assert found.total == pytest.approx(sum(part.value for part in found.parts) * found.decay)


@given(evidence, periods)
def test_every_score_is_a_number_within_its_bounds(one: Evidence, period: Period) -> None:
    found = score(one, WEIGHTS, period)
    most = {
        "attention": WEIGHTS.source_cap / (1 - WEIGHTS.source_share),
        "surge": WEIGHTS.surge * log(1 + 50 / WEIGHTS.surge_prior),
        "substance": WEIGHTS.substance,
    }
    assert isfinite(found.total)
    assert found.total >= 0
    assert 0 < found.decay <= 1
    assert all(0 < part.value <= most[part.name] + 1e-9 and part.reason for part in found.parts)


@given(evidence, st.integers(0, 5), amounts)
def test_more_of_a_count_never_lowers_a_score(one: Evidence, place: int, more: float) -> None:
    if place < len(one.counts):
        grown = replace(one.counts[place], amount=one.counts[place].amount + more)
        counts = (*one.counts[:place], grown, *one.counts[place + 1 :])
        assert total(replace(one, counts=counts)) >= total(one) - 1e-9


@given(evidence, counts)
def test_another_count_never_lowers_a_score(one: Evidence, another: Count) -> None:
    assert total(replace(one, counts=(*one.counts, another))) >= total(one) - 1e-9


@given(evidence, st.floats(0, 1e6))
def test_more_to_be_expected_never_raises_a_score(one: Evidence, more: float) -> None:
    expecting = tuple(replace(count, expected=count.expected + more) for count in one.counts)
    raised = replace(one, counts=expecting, expected_rising=one.expected_rising + more)
    assert total(raised) <= total(one) + 1e-9


@given(evidence)
def test_what_speaks_for_a_paper_never_lowers_its_score(one: Evidence) -> None:
    better = replace(one, rising=one.rising + 1, novelty=1.0, has_code=True, has_data=True, has_results=True)
    assert total(better) >= total(one)


@given(evidence, periods, st.floats(0, 1_000))
def test_growing_older_never_raises_a_score(one: Evidence, period: Period, more: float) -> None:
    assert total(replace(one, age=one.age + more), period) <= total(one, period)


@given(evidence)
def test_the_order_of_counts_does_not_matter(one: Evidence) -> None:
    turned = replace(one, counts=one.counts[::-1])
    assert total(turned) == total(one)


def test_one_source_alone_stays_below_its_cap() -> None:
    flood = tuple(Count(kind, "elsewhere", 1e12, 0) for kind in ("upvotes", "comments", "shares", "plays"))
    assert attention(flood, WEIGHTS).value <= WEIGHTS.source_cap


def test_a_second_source_adds_less_than_the_first() -> None:
    one, other = Count("stars", "github", 9, 1), Count("upvotes", "huggingface", 9, 1)
    alone, both = attention((one,), WEIGHTS).value, attention((one, other), WEIGHTS).value
    assert alone < both < 2 * alone


@pytest.mark.parametrize("kind", sorted(NOT_ATTENTION))
def test_what_is_no_attention_counts_nothing(kind: str) -> None:
    assert attention((Count(kind, "openalex", 50, 1),), WEIGHTS).value == 0


def test_few_neighbours_and_small_expectations_give_little() -> None:
    assert surge(2, 2, 0.001, WEIGHTS).value < surge(50, 9, 3.2, WEIGHTS).value
    assert surge(0, 0, 0.0, WEIGHTS).value == 0


def test_substance_is_whole_with_everything() -> None:
    everything = Evidence(0, novelty=1.0, has_code=True, has_data=True, has_results=True)
    assert substance(everything, WEIGHTS).value == pytest.approx(WEIGHTS.substance)
    assert substance(replace(everything, novelty=0.5), WEIGHTS).value == pytest.approx(0.7 * WEIGHTS.substance)


@pytest.mark.parametrize(("period", "half_life"), [("day", 7), ("week", 14), ("month", 45)])
def test_a_score_counts_half_after_the_half_life_of_its_period(period: Period, half_life: float) -> None:
    assert decay(half_life, WEIGHTS, period) == 0.5


def test_a_clock_that_runs_ahead_makes_no_paper_newer_than_today() -> None:
    assert decay(-2, WEIGHTS, "day") == 1


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -5.0])
def test_numbers_that_are_none_count_nothing(wrong: float) -> None:
    broken = Evidence(0, (Count("stars", "github", wrong, 1),), 50, 3, wrong if wrong > 0 else 3.0, wrong)
    assert score(broken, WEIGHTS, "day").total == 0
    assert decay(float("nan"), WEIGHTS, "day") == 1
    assert attention(stars(3, float("nan")), WEIGHTS).value == 0


def test_reasons_name_the_three_counts_that_stand_out_most() -> None:
    found = attention(
        (
            Count("upvotes", "huggingface", 12, 2.1),
            Count("stars", "github", 1, 0.02),
            Count("vote", "readers", 9.4, 0.004),
            Count("citations", "openalex", 3, 1.5),
            Count("comments", "huggingface", 2, 1.9),
        ),
        WEIGHTS,
    )
    assert found.reason == (
        "9.4 independent votes by readers where less than 0.01 were to be expected; "
        "12 new upvotes on Hugging Face where 2.1 were to be expected; "
        "1 new star on GitHub where 0.02 were to be expected; "
        "and 2 more counts above expectation"
    )


def test_reasons_of_surge_and_substance() -> None:
    assert surge(50, 9, 3.2, WEIGHTS).reason == ("9 of its 50 nearest papers are new, where 3.2 were to be expected")
    assert substance(Evidence(0, novelty=0.93, has_code=True, has_results=True), WEIGHTS).reason == (
        "has code, states results, stands further from earlier papers than 93% of its field"
    )


def test_kinds_without_words_are_told_by_their_name() -> None:
    assert counted("blog_posts", "elsewhere", 1_234) == "1,234 new blog posts from elsewhere"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (0.04, "0.04"), (0.96, "1.0"), (2.14, "2.1"), (12, "12"), (1234.5, "1,234")]
)
def test_numbers_as_they_are_read(value: float, text: str) -> None:
    assert number(value) == text


def test_equal_scores_stand_newest_first_then_by_id() -> None:
    papers = [(0.0, date(2026, 11, 19), "a"), (0.0, date(2026, 11, 20), "c"), (0.0, date(2026, 11, 20), "b")]
    papers.append((0.1, date(2020, 1, 1), "z"))
    assert [id for *_, id in sorted(papers, key=lambda one: order(*one))] == ["z", "b", "c", "a"]


def test_weights_come_from_the_settings(tmp_path: object) -> None:
    assert Settings(home=tmp_path).weights == Weights()  # type: ignore[arg-type]
    assert Settings(home=tmp_path, rank_surge=2.0).weights == Weights(surge=2.0)  # type: ignore[arg-type]
