"""Fuse what was found by word with what was found by meaning. The rule is in docs/search.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from broadsheet.model.query import Why
from broadsheet.search.engine import Scored


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each list counts; they add up to 1."""

    lexical: float
    semantic: float


WEIGHTS = Weights(0.5, 0.5)
EXACT_TITLE_BONUS = 1.0


@dataclass(frozen=True, slots=True)
class Lists:
    """The two lists, best first, and what each paper scores in the list that did not bring it."""

    lexical: Sequence[Scored]
    semantic: Sequence[Scored]
    other_lexical: Mapping[int, float]
    other_semantic: Mapping[int, float]
    titled: frozenset[int] = frozenset()  # whose title is the query


@dataclass(frozen=True, slots=True)
class Fused:
    """A paper in the fused list."""

    key: int
    why: Why


def fuse(lists: Lists, weights: Weights) -> list[Fused]:
    """Return all papers of both lists, best first.

    A paper scores w₁ · BM25 / (best BM25) + w₂ · cosine / (best cosine), and 1 more if its title is the
    query. Without one of the lists, the other counts in full.
    """
    if not lists.semantic:
        weights = Weights(1.0, 0.0)
    elif not lists.lexical:
        weights = Weights(0.0, 1.0)
    scored = _collect(lists)
    best_lexical = max((one.score for one in lists.lexical), default=0.0) or 1.0
    best_semantic = max((one.score for one in lists.semantic), default=0.0) or 1.0
    fused = [
        Fused(key, _why(parts, weights, (best_lexical, best_semantic), key in lists.titled))
        for key, parts in scored.items()
    ]
    return sorted(fused, key=lambda one: (-one.why.score, one.key))


@dataclass(slots=True)
class _Parts:
    lexical_rank: int | None = None
    lexical_score: float | None = None
    semantic_rank: int | None = None
    semantic_score: float | None = None


def _collect(lists: Lists) -> dict[int, _Parts]:
    parts: dict[int, _Parts] = {}
    for rank, hit in enumerate(lists.lexical, 1):
        parts[hit.key] = _Parts(rank, hit.score, None, lists.other_semantic.get(hit.key))
    for rank, hit in enumerate(lists.semantic, 1):
        known = parts.setdefault(hit.key, _Parts(None, lists.other_lexical.get(hit.key)))
        known.semantic_rank, known.semantic_score = rank, hit.score
    for key in lists.titled:
        parts.setdefault(key, _Parts())
    return parts


def _why(parts: _Parts, weights: Weights, best: tuple[float, float], titled: bool) -> Why:
    lexical = weights.lexical * (parts.lexical_score or 0.0) / best[0]
    semantic = weights.semantic * max(parts.semantic_score or 0.0, 0.0) / best[1]
    return Why(
        score=lexical + semantic + (EXACT_TITLE_BONUS if titled else 0.0),
        lexical_rank=parts.lexical_rank,
        lexical_score=parts.lexical_score,
        semantic_rank=parts.semantic_rank,
        semantic_score=parts.semantic_score,
        formula=_formula(parts, weights, best, titled),
    )


def _formula(parts: _Parts, weights: Weights, best: tuple[float, float], titled: bool) -> str:
    terms = []
    if weights.lexical and parts.lexical_score is not None:
        terms.append(f"{weights.lexical:.2f} · {parts.lexical_score:.2f} / {best[0]:.2f}")
    if weights.semantic and parts.semantic_score is not None:
        terms.append(f"{weights.semantic:.2f} · {parts.semantic_score:.3f} / {best[1]:.3f}")
    if titled:
        terms.append(f"{EXACT_TITLE_BONUS:g} (the title itself)")
    return " + ".join(terms)
