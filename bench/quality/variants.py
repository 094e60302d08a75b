"""Other rankings to hold against the shipped one, such as it without one of its parts: `--variants` asks them too.

A variant makes, of an opened library, what is asked: from a query's text to the keys of papers, best first.
"""

from collections.abc import Callable

from bench.quality.systems import Ask
from broadsheet.search.library import Library

VARIANTS: dict[str, Callable[[Library], Ask]] = {}
