"""The quantitative empirical claims of a paper."""

import re
from collections.abc import Iterator, Sequence

from broadsheet.extract.facts.learned import chance
from broadsheet.extract.facts.results.about import NOWHERE, compared_of, dataset_of, metric_of
from broadsheet.extract.facts.results.features import Place, features_of
from broadsheet.extract.facts.results.figures import figures_in
from broadsheet.extract.facts.results.judge import Judge, judge
from broadsheet.extract.facts.results.phrases import Run, text_of
from broadsheet.extract.facts.results.spans import span_of
from broadsheet.extract.facts.results.tokens import Tokens, tokens_of
from broadsheet.extract.facts.results.worth import may_have_figures
from broadsheet.extract.facts.text import PaperText, Sentence
from broadsheet.model.facts import Fact, Measure

_FORMULA = re.compile(r"\$+[^$]*\$+")
_WORD = re.compile(r"[^\W\d_]{3}")
_MOST = 200  # figures of a paper: a table pasted as an abstract has more


def find_results(text: PaperText, datasets: Sequence[Fact], learned: Judge | None = None) -> tuple[Fact, ...]:
    """Find them, in the order of the text, each with the chance that it is one."""
    learned = learned or judge()
    found: list[Fact] = []
    for place, sentence in places_in(text):
        sure = chance(learned.model.logit(features_of(place)))
        if sure >= learned.threshold and _has_words(sentence):
            found.append(_fact(place, sentence, datasets, sure))
    return tuple(found)


def places_in(text: PaperText) -> Iterator[tuple[Place, Sentence]]:
    """Yield every figure of a paper that could be a claim, with its sentence."""
    count, left = len(text.sentences), _MOST
    for number, sentence in enumerate(text.sentences):
        if not left:
            return
        if not may_have_figures(sentence):
            continue
        tokens = tokens_of(sentence.text)
        figures = tuple(figures_in(tokens))[:left]
        left -= len(figures)
        for index in range(len(figures)):
            yield Place(tokens, figures, index, number / count, sentence.where == "title"), sentence


def _has_words(sentence: Sentence) -> bool:
    """Whether anything is said beside formulas: a formula alone claims nothing that was measured."""
    return _WORD.search(_FORMULA.sub(" ", sentence.text)) is not None


def _fact(place: Place, sentence: Sentence, datasets: Sequence[Fact], sure: float) -> Fact:
    tokens, figure = place.tokens, place.figures[place.index]
    metric, compared = metric_of(tokens, figure), compared_of(tokens, figure)
    metric = _shared(place) if metric == NOWHERE else metric
    named = _named(tokens, datasets)
    dataset = dataset_of(tokens, place.figures, place.index, named)
    start, end = span_of(place, metric, compared, dataset)
    measure = Measure(
        tokens.text[figure.value_start : figure.value_end],
        figure.unit,
        text_of(tokens, metric),
        text_of(tokens, dataset),
        text_of(tokens, compared),
        figure.low,
        figure.high,
    )
    return Fact(
        "result",
        tokens.text[start:end],
        sentence.where,
        sentence.start + start,
        sentence.start + end,
        round(sure, 3),
        measure=measure,
    )


def _shared(place: Place) -> Run:
    """Return the metric of the last figure of this unit before it: `a Dice score of 0.78, 0.71 and 0.72`."""
    figures, unit = place.figures, place.figures[place.index].unit
    for figure in reversed(figures[max(0, place.index - 6) : place.index]):
        if figure.unit == unit and (metric := metric_of(place.tokens, figure)) != NOWHERE:
            return metric
    return NOWHERE


def _named(tokens: Tokens, datasets: Sequence[Fact]) -> list[Run]:
    """Return where the paper's datasets are named in a sentence."""
    runs: list[Run] = []
    for dataset in datasets:
        at = tokens.text.find(dataset.text)
        while at >= 0:
            end = at + len(dataset.text)
            first = next((index for index, start in enumerate(tokens.starts) if start >= at), 0)
            last = next((index for index, start in enumerate(tokens.starts) if start >= end), len(tokens.starts))
            runs.append((first, last))
            at = tokens.text.find(dataset.text, end)
    return sorted(runs)
