"""What counts as a stated result."""

import pytest

from broadsheet.extract.claims import states_results


@pytest.mark.parametrize(
    "text",
    [
        "Errors fall by 7.5%.",
        "It is 1,200 times as fast.",
        "Between 3,5 and 4 percent of looms fail.",
        "We reach an accuracy of about 93 on looms.",
        "We find 1.5.7% of them.",
        r"The mass is given to \pm 3 units.",
    ],
)
def test_a_measured_figure_is_a_result(text: str) -> None:
    assert states_results(text)


@pytest.mark.parametrize("text", ["", "We study 5,000 looms.", "Accuracy matters. We have 3 looms."])
def test_other_figures_are_none(text: str) -> None:
    assert not states_results(text)


@pytest.mark.parametrize("text", ["1" * 50_000, "1," * 25_000, "accuracy " * 5_000])
def test_a_long_row_of_anything_is_read_once(text: str) -> None:
    # Read again from every digit, each of these would take the better part of a minute.
    assert not states_results(text)
