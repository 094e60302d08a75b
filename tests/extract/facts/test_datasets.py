"""Named datasets and benchmarks that a paper uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.facts.datasets.find import find_datasets
from broadsheet.extract.facts.text import prepare
from broadsheet.model.facts import Fact


def _names(abstract: str, *systems: str) -> list[str]:
    own = [Fact("system", name, confidence=0.9) for name in systems]
    return [fact.text for fact in find_datasets(prepare("", abstract), own)]


@pytest.mark.parametrize(
    ("abstract", "names"),
    [
        ("Experiments on the CIFAR-10 dataset show that it learns.", ["CIFAR-10"]),
        ("We evaluate it on ImageNet, COCO and ADE20K datasets.", ["ImageNet", "COCO", "ADE20K"]),
        ("We achieve the best FID on the CIFAR-10/FFHQ datasets.", ["CIFAR-10", "FFHQ"]),
        (
            "Experiments on CIFAR-10, -20, -100, and TinyImageNet-200 datasets.",
            ["CIFAR-10, -20, -100", "TinyImageNet-200"],
        ),
        ("It averages 80% accuracy on the Long-Range Arena benchmark.", ["Long-Range Arena"]),
    ],
)
def test_data_that_is_used_is_found(abstract: str, names: list[str]) -> None:
    assert _names(abstract) == names


def test_what_the_paper_proposes_and_what_is_no_data_is_not_found() -> None:
    assert _names("We introduce AdaBench, a new benchmark for engines.", "AdaBench") == []
    assert _names("We train a ResNet-50 with Adam on eight NVIDIA A100 GPUs.") == []
    assert _names("Spectra from the James Webb Space Telescope, presented at NeurIPS.") == []


def test_a_name_is_told_once_from_where_it_stands() -> None:
    abstract = "On the CIFAR-10 dataset it wins. On the CIFAR10 dataset it wins again."
    (fact,) = find_datasets(prepare("", abstract), [])
    assert abstract[fact.start : fact.end] == fact.text
    assert 0.5 <= fact.confidence <= 1


_PIECES = [
    "CIFAR-10",
    " dataset",
    " ",
    ", ",
    " and ",
    "-20",
    "on the ",
    "A",
    "$\\tau^2$",
    "(",
    ")",
    ". ",
    "2017",
    "ö",
    "/",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_places_are_in_the_text(text: str) -> None:
    for fact in find_datasets(prepare("", text), []):
        assert text[fact.start : fact.end] == fact.text


@pytest.mark.parametrize(
    "piece", ["A", "A ", "A-", "a", "A1 1 ", "-20", "A, ", "$a", "((((", "A/", "(1)", "A, -1", "a-A"]
)
def test_long_runs_are_done(piece: str) -> None:
    find_datasets(prepare("", piece * (20_000 // len(piece))), [])
