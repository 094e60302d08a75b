"""What is known of a figure before it is judged to be a claim: the words around it, its unit, its shape, its place."""

import math
from dataclasses import dataclass
from functools import lru_cache

from broadsheet.extract.facts.results.figures import Figure
from broadsheet.extract.facts.results.lexicon import CLAIM, COMPARED, METRIC, SETTING
from broadsheet.extract.facts.results.tokens import Tokens

_LEFT, _RIGHT = 12, 12  # tokens that are looked at on each side
_NEAR = 3
_STEM = 5  # characters
# Distances that are alike, so that what is made of a word is made once.
_BANDS = (0, 1, 2, 3, 3, 3, 6, 6, 6, 6, 10, 10)
_LISTED = {"claim": CLAIM, "compared": COMPARED, "setting": SETTING, "metric": METRIC}
_LISTS = {
    word: tuple(name for name, listed in _LISTED.items() if word in listed)
    for word in CLAIM | COMPARED | SETTING | METRIC
}
_SHARES = frozenset(("%", "points", "x", "dB", "orders of magnitude"))
_TIMES = frozenset(("seconds", "ms", "μs", "ns", "minutes", "hours", "days", "weeks", "months", "years", "FPS"))


@dataclass(slots=True)
class Place:
    """A figure in its sentence: `position` is the sentence's place among all, 0 to 1, and 0 for the title."""

    tokens: Tokens
    figures: tuple[Figure, ...]
    index: int
    position: float
    is_title: bool


def features_of(place: Place) -> set[str]:
    """Return the names of the features that hold."""
    tokens, figure = place.tokens, place.figures[place.index]
    found = {"bias", f"u={figure.unit}", f"uc={_unit_class(figure.unit)}", f"pos={int(place.position * 5)}"}
    found.update(_shape(tokens, figure))
    found.update(_around(tokens, figure))
    found.update(_neighbours(place))
    if place.is_title:
        found.add("title")
    return found


def _unit_class(unit: str) -> str:
    if unit in _SHARES:
        return "share"
    if unit in _TIMES:
        return "time"
    if not unit:
        return "none"
    if unit.islower() and unit.endswith("s"):
        return "count"
    if unit.split()[0] in ("thousand", "million", "billion", "trillion"):
        return "scale"
    return "physical"


def _shape(tokens: Tokens, figure: Figure) -> list[str]:
    value = tokens.text[figure.value_start : figure.value_end]
    decimals = len(value.rpartition(".")[2]) if "." in value and not figure.is_range else 0
    size = int(math.log10(abs(figure.high))) if figure.high else -9
    kind = "none" if not figure.unit else "unit"
    found = [f"dec={min(decimals, 4)}", f"dec={min(decimals, 4)}|{kind}", f"size={max(-4, min(size, 7))}|{kind}"]
    for name, holds in (
        ("range", figure.is_range),
        ("error", figure.has_error),
        ("word", figure.is_word),
        ("signed", figure.signed),
        ("borrowed", figure.unit_borrowed),
        ("comma", "," in value),
        ("power", "^" in value),
        ("round", not decimals and figure.high >= 10 and figure.high % 10 == 0),
        ("adjacent", tokens.adjacent(figure.first)),
        ("joined", tokens.adjacent(figure.last)),
    ):
        if holds:
            found.append(name)
    return found


def _around(tokens: Tokens, figure: Figure) -> list[str]:
    words, unit = tokens.words, _unit_class(figure.unit)
    left = words[max(0, figure.first - _LEFT) : figure.first][::-1]
    right = words[figure.last : figure.last + _RIGHT]
    found = []
    for side, near in (("L", left), ("R", right)):
        if near:
            found.append(f"{side}0={near[0]}|{unit}")
        for band, word in zip(_BANDS, near, strict=False):
            found += _of_word(side, band, word)
        found += _listed(side, near, unit)
    if len(left) > 1:
        found.append(f"LL={left[1]} {left[0]}")
    if len(right) > 1:
        found.append(f"RR={right[0]} {right[1]}")
    opened = _depth(words, figure.first)
    if opened:
        found.append("parenthesis")
    return found


@lru_cache(maxsize=65_536)
def _of_word(side: str, distance: int, word: str) -> tuple[str, ...]:
    at = f"{side}={word}" if distance < 6 else f"{side}+={word}"
    # One stem for `improve`, `improves`, `improvement`.
    stem = (f"{side}~{word[:_STEM]}",) if len(word) > _STEM and distance < 10 else ()
    return (f"{side}{distance}={word}", at, *stem) if distance < _NEAR else (at, *stem)


def _listed(side: str, near: list[str], unit: str) -> list[str]:
    found = []
    nearest: dict[str, int] = {}
    for distance, word in enumerate(near):
        for name in _LISTS.get(word, ()):
            nearest.setdefault(name, distance)
    for name in _LISTED:
        distance = nearest.get(name, -1)
        if distance < 0:
            found.append(f"{side}no {name}|{unit}")
        else:
            found.append(f"{side}{name}<{1 if distance < 1 else 3 if distance < 3 else 6 if distance < 6 else 12}")
            found.append(f"{side}{name}|{unit}")
    return found


def _depth(words: list[str], at: int) -> int:
    """Return how many parentheses are open within the last 30 tokens."""
    depth = 0
    for word in words[max(0, at - 30) : at]:
        if word == "(":
            depth += 1
        elif word == ")" and depth:
            depth -= 1
    return depth


def _neighbours(place: Place) -> list[str]:
    figures, index = place.figures, place.index
    count = len(figures)
    found = [f"count={min(count, 6)}"]
    for side, other in (("before", index - 1), ("after", index + 1)):
        if not 0 <= other < count:
            continue
        unit = figures[other].unit
        found.append(f"{side}={_unit_class(unit)}|{_unit_class(figures[index].unit)}")
        if unit == figures[index].unit:
            found.append(f"{side} same unit")
        between = (
            figures[index].first - figures[other].last if other < index else figures[other].first - figures[index].last
        )
        if between <= 2:
            found.append(f"{side} next|{_unit_class(unit)}")
    kinds = {_unit_class(figure.unit) for at, figure in enumerate(figures) if at != index}
    found.extend(f"with {kind}" for kind in kinds)
    return found
