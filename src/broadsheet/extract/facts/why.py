"""Why a fact was found: the features that weighed most for and against it."""

from collections.abc import Iterable, Iterator

from broadsheet.extract.facts.learned import Linear
from broadsheet.extract.facts.results.features import features_of
from broadsheet.extract.facts.results.find import places_in
from broadsheet.extract.facts.results.judge import judge as judge_of_results
from broadsheet.extract.facts.systems.candidates import candidates
from broadsheet.extract.facts.systems.features import describe
from broadsheet.extract.facts.systems.judge import judge as judge_of_systems
from broadsheet.extract.facts.systems.judge import with_surroundings
from broadsheet.extract.facts.systems.words import words_of
from broadsheet.extract.facts.text import PaperText, prepare
from broadsheet.model.facts import Fact

Reasons = tuple[tuple[str, float], ...]  # features with their weights in the logarithm of the odds
_Place = tuple[str, int, int]
_MOST = 5


def why(title: str, abstract: str, facts: Iterable[Fact]) -> dict[Fact, Reasons]:
    """Return for those of these facts that were judged by what was learned the features that weighed most.

    The texts are those that the facts were read from.
    """
    text = prepare(title, abstract)
    systems = dict(_of_systems(text))
    results = dict(_of_results(text))
    found: dict[Fact, Reasons] = {}
    for fact in facts:
        place = (fact.where, fact.start, fact.end)
        if fact.kind == "system" and place in systems:
            found[fact] = systems[place]
        elif fact.kind == "result" and fact.measure is not None:
            inside = (
                reasons
                for (where, start, end), reasons in results.items()
                if where == fact.where
                and fact.start <= start
                and end <= fact.end
                and getattr(text, where)[start:end] == fact.measure.value
            )
            found[fact] = next(inside, ())
    return {fact: reasons for fact, reasons in found.items() if reasons}


def _of_systems(text: PaperText) -> Iterator[tuple[_Place, Reasons]]:
    by = judge_of_systems()
    title, abstract = words_of(text)
    described = describe(candidates(title, abstract), title, abstract, by.known)
    for one, features in zip(described, with_surroundings(described, by.around), strict=True):
        yield (one.place.words.where, one.place.start, one.place.end), _heaviest(by.whole, features)


def _of_results(text: PaperText) -> Iterator[tuple[_Place, Reasons]]:
    model = judge_of_results().model
    for place, sentence in places_in(text):
        figure = place.figures[place.index]
        start, end = sentence.start + figure.value_start, sentence.start + figure.value_end
        yield (sentence.where, start, end), _heaviest(model, features_of(place))


def _heaviest(model: Linear, features: Iterable[str]) -> Reasons:
    weighed = ((name, model.weight(name)) for name in dict.fromkeys(features) if name in model.weights)
    return tuple(sorted(weighed, key=lambda pair: (-abs(pair[1]), pair[0]))[:_MOST])
