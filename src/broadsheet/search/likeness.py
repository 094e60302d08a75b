"""How near two spellings are: slips of the hand and what each costs. Pure text to numbers."""

from collections.abc import Iterator
from functools import lru_cache

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiouy")

# A slip that hands often make costs less than any other.
_EASY = 0.7
_FIRST = 0.3  # more for one in the first letter, which is seldom wrong


@lru_cache(maxsize=1)
def _neighbours() -> frozenset[tuple[str, str]]:
    """Pairs of letters whose keys lie side by side."""
    places = {letter: (row, column) for row, keys in enumerate(_ROWS) for column, letter in enumerate(keys)}
    return frozenset(
        (one, other)
        for one, (row, column) in places.items()
        for other, (other_row, other_column) in places.items()
        if one != other and abs(row - other_row) <= 1 and abs(column - other_column) <= 1
    )


def one_slip_away(typed: str) -> Iterator[str]:
    """Every word at Damerau-Levenshtein distance 1, some of them twice."""
    for at in range(len(typed) + 1):
        before, after = typed[:at], typed[at:]
        rest = after[1:]
        if after:
            yield before + rest
            yield from (before + letter + rest for letter in _LETTERS)
        if rest:
            yield before + rest[0] + after[0] + rest[1:]
        yield from (before + letter + after for letter in _LETTERS)


def _of_extra(typed: str, at: int) -> float:
    """A letter too many: easily one typed twice."""
    return _EASY if typed[at] in (typed[at - 1 : at], typed[at + 1 : at + 2]) else 1.0


def _of_missing(typed: str, at: int, letter: str) -> float:
    """A letter left out: easily the second of two."""
    return _EASY if letter in (typed[at - 1 : at], typed[at : at + 1]) else 1.0


def _of_other(typed: str, meant: str) -> float:
    """One letter for another: easily a key beside it, or a vowel for a vowel."""
    easy = (typed, meant) in _neighbours() or (typed in _VOWELS and meant in _VOWELS)
    return _EASY if easy else 1.0


def edit_cost(typed: str, meant: str, *, most: int) -> float | None:
    """What the slips between two words cost, None where they are more than `most`.

    Slips are those of optimal string alignment: a letter too many, left out, another, or two swapped.
    """
    # Each slip changes two letters at most, so most pairs need not be aligned.
    if abs(len(typed) - len(meant)) > most or len(set(typed) ^ set(meant)) > 2 * most:
        return None
    before_last: list[_Cell] = []
    last = [(column, float(column)) for column in range(len(meant) + 1)]
    for row in range(1, len(typed) + 1):
        current = [(row, float(row))]
        for column in range(1, len(meant) + 1):
            current.append(min(_steps(typed[:row], meant[:column], before_last, last, current)))
        if min(current)[0] > most:
            return None
        before_last, last = last, current
    slips, cost = last[-1]
    if slips > most:
        return None
    return cost if typed[:1] == meant[:1] else cost + _FIRST


_Cell = tuple[int, float]  # slips, and what they cost


def _steps(
    typed: str, meant: str, before_last: list[_Cell], last: list[_Cell], current: list[_Cell]
) -> Iterator[_Cell]:
    """The ways to align two beginnings, from the ways to align shorter ones."""
    column = len(meant)
    if typed[-1] == meant[-1]:
        yield last[column - 1]
        return
    yield _plus(last[column], _of_extra(typed, len(typed) - 1))
    yield _plus(current[column - 1], _of_missing(typed, len(typed), meant[-1]))
    yield _plus(last[column - 1], _of_other(typed[-1], meant[-1]))
    if typed[-2:] == meant[-2:][::-1]:
        yield _plus(before_last[column - 2], _EASY)


def _plus(cell: _Cell, cost: float) -> _Cell:
    return cell[0] + 1, cell[1] + cost
