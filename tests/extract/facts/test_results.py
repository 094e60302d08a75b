"""The figures that a paper claims, and those that it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.facts.results.find import find_results
from broadsheet.extract.facts.text import prepare
from broadsheet.model.facts import Fact, Measure

DATASETS = (Fact("dataset", "CIFAR-10"), Fact("dataset", "ImageNet"))


def results(abstract: str, title: str = "A paper") -> list[Fact]:
    return list(find_results(prepare(title, abstract), DATASETS))


def measures(abstract: str) -> list[Measure]:
    return [fact.measure for fact in results(abstract) if fact.measure is not None]


def figures(abstract: str) -> list[tuple[str, str]]:
    return [(measure.value, measure.unit) for measure in measures(abstract)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Experiments show that our method improves accuracy by 3.2% over the baseline.", [("3.2", "%")]),
        ("It achieves a speedup of up to $25\\times$ compared to prior work.", [("25", "x")]),
        ("Our method is up to 2-3x faster than existing methods.", [("2-3", "x")]),
        ("It outperforms the state of the art by 1.5 percentage points in accuracy.", [("1.5", "points")]),
        ("It achieves an accuracy of 92.5\\% and an F1 score of 0.91.", [("92.5", "%"), ("0.91", "")]),
        ("It reduces memory usage by 40 percent without loss of accuracy.", [("40", "%")]),
        ("It outperforms previous methods by 1.2 dB in PSNR.", [("1.2", "dB")]),
        ("Our approach reduces inference time by a factor of 10.", [("10", "x")]),
        ("It improves throughput by two orders of magnitude over existing methods.", [("two", "orders of magnitude")]),
        ("It achieves 91.2% accuracy and ranked second on the leaderboard.", [("91.2", "%"), ("second", "")]),
        ("It achieves 30.1 dB PSNR at a speed of 120 frames per second.", [("30.1", "dB"), ("120", "FPS")]),
    ],
)
def test_a_claim_is_found_with_value_and_unit(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert figures(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "We collect 1,200 images from 30 participants in 2021.",
        "The network has 12 layers and is trained for 300 epochs with a batch size of 64.",
        "We prove a regret bound of $O(T^{2/3})$ that holds with probability at least $1-\\delta$.",
        "The paper is organised in 5 sections.",
        "We study graphs on $n \\geq 3$ vertices.",
    ],
)
def test_settings_sizes_and_bounds_are_no_claims(sentence: str) -> None:
    assert results(sentence) == []


def test_a_range_has_two_ends() -> None:
    (measure,) = measures("Our method accelerates inference by 1.3-2x.")
    assert (measure.value, measure.low, measure.high) == ("1.3-2", 1.3, 2.0)


def test_two_values_in_one_sentence_are_two_results() -> None:
    (first, second) = measures("It achieves FID scores of 1.91 and 2.43 on CIFAR-10 and ImageNet.")
    assert (first.value, first.dataset) == ("1.91", "CIFAR-10")
    assert (second.value, second.dataset) == ("2.43", "ImageNet")


def test_metric_data_and_what_is_compared_are_read_from_the_sentence() -> None:
    (measure,) = measures("Our method achieves a top-1 accuracy of 84.1% on ImageNet.")
    assert (measure.metric, measure.dataset) == ("top-1 accuracy", "ImageNet")
    (measure,) = measures("Our method reduces the number of parameters by 30% compared to vanilla transformers.")
    assert (measure.metric, measure.compared) == ("reduces the number of parameters", "vanilla transformers")


def test_the_span_runs_from_verb_to_figure() -> None:
    (fact,) = results("We propose a sampler. Experiments show that it reduces sampling time by 40% on average.")
    assert fact.text == "reduces sampling time by 40%"


def test_the_span_takes_whole_formulas() -> None:
    (fact,) = results(
        "We measure the share of obscured galaxies. We find that they account for $58^{+9}_{-8}\\%$ of all."
    )
    assert fact.text.endswith("$58^{+9}_{-8}\\%$")


def test_a_claim_of_the_title_is_found_there() -> None:
    (fact,) = results("", title="Faster sampling: a 10x speedup over the state of the art")
    assert (fact.where, fact.measure and fact.measure.value) == ("title", "10")


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_is_read_and_every_place_lies_within(abstract: str, title: str) -> None:
    check(abstract, title)


PIECES = st.sampled_from(
    r"""
    1 2.5 10^{-5} , . %
    \% x times - -- to $ \times { } ( ) ± \pm +- ^ _ \sim achieves accuracy of by 3- dB FPS M points K_{
    s^{-1} and / than over CIFAR-10 orders of magnitude half \mathbf{ two fold an order in terms on
    """.split()  # noqa: SIM905 - a row of forty signs reads better as text
)


@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=40))
def test_any_row_of_figures_and_signs_is_read(pieces: list[tuple[str, str]]) -> None:
    check("Our method achieves " + "".join(piece + space for piece, space in pieces))


def check(abstract: str, title: str = "A paper") -> None:
    for fact in results(abstract, title):
        text = title if fact.where == "title" else abstract
        assert 0 <= fact.start < fact.end <= len(text)
        assert text[fact.start : fact.end] == fact.text
        assert 0 < fact.confidence <= 1
        assert fact.measure is not None
        assert fact.measure.value in fact.text
