"""Other rankings to hold against the shipped one, such as it without one of its parts: `--variants` asks them too.

A variant makes, of an opened library, what is asked: from a query's text to the keys of papers, best first. All order
the candidates that the program fuses, 200 by word and 100 by meaning, by another rule; the query is read by the network
that reads documents, which has been tuned on nothing.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from bench.quality.systems import DEEP, Ask
from broadsheet.search.engine import Vector
from broadsheet.search.fuse import LEXICAL_WEIGHT, SEMANTIC_WEIGHT
from broadsheet.search.grammar import parse
from broadsheet.search.index.analysis import content_words
from broadsheet.search.library import Library
from broadsheet.store import papers

Scores = NDArray[np.float64]
_BY_WORD, _BY_MEANING = 200, 100
_FEEDBACK, _TERMS = 10, 20  # papers that feedback takes, and words that it adds


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may be found for a query: keys, BM25 and cosine of each, and the BM25 that its words could give at most."""

    text: str
    vector: Vector
    keys: list[int]
    lexical: Scores
    cosine: Scores
    possible: float

    @property
    def share(self) -> Scores:
        """BM25 as a share of what is possible."""
        return np.minimum(1.0, self.lexical / (self.possible or 1.0))

    @property
    def of_best(self) -> Scores:
        """BM25 as a share of what the best paper has."""
        return np.asarray(self.lexical / (self.lexical.max(initial=0.0) or 1.0))


Rule = Callable[[Candidates, Library], Scores]


def _variant(rule: Rule) -> Callable[[Library], Ask]:
    def made(library: Library) -> Ask:
        candidates = _candidates(library)

        def ask(text: str) -> list[int]:
            found = candidates(text)
            order = np.argsort(-rule(found, library), kind="stable")[:DEEP]
            return [found.keys[place] for place in order]

        return ask

    return made


def _candidates(library: Library) -> Callable[[str], Candidates]:
    embedder, engine = library.embedder, library.engine
    assert embedder is not None

    @lru_cache(10_000)
    def candidates(text: str) -> Candidates:
        query = parse(text)
        vector = embedder.embed([query.words])[0]
        lexical = {hit.key: hit.score for hit in engine.lexical(query, _BY_WORD).hits}
        cosine = {hit.key: hit.score for hit in engine.semantic(vector, query.constraints, _BY_MEANING)}
        keys = sorted({*lexical, *cosine})
        lexical |= engine.lexical_scores(query, [key for key in keys if key not in lexical])
        cosine |= engine.cosines(vector, [key for key in keys if key not in cosine])
        by_word, by_meaning = (np.array([scores.get(key, 0.0) for key in keys]) for scores in (lexical, cosine))
        return Candidates(text, vector, keys, by_word, by_meaning, engine.lexical_possible(query))

    return candidates


def _shared(weight: float) -> Rule:
    return lambda found, _: weight * found.share + (1 - weight) * found.cosine


def _by_best(weight: float) -> Rule:
    return lambda found, _: weight * found.of_best + (1 - weight) * found.cosine


def _both_stretched(found: Candidates, _: Library) -> Scores:
    """Both lists stretched to 0 … 1, half and half."""
    low, high = found.cosine.min(initial=1.0), found.cosine.max(initial=0.0)
    return np.asarray(0.5 * found.of_best + 0.5 * (found.cosine - low) / max(high - low, 1e-9))


def _by_length(found: Candidates, _: Library) -> Scores:
    """Words weigh 0.65 in three words or less, and down to 0.5 in twelve or more."""
    weight = float(np.interp(len(content_words(found.text)), (3, 12), (0.65, 0.5)))
    return weight * found.share + (1 - weight) * found.cosine


def _word_feedback(found: Candidates, library: Library) -> Scores:
    """The shipped rule, and a fifth of the BM25 of the words that tell the best papers from the others.

    After RM3 (Abdul-Jaleel et al. 2004), with words of equal weight.
    """
    shipped = LEXICAL_WEIGHT * found.share + SEMANTIC_WEIGHT * found.cosine
    best = [found.keys[place] for place in np.argsort(-shipped, kind="stable")[:_FEEDBACK]]
    with library.database.read() as connection:
        texts = [paper.text for paper in papers.get(connection, best)]
    counted = Counter(word for text in texts for word in _plain(text))
    total, vocabulary = library.engine.paper_count, library.engine.vocabulary()
    assert vocabulary is not None
    worth = {word: count * log(total / (1 + vocabulary.stemmed(word))) for word, count in counted.items() if count > 1}
    added = sorted(worth, key=lambda word: -worth[word])[:_TERMS]
    scores = library.engine.lexical_scores(parse(" ".join(added)), found.keys) if added else {}
    column = np.array([scores.get(key, 0.0) for key in found.keys])
    return np.asarray(shipped + 0.2 * column / (column.max(initial=0.0) or 1.0))


def _plain(text: str) -> set[str]:
    return {word.lower() for word in text.split() if word.isalpha() and len(word) > 2}


def _meaning_feedback(found: Candidates, library: Library) -> Scores:
    """The shipped rule with the query's vector drawn by a fifth to the middle of the ten best (Rocchio 1971)."""
    shipped = LEXICAL_WEIGHT * found.share + SEMANTIC_WEIGHT * found.cosine
    best = [found.keys[place] for place in np.argsort(-shipped, kind="stable")[:_FEEDBACK]]
    if not best:
        return shipped
    middle = library.engine.vectors(best).mean(axis=0)
    drawn = found.vector + 0.2 * middle / max(float(np.linalg.norm(middle)), 1e-9)
    cosines = library.engine.cosines(drawn / np.linalg.norm(drawn), found.keys)
    column = np.array([cosines.get(key, 0.0) for key in found.keys])
    return np.asarray(LEXICAL_WEIGHT * found.share + SEMANTIC_WEIGHT * column)


# The tuned network has seen the tuning halves: with it, rules that lean on meaning would look better than they are.
VARIANTS: dict[str, Callable[[Library], Ask]] = {
    "share 0.6": _variant(_shared(LEXICAL_WEIGHT)),
    "share 0.5": _variant(_shared(0.5)),
    "share 0.7": _variant(_shared(0.7)),
    "of the best 0.35": _variant(_by_best(0.35)),
    "of the best 0.5": _variant(_by_best(0.5)),
    "both stretched": _variant(_both_stretched),
    "by length": _variant(_by_length),
    "feedback by word": _variant(_word_feedback),
    "feedback by meaning": _variant(_meaning_feedback),
}
