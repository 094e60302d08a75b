"""How alike two papers are: the parts, their weights, their sum. docs/similar.md has formula and table."""

from dataclasses import dataclass, field

from broadsheet.model.query import Why

MEANING_WEIGHT, WORDS_WEIGHT, CATEGORIES_WEIGHT = 0.5, 0.45, 0.05
AUTHOR_BONUS, MOST_AUTHORS = 0.03, 2
NAMING_BONUS = 0.2

# What scores less is not called similar.
LEAST = 0.12


@dataclass(frozen=True, slots=True)
class Parts:
    """What one paper shares with the given ones.

    `cosine` is that of the vectors as they are, `evened` that of the evened ones; None where one of the two papers has
    none. `words` is the BM25 of the given papers' rarest words, `own_words` what the given papers score themselves.
    """

    cosine: float | None = None
    evened: float = 0.0
    words: float = 0.0
    own_words: float = 1.0
    categories: float = 0.0  # shared ones, of all that either has
    authors: tuple[str, ...] = ()  # shared ones
    names_other: bool = False  # one of the two writes the other's arXiv id

    @property
    def word_share(self) -> float:
        """The share of what the given papers score themselves, at most 1."""
        return min(1.0, self.words / self.own_words) if self.own_words > 0 else 0.0

    @property
    def score(self) -> float:
        """The sum. A paper that cannot be compared by meaning is compared by its words alone."""
        bonus = AUTHOR_BONUS * min(len(self.authors), MOST_AUTHORS) + NAMING_BONUS * self.names_other
        rest = CATEGORIES_WEIGHT * self.categories + bonus
        if self.cosine is None:
            return (MEANING_WEIGHT + WORDS_WEIGHT) * self.word_share + rest
        return MEANING_WEIGHT * max(0.0, self.evened) + WORDS_WEIGHT * self.word_share + rest

    @property
    def formula(self) -> str:
        """The sum with this paper's numbers in it."""
        words = WORDS_WEIGHT if self.cosine is not None else MEANING_WEIGHT + WORDS_WEIGHT
        terms = [] if self.cosine is None else [f"{MEANING_WEIGHT:g} · {max(0.0, self.evened):.3f}"]
        terms.append(f"{words:g} · {self.words:.2f} / {self.own_words:.2f}")
        terms.append(f"{CATEGORIES_WEIGHT:g} · {self.categories:.2f}")
        if self.authors:
            terms.append(f"{AUTHOR_BONUS:g} · {min(len(self.authors), MOST_AUTHORS)} for shared authors")
        if self.names_other:
            terms.append(f"{NAMING_BONUS:g} because one names the other")
        return " + ".join(terms)


@dataclass(frozen=True, slots=True)
class Alike:
    """A paper of the pool with its parts and its places in the two lists, counted from 1."""

    key: int
    parts: Parts
    lexical_rank: int | None = None
    semantic_rank: int | None = None
    matched: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def why(self) -> Why:
        """The parts of the score, and the sum."""
        return Why(
            score=self.parts.score,
            lexical_rank=self.lexical_rank,
            lexical_score=self.parts.words or None,
            semantic_rank=self.semantic_rank,
            semantic_score=self.parts.cosine,
            matched=self.matched,
            formula=self.parts.formula,
        )
