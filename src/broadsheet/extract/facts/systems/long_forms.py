"""What an acronym stands for.

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text" (2003), with
costs in place of its right-to-left scan: a letter may come from inside a word, and a word may go unused.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from broadsheet.extract.facts.systems.lexicon import GENERIC, SMALL, TRAILING

_PART = re.compile(r"[^\W_]+")
_LONGEST_NAME = 12
_MOST_PARTS = 16
_NEVER = 99.0
_DEAREST = 2.5
_DEAREST_WHOLE = 4.5  # in a bracket of its own there is little else that it could be


@dataclass(frozen=True, slots=True)
class LongForm:
    """A run of text that a name may stand for, and how well its letters fit (0 is best)."""

    start: int
    end: int
    cost: float


def before(name: str, text: str, end: int, begin: int) -> LongForm | None:
    """Find the long form that ends where the name's bracket opens: `Long Form (LF)`."""
    letters = _letters(name)
    window = max(begin, end - 24 * (len(letters) + 4))
    parts = (
        [(window + one.start(), window + one.end()) for one in _PART.finditer(text, window, end)]
        if False
        else [(one.start(), one.end()) for one in _PART.finditer(text, window, end)]
    )
    parts = parts[-min(_MOST_PARTS, 2 * len(letters) + 3) :]
    best: LongForm | None = None
    if not letters:
        return None
    for first in range(len(parts) - 1, -1, -1):
        if not _begins(text, parts[first][0], letters[0]):
            continue
        cost = _cost(letters, [text[start:stop] for start, stop in parts[first:]])
        if cost <= _DEAREST and (best is None or cost < best.cost - 0.01):
            best = LongForm(parts[first][0], _last(text, parts, letters, first), cost)
    return best


def _last(text: str, parts: list[tuple[int, int]], letters: str, first: int) -> int:
    """Where the long form ends: before a noun of kind that the name has no letter for."""
    begin, end = parts[-1]
    if text[begin:end].lower() in TRAILING and len(parts) - first > 2:
        without = _cost(letters, [text[start:stop] for start, stop in parts[first:-1]])
        if without <= _DEAREST and without <= _cost(letters, [text[start:stop] for start, stop in parts[first:]]):
            return parts[-2][1]
    return end


def after(name: str, text: str, begin: int, end: int) -> LongForm | None:
    """Find the long form that begins at a place: `LF (Long Form)`, `LF: Long Form for This and That`."""
    letters = _letters(name)
    parts = [(one.start(), one.end()) for one in _PART.finditer(text, begin, min(end, begin + 24 * (len(letters) + 4)))]
    parts = parts[: min(_MOST_PARTS, 2 * len(letters) + 3)]
    best: LongForm | None = None
    if not letters or not parts or text[parts[0][0]].lower() != letters[0]:
        return None
    for last in range(1, len(parts) + 1):
        if text[parts[last - 1][0] : parts[last - 1][1]].lower() in SMALL:
            continue
        cost = _cost(letters, [text[start:stop] for start, stop in parts[:last]], first_counts=True)
        if cost <= _DEAREST and (best is None or cost < best.cost - 0.01):
            best = LongForm(parts[0][0], _whole_phrase(text, parts[last - 1][1], end), cost)
    return best


def whole(name: str, text: str, begin: int, end: int) -> LongForm | None:
    """Take all of a bracket behind a name where it begins as the name does: `LF (Long Form)`."""
    letters = _letters(name)
    parts = [one[0] for one in _PART.finditer(text, begin, end)]
    if len(parts) < 2 or len(parts) > _MOST_PARTS or not letters or parts[0][0].lower() != letters[0]:
        return None
    cost = _cost(letters, parts, first_counts=True, dearest=_DEAREST_WHOLE)
    if cost > _DEAREST_WHOLE and not _in_order(letters, filter(str.isupper, text[begin:end])):
        return None
    return LongForm(begin, end, min(cost, _DEAREST))


_REST = re.compile(
    r"(?:-\w{1,30}){0,3}(?: [A-Z]\w{0,30}(?:-\w{1,30}){0,3}){0,2}"
    r"(?=$|[:,.;)?!]| (?i:for|in|of|to|with|via|by|from|on|under|as|and|at|towards?|through|using)\b)"
)


def _whole_phrase(text: str, end: int, limit: int) -> int:
    """Go on to where the phrase ends: a hyphened word, and the nouns before a preposition."""
    rest = _REST.match(text, end, limit)
    return rest.end() if rest else end


def _in_order(letters: str, capitals: Iterable[str]) -> bool:
    """Tell whether the capitals spell the letters: `TAROT`, `Test-driven and cApability-adaptive cuRriculum …`."""
    left = iter("".join(capitals).lower())
    return all(letter in left for letter in letters)


def _letters(name: str) -> str:
    if len(name) > 2 and name[-1] == "s" and name[-2].isupper():
        name = name[:-1]
    return "".join(one for one in name if one.isalnum()).lower()[: 2 * _LONGEST_NAME]


def _begins(text: str, place: int, letter: str) -> bool:
    return text[place].lower() == letter


def _cost(letters: str, parts: list[str], *, first_counts: bool = False, dearest: float = _DEAREST) -> float:
    """The least cost of spelling the letters with these parts, in their order."""
    reach = {0: 0.0}
    for number, part in enumerate(parts):
        lower = part.lower()
        skip = 0.15 if lower in SMALL else 0.4 if number and lower in GENERIC else 1.0
        following: dict[int, float] = {}
        for done, cost in reach.items():
            if number or not first_counts:
                _keep(following, done, cost + skip)
            if done < len(letters) and letters[done] == "x" and lower[0] != "x" and "cross" in lower:
                _keep(following, done + 1, cost + 0.3)
            if done < len(letters) and lower[0] == letters[done]:
                for more, extra in _taken(letters, done, lower, part):
                    _keep(following, more, cost + extra)
        reach = {done: cost for done, cost in following.items() if cost <= dearest}
        if not reach:
            return _NEVER
    return reach.get(len(letters), _NEVER)


def _taken(letters: str, done: int, lower: str, part: str) -> list[tuple[int, float]]:
    """How far a part can carry, for what cost: its first letter is free, a run from the start or a capital cheap."""
    ways = [(done + 1, 0.0)]
    place, cost, running = done + 1, 0.0, True
    for at in range(1, len(lower)):
        if place >= len(letters):
            break
        if lower[at] != letters[place]:
            running = False
            continue
        cost += 0.05 if running else 0.1 if part[at].isupper() else 0.5
        place += 1
        ways.append((place, cost))
    return ways


def _keep(costs: dict[int, float], done: int, cost: float) -> None:
    if cost < costs.get(done, _NEVER):
        costs[done] = cost
