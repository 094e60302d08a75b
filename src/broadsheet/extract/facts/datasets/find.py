"""Named datasets and benchmarks that a paper uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from broadsheet.extract.facts.datasets.features import Described, Known, describe
from broadsheet.extract.facts.learned import Linear, chance, linear, stored
from broadsheet.extract.facts.text import PaperText
from broadsheet.model.entities import entity_key
from broadsheet.model.facts import Fact


@dataclass(frozen=True, slots=True)
class Judge:
    """What was learned, and from which chance on a name counts."""

    known: Known
    model: Linear
    threshold: float


@dataclass(slots=True)
class Judged:
    """A name and the chance that it is one of a dataset."""

    described: Described
    chance: float


def find_datasets(text: PaperText, systems: Sequence[Fact], by: Judge | None = None) -> tuple[Fact, ...]:
    """Find them, in the order of the text, each once by its key; not what the paper itself proposes."""
    by = by or judge()
    judged = [Judged(one, chance(by.model.logit(one.features))) for one in describe(text, systems, by.known)]
    return tuple(map(_fact, chosen(judged, by.threshold)))


def chosen(judged: Sequence[Judged], threshold: float) -> list[Judged]:
    """Of names that overlap the likelier one, of those with one key the first, and none below the threshold."""
    taken: dict[int, list[tuple[int, int]]] = {}
    found: dict[str, Judged] = {}
    for one in sorted(judged, key=lambda each: (-each.chance, -len(each.described.name))):
        if one.chance < threshold:
            break
        start = one.described.run.sentence.start + one.described.start
        end = start + len(one.described.name)
        places = taken.setdefault(one.described.run.sentence.where == "title", [])
        if all(end <= other_start or start >= other_end for other_start, other_end in places):
            places.append((start, end))
            found.setdefault(entity_key(one.described.name), one)
    return sorted(found.values(), key=_order)


def _order(one: Judged) -> tuple[bool, int]:
    sentence = one.described.run.sentence
    return sentence.where != "title", sentence.start + one.described.start


def _fact(one: Judged) -> Fact:
    sentence = one.described.run.sentence
    start = sentence.start + one.described.start
    name = one.described.name
    return Fact("dataset", name, sentence.where, start, start + len(name), confidence=round(one.chance, 3))


@cache
def judge() -> Judge:
    """Return what comes with the program."""
    model = stored("datasets")
    return Judge(known(), linear(model), model["threshold"])


@cache
def known() -> Known:
    """Return the names of the corpus that are called datasets, with counts of papers."""
    names: dict[str, list[str]] = stored("dataset_names")
    counts = {}
    for line, keys in names.items():
        called, _, total = line.partition("/")
        counts.update(dict.fromkeys(keys, (float(called), float(total))))
    return counts
