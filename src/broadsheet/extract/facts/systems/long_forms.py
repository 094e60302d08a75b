"""What an acronym stands for.

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text" (2003), with
costs in place of its right-to-left scan: a letter may come from inside a word, and a word may go unused.
"""

import re
from dataclasses import dataclass

from broadsheet.extract.facts.systems.lexicon import GENERIC, SMALL

_PART = re.compile(r"[^\W_]+")
_LONGEST_NAME = 12
_MOST_PARTS = 16
_NEVER = 99.0
_DEAREST = 2.5


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
            best = LongForm(parts[first][0], parts[-1][1], cost)
    return best


def after(name: str, text: str, begin: int, end: int) -> LongForm | None:
    """Find the long form that begins at a place: `LF (Long Form)`, `LF: Long Form for This and That`."""
    letters = _letters(name)
    parts = [(one.start(), one.end()) for one in _PART.finditer(text, begin, min(end, begin + 24 * (len(letters) + 4)))]
    parts = parts[: min(_MOST_PARTS, 2 * len(letters) + 3)]
    best: LongForm | None = None
    if not letters or not parts:
        return None
    for last in range(1, len(parts) + 1):
        if text[parts[last - 1][0] : parts[last - 1][1]].lower() in SMALL:
            continue
        cost = _cost(letters, [text[start:stop] for start, stop in parts[:last]])
        if cost <= _DEAREST and (best is None or cost < best.cost - 0.01):
            best = LongForm(parts[0][0], parts[last - 1][1], cost)
    return best


def _letters(name: str) -> str:
    if len(name) > 2 and name[-1] == "s" and name[-2].isupper():
        name = name[:-1]
    return "".join(one for one in name if one.isalnum()).lower()[: 2 * _LONGEST_NAME]


def _begins(text: str, place: int, letter: str) -> bool:
    return text[place].lower() == letter


def _cost(letters: str, parts: list[str]) -> float:
    """The least cost of spelling the letters with these parts, in their order."""
    reach = {0: 0.0}
    for number, part in enumerate(parts):
        lower = part.lower()
        skip = 0.15 if lower in SMALL else 0.4 if number and lower in GENERIC else 1.0
        following: dict[int, float] = {}
        for done, cost in reach.items():
            _keep(following, done, cost + skip)
            if done < len(letters) and lower[0] == letters[done]:
                for more, extra in _taken(letters, done, lower, part):
                    _keep(following, more, cost + extra)
        reach = {done: cost for done, cost in following.items() if cost <= _DEAREST}
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
