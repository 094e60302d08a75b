"""Which kind of paper it is."""

from collections.abc import Sequence

from broadsheet.extract.facts.text import PaperText
from broadsheet.model.facts import Fact


def find_kind(text: PaperText, systems: Sequence[Fact], results: Sequence[Fact]) -> tuple[Fact, ...]:
    """Find them."""
    del text, systems, results
    return ()
