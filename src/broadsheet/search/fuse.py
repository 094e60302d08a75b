"""Fuse what was found by word with what was found by meaning. The rule is in docs/search.md."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from broadsheet.model.query import Why
from broadsheet.search.engine import Scored

LEXICAL_WEIGHT, SEMANTIC_WEIGHT = 0.6, 0.4
EXACT_TITLE_BONUS = 1.0
# The other parts sum up to 1 at most: who introduced a system comes before who mentions it, whatever their scores.
INTRODUCED_BONUS, FIRST_BONUS = 1.0, 2.0
# In place of the other parts: from 2 for the newest paper of the author whose name the query is, down to 1.
AUTHOR_SCORE = 2.0

# A paper found by meaning alone must be at least this near: in a small library the nearest may be far off.
LEAST_COSINE = 0.2


@dataclass(frozen=True, slots=True)
class Lists:
    """The two lists, best first, and what each paper scores in the list that did not bring it."""

    lexical: Sequence[Scored]
    semantic: Sequence[Scored]
    other_lexical: Mapping[int, float]
    other_semantic: Mapping[int, float]
    possible: float  # BM25 that the query's words could give at most
    titled: Collection[int] = ()  # papers whose title is the query
    # Papers that introduced the system whose name the query is, earliest first, each with the name.
    introducers: Mapping[int, str] = field(default_factory=dict)
    # Papers by the author whose name the query is, newest first, each with the name.
    authored: Mapping[int, str] = field(default_factory=dict)


@dataclass(slots=True)  # not frozen: hundreds are made for each query, and a frozen one takes three times as long
class Fused:
    """A paper in the fused list, with what it scored in each of the two."""

    key: int
    score: float
    lexical_rank: int | None = None
    lexical_score: float | None = None
    semantic_rank: int | None = None
    semantic_score: float | None = None
    possible: float = 1.0
    titled: bool = False
    introduced: str = ""
    is_first: bool = False  # to introduce it
    author: str = ""

    def why(self) -> Why:
        """The parts of the score, and the sum with this paper's numbers in it."""
        if self.author:
            return replace(self._why(), formula=f"{self.score:.3f} because it is by {self.author}, newest first")
        return self._why()

    def _why(self) -> Why:
        terms = []
        if self.lexical_score is not None and self.possible:
            terms.append(f"{LEXICAL_WEIGHT:g} · {min(self.lexical_score, self.possible):.2f} / {self.possible:.2f}")
        if self.semantic_score is not None:
            terms.append(f"{SEMANTIC_WEIGHT:g} · {self.semantic_score:.3f}")
        if self.titled:
            terms.append(f"{EXACT_TITLE_BONUS:g} for its title")
        if self.introduced:
            bonus, later = (FIRST_BONUS, "") if self.is_first else (INTRODUCED_BONUS, ", after others")
            terms.append(f"{bonus:g} because it introduced {self.introduced}{later}")
        return Why(
            score=self.score,
            lexical_rank=self.lexical_rank,
            lexical_score=self.lexical_score,
            semantic_rank=self.semantic_rank,
            semantic_score=self.semantic_score,
            formula=" + ".join(terms) if self.score else "",  # a list by day has no scores
            introduced=self.introduced,
        )


def fuse(lists: Lists) -> list[Fused]:
    """Return all papers of both lists, best first; of equal ones the one with the lower key.

    A paper scores LEXICAL_WEIGHT · BM25 / (BM25 possible) + SEMANTIC_WEIGHT · cosine, and EXACT_TITLE_BONUS more if
    its title is the query; FIRST_BONUS more if it introduced the system whose name the query is, INTRODUCED_BONUS if it
    introduced one of the same name later.
    """
    by_word = {hit.key: (rank, hit.score) for rank, hit in enumerate(lists.lexical, 1)}
    by_meaning = {hit.key: (rank, hit.score) for rank, hit in enumerate(lists.semantic, 1)}
    keys = dict.fromkeys([*by_word, *lists.titled, *lists.introducers, *lists.authored])
    first = next(iter(lists.introducers), None)
    for key, (_, cosine) in by_meaning.items():
        if cosine >= LEAST_COSINE or key in lists.other_lexical:
            keys[key] = None
    fused = []
    for key in keys:
        lexical_rank, lexical = by_word.get(key) or (None, lists.other_lexical.get(key))
        semantic_rank, cosine_or_none = by_meaning.get(key) or (None, lists.other_semantic.get(key))
        titled = key in lists.titled
        score = blend(lexical or 0.0, lists.possible, cosine_or_none or 0.0)
        score += EXACT_TITLE_BONUS if titled else 0.0
        one = Fused(key, score, lexical_rank, lexical, semantic_rank, cosine_or_none, lists.possible, titled)
        if introduced := lists.introducers.get(key):
            one.introduced, one.is_first = introduced, key == first
            one.score += FIRST_BONUS if one.is_first else INTRODUCED_BONUS
        fused.append(one)
    _put_author_first(fused, lists.authored)
    return sorted(fused, key=lambda one: (-one.score, one.key))


def blend(lexical: float, possible: float, cosine: float) -> float:
    """Return the score of a paper by its BM25, the BM25 that the query's words could give at most, and its cosine.

    A share of what is possible, not of what the best paper has: where no paper has many of the words, as with a
    question in other words than the papers', meaning decides, and nothing must be known of the other papers.
    """
    return LEXICAL_WEIGHT * lexical_share(lexical, possible) + SEMANTIC_WEIGHT * cosine


def lexical_share(lexical: float, possible: float) -> float:
    """Return how much of the possible BM25 a paper has, 0 to 1: what its title adds may carry it beyond."""
    return min(1.0, lexical / possible) if possible > 0 else 0.0


def _put_author_first(fused: Sequence[Fused], authored: Mapping[int, str]) -> None:
    places = {key: place for place, key in enumerate(authored)}
    for one in fused:
        if (place := places.get(one.key)) is not None:
            one.author = authored[one.key]
            one.score = AUTHOR_SCORE - place / len(places)
