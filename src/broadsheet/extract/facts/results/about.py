"""What a figure was measured of, on what data, and with what it is compared: read from the words around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.extract.facts.results.figures import Figure
from broadsheet.extract.facts.results.lexicon import METRIC
from broadsheet.extract.facts.results.phrases import (
    ARTICLES,
    BREAKS,
    CLAUSES,
    COMPARATIVES,
    FILLERS,
    LINKS,
    PREPOSITIONS,
    VERBS,
    Run,
    is_name,
    run_left,
    run_right,
)
from broadsheet.extract.facts.results.tokens import Tokens
from broadsheet.extract.facts.results.word_list import words_in

NOWHERE: Run = (0, 0)
_LINKED = words_in("of : = ( is was are were at by to reaches reaching exceeds exceeding")
_THAN = words_in(
    """
    than over vs versus against outperforming surpassing outperforms surpasses exceeding
    """
)
_COMPARED = words_in("compared relative compare comparing")
_BEATS = words_in(
    """
    outperform outperforms outperformed outperforming surpass surpasses surpassed surpassing exceed exceeds
    exceeded exceeding beat beats beating
    """
)
_NAMELESS = COMPARATIVES - words_in("faster slower quicker cheaper")
_CHANGES = FILLERS | words_in("reduction improvement gain increase improvements gains reductions absolute relative")
_MOVES = words_in(
    """
    improve improves improved improving reduce reduces reduced reducing decrease decreases decreased decreasing increase
    increases increased increasing enhance enhances enhancing lower lowers lowering raise raises raising boost boosts
    boosting cut cuts cutting accelerate accelerates accelerating save saves saving
    """
)
_SKIPPED = (FILLERS | words_in("value values factor factors")) - _LINKED
_DATA = words_in(
    """
    dataset datasets benchmark benchmarks set sets data corpus split leaderboard suite suites tasks collection images
    """
)
_REACH = 14  # tokens
_FAR = 32  # tokens, for what says outright that it compares


@dataclass(frozen=True, slots=True)
class Around:
    """The runs of tokens that name metric and what is compared; empty runs are "not said"."""

    metric: Run = NOWHERE
    compared: Run = NOWHERE


def metric_of(tokens: Tokens, figure: Figure) -> Run:
    """Return the run that names what was measured."""
    right = _metric_right(tokens, figure.last)
    if _measures(tokens, right):
        return right
    left = _metric_left(tokens, figure.first)
    if _measures(tokens, left):
        return left
    behind = _metric_behind(tokens, figure.last)
    return next((run for run in (behind, left, _named_by_unit(right, figure)) if run[1] > run[0]), NOWHERE)


def _named_by_unit(run: Run, figure: Figure) -> Run:
    """Return what stands right of a share or factor; behind another unit something else begins."""
    return run if figure.unit in ("%", "x", "points", "orders of magnitude", "") else NOWHERE


def _measures(tokens: Tokens, run: Run) -> bool:
    return any(word in METRIC for word in tokens.words[run[0] : run[1]])


def _metric_right(tokens: Tokens, at: int) -> Run:
    words = tokens.words
    while at < len(words) and words[at] in ("of", "-", "relative", "absolute"):
        at += 1
    start, end = run_right(tokens, at)
    # `higher than X` and `better` name nothing, `fewer parameters` and `faster` do.
    return NOWHERE if end - start == 1 and words[start] in _NAMELESS else (start, end)


def _metric_left(tokens: Tokens, first: int) -> Run:
    """Read `accuracy of 90`, `FID: 2`, `reduces memory by 3`, `improves F1 from 80 to 90`."""
    words = tokens.words
    link, at = "", first
    for _ in range(3):
        while at and words[at - 1] in _SKIPPED:
            at -= 1
        if not at or words[at - 1] not in _LINKED:
            break
        link, at = words[at - 1], at - 1
        if link == "by":
            return _object_of_verb(tokens, at)
    if not link:
        return run_left(tokens, at) if at and words[at - 1] in METRIC else NOWHERE
    if link in ("to", "from"):
        before = next((index for index in range(at - 1, max(-1, at - _REACH), -1) if words[index] == "from"), None)
        at = at if before is None else before
    run = run_left(tokens, _before_parenthesis(words, at))
    if link == "(" and not _measures(tokens, run):
        return NOWHERE
    return NOWHERE if all(word in _CHANGES for word in words[run[0] : run[1]]) else run


def _before_parenthesis(words: list[str], at: int) -> int:
    """Return the token before an abbreviation in parentheses, `mean absolute error (MAE)`."""
    if words[at - 1 : at] == [")"]:
        return next((index for index in range(at - 2, max(-1, at - 6), -1) if words[index] == "("), at)
    return at


def _object_of_verb(tokens: Tokens, end: int) -> Run:
    """Read what stands between a verb and `by`: `reduces the number of steps by`, `gains in accuracy by`."""
    start = end
    while start > max(0, end - _REACH):
        word = tokens.words[start - 1]
        if word in VERBS:
            # With the verb: that it is a change, and of which kind, is part of what was measured.
            nothing = word in _BEATS or start == end or tokens.words[start] in PREPOSITIONS
            return NOWHERE if nothing else (start - 1 if word in _MOVES else start, end)
        if word in BREAKS or word in CLAUSES or tokens.numbers[start - 1]:
            break
        start -= 1
    return run_left(tokens, end)


def _metric_behind(tokens: Tokens, at: int) -> Run:
    """Read `by 0.96 dB in PSNR`, `3 points in terms of accuracy`."""
    words = tokens.words
    for index in range(at, min(at + 4, len(words))):
        if words[index] in BREAKS:
            break
        if words[index] in ("in", "on"):
            index += 3 if words[index + 1 : index + 3] == ["terms", "of"] else 1
            run = run_right(tokens, index)
            if _measures(tokens, run):
                return run
    return NOWHERE


def compared_of(tokens: Tokens, figure: Figure) -> Run:
    """Return the run that names with what the figure is compared: `than X`, `compared to X`, `outperforms X by`."""
    return _compared_right(tokens, figure.last) or _compared_left(tokens, figure.first) or NOWHERE


def _compared_right(tokens: Tokens, last: int) -> Run | None:
    words, near = tokens.words, True
    for at in range(last, min(last + _FAR, len(words) - 1)):
        word = words[at]
        if word == ";" or word in CLAUSES:
            return None
        near = near and not tokens.numbers[at] and at < last + _REACH
        if word in _COMPARED and words[at + 1] in ("to", "with", "against"):
            return _other(tokens, at + 2)
        if not tokens.numbers[at + 1] and (word in _BEATS or (near and word in _THAN)):
            return _other(tokens, at + 1)
    return None


def _compared_left(tokens: Tokens, first: int) -> Run | None:
    words = tokens.words
    for at in range(first - 2, max(-1, first - _FAR), -1):
        if words[at] == ";" or words[at] in CLAUSES:
            return None
        if words[at] in _BEATS or (words[at] in ("over", "than") and words[at - 1 : at] != ["more"]):
            return None if tokens.numbers[at + 1] else _other(tokens, at + 1)
        if words[at] in _COMPARED and words[at + 1] in ("to", "with", "against"):
            return _other(tokens, at + 2)
    return None


def _other(tokens: Tokens, at: int) -> Run:
    words = tokens.words
    start = at
    while start < len(words) and words[start] in ARTICLES:
        start += 1
    end = start
    while end < min(len(words), start + 9):
        joins = words[end] in LINKS and end + 1 < len(words) and is_name(tokens, end + 1) and end > start
        if not (is_name(tokens, end) or joins or (words[end] in ("/",) and end > start)):
            break
        end += 1
    return start, end


def dataset_of(tokens: Tokens, figures: Sequence[Figure], index: int, named: Sequence[Run]) -> Run:
    """Return which of the datasets that the sentence names a figure was measured on: the next one, else the last.

    Where as many stand behind a row of figures as the row is long, each figure has its own.
    """
    figure = figures[index]
    before = [run for run in named if run[1] <= figure.first]
    if before and tokens.words[before[-1][1] : figure.first] == ["("]:
        return before[-1]
    row = [index]
    while row[0] and figures[row[0]].first - figures[row[0] - 1].last <= 2:
        row.insert(0, row[0] - 1)
    while row[-1] + 1 < len(figures) and figures[row[-1] + 1].first - figures[row[-1]].last <= 2:
        row.append(row[-1] + 1)
    behind = [run for run in named if run[0] >= figures[row[-1]].last]
    if len(row) > 1 and len(behind) >= len(row):
        return behind[row.index(index)]
    if behind and not _cut(tokens, figures[row[-1]].last, behind[0][0]):
        return behind[0]
    return before[-1] if before else _unnamed(tokens, figures[row[-1]].last)


def _unnamed(tokens: Tokens, last: int) -> Run:
    """Read data without a name, `on the held-out test set`."""
    words = tokens.words
    for at in range(last, min(last + _REACH, len(words) - 1)):
        if words[at] in BREAKS or words[at] in CLAUSES or tokens.numbers[at]:
            break
        if words[at] in ("on", "across"):
            start, end = run_right(tokens, at + 1)
            if words[end - 1] in _DATA and end > start + 1:
                return start, end
    return NOWHERE


def _cut(tokens: Tokens, start: int, end: int) -> bool:
    return any(word in (";", ".") or word in CLAUSES for word in tokens.words[start:end])
