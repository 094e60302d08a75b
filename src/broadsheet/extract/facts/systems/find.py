"""Names that a paper gives to what it proposes, with their long forms."""

from broadsheet.extract.facts.systems.candidates import candidates
from broadsheet.extract.facts.systems.features import describe
from broadsheet.extract.facts.systems.judge import Judge, Judged, chosen, judge, judged
from broadsheet.extract.facts.systems.words import words_of
from broadsheet.extract.facts.text import PaperText
from broadsheet.model.facts import Fact


def find_systems(text: PaperText, by: Judge | None = None) -> tuple[Fact, ...]:
    """Find them, in the order of the text."""
    by = by or judge()
    title, abstract = words_of(text)
    names = chosen(judged(describe(candidates(title, abstract), title, abstract, by.known), by), by.threshold)
    return tuple(map(fact_of, sorted(names, key=_order)))


def _order(one: Judged) -> tuple[bool, int]:
    place = one.described.place
    return place.words.where != "title", place.start


def fact_of(one: Judged) -> Fact:
    """Return a name that was chosen as a fact."""
    place = one.described.place
    return Fact(
        "system",
        place.text,
        place.words.where,
        place.start,
        place.end,
        confidence=round(one.chance, 3),
        long_form=one.described.long_form,
    )
