"""Fuse what was found by word with what was found by meaning. The rule is in docs/search.md."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.model.query import Why
from broadsheet.search.engine import Scored

LEXICAL_WEIGHT, SEMANTIC_WEIGHT = 0.35, 0.65
EXACT_TITLE_BONUS = 1.0

# A paper found by meaning alone must be at least this near: in a small library the nearest may be far off.
LEAST_COSINE = 0.2


@dataclass(frozen=True, slots=True)
class Lists:
    """The two lists, best first, and what each paper scores in the list that did not bring it."""

    lexical: Sequence[Scored]
    semantic: Sequence[Scored]
    other_lexical: Mapping[int, float]
    other_semantic: Mapping[int, float]
    titled: Collection[int] = ()  # papers whose title is the query


@dataclass(frozen=True, slots=True)
class Fused:
    """A paper in the fused list."""

    key: int
    why: Why


def fuse(lists: Lists) -> list[Fused]:
    """Return all papers of both lists, best first.

    A paper scores LEXICAL_WEIGHT · BM25 / (best BM25) + SEMANTIC_WEIGHT · cosine, and EXACT_TITLE_BONUS more if
    its title is the query.
    """
    best = max((one.score for one in lists.lexical), default=0.0) or 1.0
    fused = [Fused(key, _why(parts, best, key in lists.titled)) for key, parts in _collect(lists).items()]
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
        if hit.score < LEAST_COSINE and hit.key not in parts and hit.key not in lists.other_lexical:
            continue
        known = parts.setdefault(hit.key, _Parts(None, lists.other_lexical.get(hit.key)))
        known.semantic_rank, known.semantic_score = rank, hit.score
    for key in lists.titled:
        parts.setdefault(key, _Parts())
    return parts


def _why(parts: _Parts, best: float, titled: bool) -> Why:
    terms: list[tuple[float, str]] = []
    if parts.lexical_score is not None:
        value = LEXICAL_WEIGHT * parts.lexical_score / best
        terms.append((value, f"{LEXICAL_WEIGHT:g} · {parts.lexical_score:.2f} / {best:.2f}"))
    if parts.semantic_score is not None:
        terms.append((SEMANTIC_WEIGHT * parts.semantic_score, f"{SEMANTIC_WEIGHT:g} · {parts.semantic_score:.3f}"))
    if titled:
        terms.append((EXACT_TITLE_BONUS, f"{EXACT_TITLE_BONUS:g} for its title"))
    return Why(
        score=sum(value for value, _ in terms),
        lexical_rank=parts.lexical_rank,
        lexical_score=parts.lexical_score,
        semantic_rank=parts.semantic_rank,
        semantic_score=parts.semantic_score,
        formula=" + ".join(text for _, text in terms),
    )
