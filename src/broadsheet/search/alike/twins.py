"""When two papers of the library are one work: the same title or nearly the same abstract, by the same people.

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
_SAME_NAME_TEXT = 0.2  # the same where both titles begin with one name, and most of the people are the same
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

    @cached_property
    def name(self) -> str:
        """What stands before a colon in the title, as it is written: X++ is no version of X."""
        name, colon, _ = self.paper.title.partition(":")
        return " ".join(name.casefold().split()) if colon else ""

    def is_twin_of(self, other: "Work", *, near: bool = True) -> bool:
        """Whether both are one work. Texts are compared only where they are `near`, for that takes a while."""
        same_title = bool(self.title) and self.title == other.title
        if not same_title and not near:
            return False
        known = bool(self.families and other.families)
        shared = self.families & other.families
        if known and not shared:
            return False
        if same_title:
            return known or len(fold(self.paper.title).split()) >= _TELLING_TITLE
        most = known and len(shared) * 2 >= min(len(self.families), len(other.families))
        least = _SAME_NAME_TEXT if most and self.name and self.name == other.name else _SAME_TEXT
        return self.numerals == other.numerals and _same_text(self.runs, other.runs, least)


def _same_text(runs: frozenset[tuple[str, ...]], others: frozenset[tuple[str, ...]], least: float) -> bool:
    shorter, longer = sorted((len(runs), len(others)))
    # What is so much longer cannot share enough; said before the sets are compared, for most pairs differ.
    if shorter < _FEWEST_RUNS or shorter < least * longer:
        return False
    shared = len(runs & others)
    return shared >= least * (shorter + longer - shared)
