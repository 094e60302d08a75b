"""The shortest run of a sentence that states a claim."""

from broadsheet.extract.facts.results.features import Place
from broadsheet.extract.facts.results.phrases import BREAKS, CLAUSES, PREPOSITIONS, VERBS, Run
from broadsheet.extract.facts.results.tokens import Tokens

_REACH = 8  # tokens between the figure and its verb
_FORMULA = 30  # characters
_FAR = 12  # tokens between the figure and what else belongs to it
_BEFORE = PREPOSITIONS | {"a", "an", "up", "about", "≈", "<", ">"}


def span_of(place: Place, metric: Run, compared: Run, dataset: Run) -> tuple[int, int]:
    """Return the characters from verb or metric through value and unit to dataset and what is compared, as far as these
    stand beside it."""
    tokens, figure = place.tokens, place.figures[place.index]
    first, last = figure.first, figure.last
    for run in (metric, dataset, compared):
        if run[1] <= run[0]:
            continue
        if run[1] <= first and first - run[1] <= _FAR and run is metric:
            first = run[0]
        elif last <= run[0] <= last + _FAR and not _other_figure(place, last, run[0]):
            last = max(last, run[1])
    first = _verb(tokens, first)
    start = _opened(tokens.text, min(tokens.starts[first], figure.value_start))
    end = max(tokens.ends[last - 1], figure.end)
    return start, _closed(tokens, start, end)


def _opened(text: str, start: int) -> int:
    """Return the start moved to the `$` that opens the formula it stands in, where that is near."""
    before = text.rfind("$", 0, start)
    inside = before >= 0 and text.count("$", 0, start) % 2
    return before if inside and start - before <= _FORMULA else start


def _other_figure(place: Place, start: int, end: int) -> bool:
    return any(start <= figure.first < end for figure in place.figures)


def _verb(tokens: Tokens, first: int) -> int:
    """Return the verb before these tokens, or else the preposition right before them."""
    for at in range(first - 1, max(-1, first - _REACH), -1):
        word = tokens.words[at]
        if word in VERBS and len(word) > 3:
            return at
        if (word in BREAKS and word not in ("≈", "<", ">", "=")) or word in CLAUSES or tokens.numbers[at]:
            break
    at = first
    while at and at > first - 3 and tokens.words[at - 1] in _BEFORE:
        at -= 1
    return at


def _closed(tokens: Tokens, start: int, end: int) -> int:
    """Return the end moved behind a `$` or `}` that closes what was opened within."""
    text = tokens.text
    while (
        end < len(text)
        and text[end] in "$}"
        and (
            text.count("$", start, end) % 2
            if text[end] == "$"
            else text.count("{", start, end) > text.count("}", start, end)
        )
    ):
        end += 1
    return end
