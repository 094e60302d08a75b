"""The quantitative empirical claims of a paper."""

from collections.abc import Sequence

from broadsheet.extract.facts.text import PaperText
from broadsheet.model.facts import Fact


def find_results(text: PaperText, datasets: Sequence[Fact]) -> tuple[Fact, ...]:
    """Find them."""
    del text, datasets
    return ()
