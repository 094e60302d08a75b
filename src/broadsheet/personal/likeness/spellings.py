"""How the terms of papers are written in their texts, and how much each tells."""

from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.lib.cache import BoundedCache
from broadsheet.personal.likeness.background import Background
from broadsheet.personal.likeness.terms import Terms, read_terms, spelled

_KEPT = 2_000  # papers that stand on the lists of many readers


@dataclass(frozen=True, slots=True)
class Spelled:
    """The terms of a paper, weighed, and how those that can be quoted are written in its text, by number."""

    weighed: Terms
    written: Mapping[int, str]


class Spellings:
    """Reads texts of papers for quoting; what was read is kept, since many readers get the same papers."""

    def __init__(self, background: Background, texts: Mapping[int, str]) -> None:
        self.background = background
        self._texts = texts
        self._kept: BoundedCache[Spelled] = BoundedCache(_KEPT)

    def of(self, key: int) -> Spelled:
        """Return the terms of a paper."""
        text = self._texts.get(key, "")
        return self._kept.get(key, lambda: Spelled(self.background.weigh_terms(read_terms(text)), spelled(text)))
