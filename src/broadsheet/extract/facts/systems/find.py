"""Names that a paper gives to what it proposes, with their long forms."""

from broadsheet.extract.facts.text import PaperText
from broadsheet.model.facts import Fact


def find_systems(text: PaperText) -> tuple[Fact, ...]:
    """Find them."""
    del text
    return ()
