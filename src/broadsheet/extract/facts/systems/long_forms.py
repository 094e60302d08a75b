"""What an acronym stands for.

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text" (2003), with
costs in place of its right-to-left scan: a letter may come from inside a word, and a word may go unused.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from broadsheet.extract.facts.systems.lexicon import GENERIC, NUMBERS, SMALL, TRAILING

_PART = re.compile(r"[^\W_]+")
_LONGEST_NAME = 12
_MOST_PARTS = 16
_LEAST_HEAD = 3  # capitals of what may be an acronym before a hyphen
_GOOD = 0.5
_OF_HEAD = 0.25
_REPEATED = re.compile(r"([a-z])([2-4])")
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
    return _best(_before(letters, extra, text, end, begin) for letters, extra in _spellings(name))


def _best(forms: Iterable[LongForm | None]) -> LongForm | None:
    best: LongForm | None = None
    for form in forms:
        if form is not None and (best is None or form.cost < best.cost):
            best = form
        if best is not None and best.cost < _GOOD:
            break
    return best


def _before(letters: str, extra: float, text: str, end: int, begin: int) -> LongForm | None:
    window = max(begin, end - 24 * (len(letters) + 4))
    parts = [one.span() for one in _PART.finditer(text, window, end)]
    parts = parts[-min(_MOST_PARTS, 2 * len(letters) + 3) :]
    words = [text[start:stop] for start, stop in parts]
    best: LongForm | None = None
    for first in range(len(parts) - 1, -1, -1):
        if (extra and first == len(parts) - 1) or not _starts(words[first].lower(), letters[0]):
            continue
        cost = _cost(letters, words[first:]) + extra
        if cost <= _DEAREST and (best is None or cost < best.cost - 0.01):
            start = _whole_compound(text, parts, first)
            best = LongForm(start, _last(text, parts, letters, first), cost)
    return best


def _whole_compound(text: str, parts: list[tuple[int, int]], first: int) -> int:
    """Begin where a hyphened word begins, if with the same letter: `Test-Time …`, not `Time …`."""
    start, end = parts[first]
    if first and text[parts[first - 1][1] : start] == "-" and text[parts[first - 1][0]].lower() == text[start].lower():
        return parts[first - 1][0]
    return start - 1 if start and text[start - 1] == "$" and text[end : end + 1] == "$" else start


def _last(text: str, parts: list[tuple[int, int]], letters: str, first: int) -> int:
    """Where the long form ends: before a noun of kind that the name has no letter for."""
    begin, end = parts[-1]
    if text[begin:end].lower() in TRAILING and len(parts) - first > 2:
        without = _cost(letters, [text[start:stop] for start, stop in parts[first:-1]])
        if without <= _DEAREST and without <= _cost(letters, [text[start:stop] for start, stop in parts[first:]]):
            return parts[-2][1]
    return end


def after(name: str, text: str, begin: int, end: int, *, heads: bool = True) -> LongForm | None:
    """Find the long form that begins at a place, as in `LF: Long Form That`; with `heads`, also that of `LF-Net`."""
    return _best(
        _after(letters, extra, text, begin, end) for letters, extra in _spellings(name) if heads or extra != _OF_HEAD
    )


def _after(letters: str, extra: float, text: str, begin: int, end: int) -> LongForm | None:
    found = _PART.search(text, begin, end)
    if found is None or not _starts(found[0].lower(), letters[0]):
        return None
    parts = [one.span() for one in _PART.finditer(text, begin, min(end, begin + 24 * (len(letters) + 4)))]
    parts = parts[: min(_MOST_PARTS, 2 * len(letters) + 3)]
    words = [text[start:stop] for start, stop in parts]
    costs = _costs(letters, words, first_counts=True)
    best: LongForm | None = None
    for last, cost in enumerate(costs):
        dear = cost + extra
        fits = last and dear <= _DEAREST and words[last].lower() not in SMALL
        if fits and (best is None or dear < best.cost - 0.01):
            best = LongForm(parts[0][0], _whole_phrase(text, parts[last][1], end), dear)
    return best


def whole(name: str, text: str, begin: int, end: int) -> LongForm | None:
    """Take all of a bracket behind a name where it begins as the name does: `LF (Long Form)`."""
    parts = [one[0] for one in _PART.finditer(text, begin, end)]
    if len(parts) < 2 or len(parts) > _MOST_PARTS:
        return None
    for letters, extra in _spellings(name):
        if not _starts(parts[0].lower(), letters[0]):
            continue
        cost = _cost(letters, parts, first_counts=True, dearest=_DEAREST_WHOLE) + extra
        if cost <= _DEAREST_WHOLE or _in_order(letters, filter(str.isupper, text[begin:end])):
            return LongForm(begin, end, min(cost, _DEAREST))
    return None


_COMPOUND = re.compile(r"(?:-\w{1,30}){1,3}")
_REST = re.compile(
    r"(?:-\w{1,30}){0,3}(?: [A-Z]\w{0,30}(?:-\w{1,30}){0,3}){0,2}"
    r"(?=$|[:,.;)?!]| (?i:for|in|of|to|with|via|by|from|on|under|as|and|at|towards?|through|using)\b)"
)


def _whole_phrase(text: str, end: int, limit: int) -> int:
    """Go on to where the phrase ends: a hyphened word, and the nouns before a preposition."""
    if text[end : end + 1] == "-":
        compound = _COMPOUND.match(text, end, limit)
        end = compound.end() if compound else end
    rest = _REST.match(text, end, limit)
    if rest is None:
        return end
    return end if rest[0][1:].lower() in TRAILING else rest.end()


def _in_order(letters: str, capitals: Iterable[str]) -> bool:
    """Tell whether the capitals spell the letters: `TAROT`, `Test-driven and cApability-adaptive cuRriculum …`."""
    left = iter("".join(capitals).lower())
    return all(letter in left for letter in letters)


@lru_cache(maxsize=16_384)
def _spellings(name: str) -> tuple[tuple[str, float], ...]:
    """The letters of a name with what they cost: `MS2Fusion` may be `mssfusion`, `FIA-Edit` only `fia`."""
    if len(name) > 2 and name[-1] == "s" and name[-2].isupper():
        name = name[:-1]
    letters = "".join(one for one in name if one.isalnum()).lower()[: 2 * _LONGEST_NAME]
    found = {letters: 0.0}
    if any(map(str.isdigit, letters)):
        found.setdefault(_REPEATED.sub(lambda digit: digit[1] * int(digit[2]), letters), 0.1)
        found.setdefault("".join(one for one in letters if not one.isdigit()), 0.3)
    head = re.split("[- ]", name, maxsplit=1)[0]
    if head != name and sum(map(str.isupper, head)) >= _LEAST_HEAD:
        found.setdefault("".join(filter(str.isalnum, head)).lower(), _OF_HEAD)
    return tuple((each, cost) for each, cost in found.items() if each)


def _starts(word: str, letter: str) -> bool:
    return word[0] == letter or NUMBERS.get(letter) == word


def _cost(letters: str, parts: list[str], *, first_counts: bool = False, dearest: float = _DEAREST) -> float:
    costs = _costs(letters, parts, first_counts=first_counts, dearest=dearest)
    return costs[-1] if len(costs) == len(parts) else _NEVER


def _costs(letters: str, parts: Sequence[str], *, first_counts: bool = False, dearest: float = _DEAREST) -> list[float]:
    """The least costs of spelling the letters with the first parts, one, two and more, in their order."""
    reach = {0: 0.0}
    costs = []
    count = len(letters)
    for number, part in enumerate(parts):
        lower = part.lower()
        skip = 0.15 if lower in SMALL else 0.4 if number and lower in GENERIC else 1.0
        begins = lower[0]
        following: dict[int, float] = {}
        for done, cost in reach.items():
            if number or not first_counts:
                _keep(following, done, cost + skip)
            if done == count:
                continue
            letter = letters[done]
            if begins == letter:
                for more, extra in _taken(letters, done, lower, part):
                    _keep(following, more, cost + extra)
            elif letter == "x" and "cross" in lower:
                _keep(following, done + 1, cost + 0.3)
            elif NUMBERS.get(letter) == lower:
                _keep(following, done + 1, cost)
        reach = {done: cost for done, cost in following.items() if cost <= dearest}
        if not reach:
            break
        costs.append(reach.get(count, _NEVER))
    return costs


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
