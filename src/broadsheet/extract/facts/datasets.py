"""Named datasets and benchmarks that a paper uses."""

from collections.abc import Sequence

from broadsheet.extract.facts.text import PaperText
from broadsheet.model.facts import Fact


def find_datasets(text: PaperText, systems: Sequence[Fact]) -> tuple[Fact, ...]:
    """Find them."""
    del text, systems
    return ()
