"""The line that says what a paper is or does."""

from collections.abc import Sequence

from broadsheet.extract.facts.text import PaperText
from broadsheet.model.facts import Fact


def find_line(text: PaperText, systems: Sequence[Fact]) -> tuple[Fact, ...]:
    """Find them."""
    del text, systems
    return ()
