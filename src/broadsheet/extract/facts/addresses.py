"""Addresses of code and project pages, with their places."""

from broadsheet.extract.facts.text import PaperText
from broadsheet.model.facts import Fact


def find_addresses(text: PaperText) -> tuple[Fact, ...]:
    """Find them."""
    del text
    return ()
