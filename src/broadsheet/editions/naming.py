"""Names for regions: the terms that distinguish their papers from the others of the same time."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

_READ = 1_200  # characters of an abstract
_WORD = re.compile(r"[^\W_](?:[\w+/.'’-]*[\w+])?")
_MATHEMATICS = re.compile(r"\$[^$]{0,300}\$|https?://\S+|\\[A-Za-z]+")
_BREAK = re.compile(r"[.,;:!?()\[\]{}\"“”]\s|\s[-–—]\s|\n\n")
_LONGEST = 3  # words
_TERMS = 3
_LENGTH = 0.1  # what a further word adds to a term's weight
_STALE = 0.1  # what is left of the weight of a term that was as frequent before
_SHARE = 0.3  # of a region's papers that have a term
_TIMES = 6.0  # how much more often than elsewhere, at least
# fmt: off
_STOP = frozenset((
    "a", "about", "above", "achieve", "achieves", "across", "address", "addresses", "after", "all", "allow", "also",
    "alternative", "although", "among", "an", "analysis", "and", "any", "approach", "approaches", "are", "as", "at",
    "based", "be", "because", "been", "being", "between", "both", "but", "by", "can", "commonly", "compared", "could",
    "currently", "data", "demonstrate", "demonstrates", "despite", "directly", "do", "does", "due", "during", "each",
    "effectively", "either", "enable", "enables", "enabling", "especially", "et", "etc", "existing", "first", "for",
    "framework", "frameworks", "from", "fully", "further", "given", "has", "have", "having", "here", "highly", "how",
    "however", "if", "in", "including", "increasingly", "information", "into", "introduce", "introduces", "is", "it",
    "its", "itself", "jointly", "key", "large", "leading", "less", "leverage", "leveraging", "may", "method",
    "methods", "model", "models", "more", "most", "much", "multiple", "namely", "need", "needs", "new", "no", "nor",
    "not", "novel", "of", "often", "on", "one", "only", "or", "other", "our", "out", "over", "own", "paper",
    "particularly", "per", "performance", "present", "previous", "problem", "problems", "promising", "propose",
    "proposed", "proposes", "provide", "provides", "recent", "recently", "remain", "remains", "respectively",
    "result", "results", "show", "showing", "shown", "shows", "significant", "significantly", "similar",
    "simultaneously", "since", "so", "some", "state-of-the-art", "strongly", "study", "such", "system", "systems",
    "task", "tasks", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "three", "through", "thus", "to", "toward", "towards", "two", "typically", "under", "up", "upon", "use", "used",
    "uses", "using", "various", "very", "via", "was", "we", "well", "were", "what", "when", "where", "whether",
    "which", "while", "who", "whose", "widely", "will", "with", "within", "without", "work", "works", "would", "yet",
    "yields", "you", "your",
))
# fmt: on


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one paper: by their form in lower case, as they are written there."""

    written: Mapping[str, str]


def read_terms(title: str, abstract: str) -> Terms:
    """Return the phrases of up to three words of a title and the beginning of an abstract, those of the title first."""
    written: dict[str, str] = {}
    for text in (title, abstract[:_READ]):
        for piece in _BREAK.split(_MATHEMATICS.sub(" . ", text + " ")):
            words = _WORD.findall(piece)
            for phrase in _phrases(words):
                written.setdefault(phrase.casefold(), phrase)
    return Terms(written)


def count_terms(every: Iterable[Terms]) -> Counter[str]:
    """Count in how many papers each term stands."""
    counted: Counter[str] = Counter()
    for one in every:
        counted.update(one.written.keys())
    return counted


def name_region(
    inside: Sequence[Terms], before: Sequence[Terms], everywhere: Mapping[str, int], papers: int
) -> tuple[tuple[str, ...], float]:
    """Return up to three terms that distinguish a region's recent papers, most telling first, and the first's weight.

    A term weighs its share of these papers, times the logarithm of how much higher its odds are there than in the
    others of the same time (`everywhere` counts all `papers` of it), times its freshness: the part of that share that
    it did not have `before`, among the earlier papers nearest to the region. Each further word adds a little. The
    weight is 0 where no term tells anything.
    """
    size = len(inside)
    earlier = count_terms(before)
    weights: dict[str, float] = {}
    for term, number in count_terms(inside).items():
        if number >= max(2, _SHARE * size):
            share, share_before = number / size, earlier[term] / max(len(before), 1)
            weight = share * _log_times(number, size, everywhere.get(term, number) - number, papers - size)
            freshness = max(0.0, 1.0 - share_before / share)
            weights[term] = weight * (_STALE + (1 - _STALE) * freshness) * (1 + _LENGTH * term.count(" "))
    chosen: list[str] = []
    for term, weight in sorted(weights.items(), key=lambda one: (-one[1], one[0])):
        if weight > 0 and not any(_overlap(term, other) for other in chosen):
            chosen.append(term)
        if len(chosen) == _TERMS:
            break
    return tuple(_as_written(term, inside) for term in chosen), weights[chosen[0]] if chosen else 0.0


def _phrases(words: Sequence[str]) -> Iterable[str]:
    for length in range(1, _LONGEST + 1):
        for start in range(len(words) - length + 1):
            part = words[start : start + length]
            if _can_end(part[0]) and _can_end(part[-1]) and not (length == 1 and part[0].isdigit()):
                yield " ".join(part)


def _can_end(word: str) -> bool:
    return len(word) > 1 and word.casefold() not in _STOP


def _log_times(inside: int, size: int, outside: int, others: int) -> float:
    odds_inside = (inside + 0.5) / (size - inside + 0.5)
    odds_outside = (max(outside, 0) + 0.5) / (max(others - outside, 0) + 0.5)
    times = odds_inside / odds_outside
    return log(times) if times >= _TIMES else 0.0


def _overlap(term: str, other: str) -> bool:
    return not _stems(term).isdisjoint(_stems(other))


def _stems(term: str) -> set[str]:
    return {word.casefold().rstrip("s") for word in re.split(r"[\s/-]+", term)}


def _as_written(term: str, inside: Sequence[Terms]) -> str:
    forms = Counter(one.written[term] for one in inside if term in one.written)
    return min(forms, key=lambda form: (-forms[form], form))
