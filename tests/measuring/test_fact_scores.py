"""What counts as right when extraction is measured."""

import pytest
from bench.annotated import Annotated, Claim
from bench.fact_scores import accuracy, as_facts, kappa, matched, measured, unit_key, value_key

from broadsheet.model.facts import Fact, Measure

PAPER = Annotated(
    "arxiv:2401.00001",
    "Swift Sums",
    "SNS improves accuracy by 25% and by 25% again. Code: https://github.com/a/b",
    "method",
    systems=("SNS",),
    long_forms=(("SNS", "Sparse Newton-Steps"),),
    code=("https://github.com/a/b",),
    results=(Claim("abstract", 4, 28, "25", "%"), Claim("abstract", 32, 39, "25", "%")),
    datasets=("CIFAR-10",),
)


def result(start: int, end: int, value: str, unit: str) -> Fact:
    """A result of the abstract."""
    return Fact("result", "", "abstract", start, end, measure=Measure(value, unit))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("300%-800", "300-800"),
        ("75.2 +- 2.7", "75.2 ± 2.7"),
        ("100,000", "100000"),
        ("six", "6"),
        ("halve", "half"),
        ("-6.1", "6.1"),
        ("10^{-5}", "10^-5"),
    ],
)
def test_values_that_are_one(one: str, other: str) -> None:
    assert value_key(one) == value_key(other)


@pytest.mark.parametrize(("one", "other"), [("25", "2.5"), ("0.556-0.733", "0.556"), ("six", "seven"), ("", "0")])
def test_values_that_are_two(one: str, other: str) -> None:
    assert value_key(one) != value_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("x", "×"), ("times", "fold"), ("percent", "%"), ("percentage points", "points"), ("s", "seconds")],
)
def test_units_that_are_one(one: str, other: str) -> None:
    assert unit_key(one) == unit_key(other)


@pytest.mark.parametrize(("one", "other"), [("%", "points"), ("", "%"), ("ms", "s"), ("MB", "GB")])
def test_units_that_are_two(one: str, other: str) -> None:
    assert unit_key(one) != unit_key(other)


def test_what_was_annotated_is_right() -> None:
    scores = measured([PAPER], [as_facts(PAPER)])
    assert {part: (one.count.right, one.count.found, one.count.said) for part, one in scores.items()} == {
        "systems": (1, 1, 1),
        "systems by key": (1, 1, 1),
        "long forms": (1, 1, 1),
        "long forms of names that are right": (1, 1, 1),
        "addresses": (1, 1, 1),
        "results": (2, 2, 2),
        "datasets": (1, 1, 1),
        "datasets by key": (1, 1, 1),
    }


def test_a_result_counts_once() -> None:
    found = [result(20, 28, "25", "%"), result(20, 28, "25", "%"), result(20, 28, "25", "points")]
    assert len(matched(as_facts(PAPER), found)) == 1


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert matched(as_facts(PAPER), [result(28, 32, "25", "%")]) == []


def test_names_are_exact_and_by_key() -> None:
    scores = measured([PAPER], [(Fact("dataset", "CIFAR10"),)])
    assert scores["datasets"].count.right == 0
    assert scores["datasets by key"].count.right == 1


def test_an_address_must_be_told_apart() -> None:
    scores = measured([PAPER], [(Fact("project", "https://github.com/a/b"),)])
    assert scores["addresses"].count.right == 0


def test_agreement_by_chance_is_no_agreement() -> None:
    papers = [Annotated(str(number), "", "", kind) for number, kind in enumerate(["method", "theory"] * 2)]
    readings = [(Fact("kind", kind),) for kind in ("method", "method", "theory", "theory")]
    assert accuracy(papers, readings).value == 0.5
    assert kappa(papers, readings).value == 0
    assert kappa(papers, [as_facts(paper) for paper in papers]).value == 1


def test_intervals_hold_the_figure() -> None:
    papers = [PAPER] * 30
    readings = [as_facts(PAPER) if number % 3 else () for number in range(30)]
    recall = measured(papers, readings)["systems"].recall
    assert recall.value == pytest.approx(2 / 3)
    assert recall.low < recall.value < recall.high
