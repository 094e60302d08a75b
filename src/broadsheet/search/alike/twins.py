"""When two papers of the library are one work: the same title or the same abstract, by the same people.

Such papers stand in the library twice because nothing tells for certain that they are one (two arXiv ids never are): a
second submission under a new id, a journal version without a link to its preprint. docs/similar.md has the rule.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from broadsheet.model.names import family_key, fold, title_key
from broadsheet.model.paper import Paper

_TELLING_TITLE = 4  # words from which on an equal title is enough where the authors of one are not known
_SAME_TEXT = 0.6  # share of the runs of words of two abstracts that both have
_RUN = 3  # words
_FEWEST_RUNS = 20  # shorter texts are alike by chance
_NUMERAL = re.compile(r"\b(?:\d+|[ivx]+)\b")


@dataclass(frozen=True)
class Work:
    """What of a paper tells that it is one work with another; texts are cut up when they are first compared."""

    paper: Paper

    @cached_property
    def title(self) -> str:
        """The title as compared for identity."""
        return title_key(self.paper.title)

    @cached_property
    def families(self) -> frozenset[str]:
        """The family names of all authors."""
        return frozenset(family_key(one.name, one.family) for one in self.paper.authors) - {""}

    @cached_property
    def numerals(self) -> list[str]:
        """Arabic and Roman numerals of the title: part II is no version of part I."""
        return _NUMERAL.findall(fold(self.paper.title))

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every three words that stand side by side in the abstract."""
        words = fold(self.paper.abstract).split()
        return frozenset(tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))

    def is_twin_of(self, other: "Work") -> bool:
        """Whether both are one work."""
        strangers = bool(self.families and other.families and not self.families & other.families)
        if strangers:
            return False
        if self.title and self.title == other.title:
            known = bool(self.families and other.families)
            return known or len(fold(self.paper.title).split()) >= _TELLING_TITLE
        return self.numerals == other.numerals and _same_text(self.runs, other.runs)


def _same_text(runs: frozenset[tuple[str, ...]], others: frozenset[tuple[str, ...]]) -> bool:
    shorter, longer = sorted((len(runs), len(others)))
    # What is so much longer cannot share enough; said before the sets are compared, for most pairs differ.
    if shorter < _FEWEST_RUNS or shorter < _SAME_TEXT * longer:
        return False
    shared = len(runs & others)
    return shared >= _SAME_TEXT * (shorter + longer - shared)
