"""Every number of a sentence that could be a claim: value, unit, and where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from broadsheet.extract.facts.results.tokens import Tokens
from broadsheet.extract.facts.results.unit_table import COUNTED, WORDS
from broadsheet.extract.facts.results.units import counted_at, unit_at

_RANKS = {
    word: float(number) for number, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth"), 1)
}
_RANKED = frozenset(("rank", "ranks", "ranked", "ranking", "placed", "places", "placing"))
NUMBER_WORDS = {
    **{
        word: float(number)
        for number, word in enumerate(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
        )
    },
    "eleven": 11.0,
    "twelve": 12.0,
    "fifteen": 15.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "hundred": 100.0,
}
# Words that are a whole claim with the noun beside them.
FACTOR_WORDS = {
    **dict.fromkeys(("half", "halve", "halves", "halved", "halving"), 0.5),
    **dict.fromkeys(("double", "doubles", "doubled", "doubling", "twice"), 2.0),
    **dict.fromkeys(("triple", "triples", "tripled", "tripling"), 3.0),
    **dict.fromkeys(("quadruple", "quadruples", "quadrupled", "quadrupling"), 4.0),
    "orders-of-magnitude": 10.0,
    "order-of-magnitude": 10.0,
}
_PARTS = {
    "third": 1 / 3,
    "one-third": 1 / 3,
    "two-thirds": 2 / 3,
    "thirds": 2 / 3,
    "quarter": 0.25,
    "one-fifth": 0.2,
    "one-tenth": 0.1,
}
_STARTS = frozenset((*NUMBER_WORDS, *FACTOR_WORDS, *_RANKS, *_PARTS, "two-thirds", "order", "orders"))
_BOUNDS = (["^", "+"], ["_", "-"], ["^", "-"], ["_", "+"])
_TO = frozenset(("to", "-"))

Run = tuple[int, int]
_MOST_TO_CLOSE = 40  # characters


# Not frozen: so many are made that it would take a part of all reading.
@dataclass(slots=True)
class Figure:
    """A number with its unit; `first` and `last` are tokens (last not included), `start` and `end` characters."""

    first: int
    last: int
    value_start: int
    value_end: int
    end: int
    unit: str
    low: float
    high: float
    is_range: bool = False
    has_error: bool = False
    is_word: bool = False
    signed: bool = False
    unit_borrowed: bool = False


def figures_in(tokens: Tokens) -> list[Figure]:
    """Return the figures of a sentence, in order; numbers that are part of a name, index or power are none."""
    found: list[Figure] = []
    at, count = 0, len(tokens.words)
    while at < count:
        figure = None
        if tokens.numbers[at]:
            figure = _number_at(tokens, at) or _rank_at(tokens, at)
        elif tokens.words[at] in _STARTS or tokens.words[at].endswith("fold"):
            figure = _word_at(tokens, at)
        if figure is None:
            at += 1
            continue
        found.append(figure)
        at = max(figure.last, at + 1)
    return list(_with_shared_units(tokens, found))


def _number_at(tokens: Tokens, at: int) -> Figure | None:
    words = tokens.words
    if _is_no_figure(tokens, at):
        return None
    first = at - 1 if at and words[at - 1] in ("+", "-") and tokens.adjacent(at) and _is_sign(tokens, at - 1) else at
    start, signed = tokens.starts[first], first < at
    low, behind = _amount(tokens, at)
    end, has_error = _error(tokens, behind)
    behind = end if has_error else behind
    high, is_range = low, False
    other = _other_end(tokens, behind, low)
    if other is not None:
        (high, behind), is_range = other, True
    value_end = _closed(tokens.text, start, tokens.ends[behind - 1])
    first, last, unit = _unit_of(tokens, (at, first), behind)
    if unit == "x" and last < len(words) and tokens.numbers[last] and words[last - 1] in ("x", "×"):
        return None  # 512 x 512
    if words[first] == "-":
        low, high = -low, -high
    return Figure(
        first,
        last,
        start,
        value_end,
        max(value_end, tokens.ends[last - 1]),
        unit,
        min(low, high),
        max(low, high),
        is_range,
        has_error,
        signed=signed,
    )


def _unit_of(tokens: Tokens, number: Run, behind: int) -> tuple[int, int, str]:
    """Return the unit of a number (its token, and that of its sign) with the tokens it begins and ends at."""
    words, (at, first) = tokens.words, number
    if at and words[at - 1] in ("x", "×") and tokens.adjacent(at):
        return at - 1, behind, "x"
    if read := unit_at(tokens, behind):
        return first, read[1], read[0]
    if at and words[at - 1] == "dollar":
        return at - 1, behind, "dollars"
    if _is_factor(words, first):
        return first, behind, "x"
    if "." not in words[at] and (read := counted_at(tokens, behind)):
        return first, read[1], read[0]
    return first, behind, ""


def _closed(text: str, start: int, end: int) -> int:
    """Return the end moved behind the braces that were opened within, so that a value can be set as mathematics."""
    open_braces = text.count("{", start, end) - text.count("}", start, end)
    for behind in range(end, min(len(text), end + _MOST_TO_CLOSE)):
        if open_braces <= 0:
            return behind
        open_braces += (text[behind] == "{") - (text[behind] == "}")
    return end


def _is_no_figure(tokens: Tokens, at: int) -> bool:
    """Tell whether a number is part of something else: an index, a power, a year, `3D`, `512 x`."""
    words = tokens.words
    before = words[at - 1] if at else ""
    behind = words[at + 1] if at + 1 < len(words) else ""
    if before in ("^", "_") or (before in ("x", "×") and at > 1 and tokens.numbers[at - 2]):
        return True
    if behind and not tokens.numbers[at + 1] and tokens.adjacent(at + 1):
        if behind in ("d", "st", "nd", "rd", "th", "p", "k", "d-", "π", "a") or behind[0:2] == "d-":
            return behind != "k" or not (words[at + 2 : at + 3] and words[at + 2] in COUNTED)
        if behind[0].isalpha() and unit_at(tokens, at + 1) is None:
            return True
    word = words[at]
    if len(word) == 4 and word[:2] in ("19", "20") and unit_at(tokens, at + 1) is None:
        return True
    # A list's own numbers: (1), 2)
    return before == "(" and behind == ")" and len(word) == 1


def _is_sign(tokens: Tokens, at: int) -> bool:
    """Tell whether `+` or `-` before a number is its sign, not what joins it to something."""
    if at == 0 or not tokens.adjacent(at):
        return True
    before = tokens.words[at - 1]
    return not (tokens.numbers[at - 1] or before[-1].isalnum() or before in (")", "]", "%", "-", "^"))


def _amount(tokens: Tokens, at: int) -> tuple[float, int]:
    """Read a number with its power of ten: `3\\times10^{9}`, `10^{-5}`, `1e-4`."""
    words = tokens.words
    number = float(words[at])
    behind = at + 1
    if words[behind : behind + 2] in (["×", "10"], ["·", "10"]) and words[behind + 2 : behind + 3] == ["^"]:
        power, end = _exponent(tokens, behind + 3)
        return (_raised(number, 10.0, power), end) if end else (number, behind)
    if words[behind : behind + 1] == ["^"] and number == 10.0:
        power, end = _exponent(tokens, behind + 1)
        return (_raised(1.0, 10.0, power), end) if end else (number, behind)
    return number, behind


def _raised(number: float, base: float, power: float) -> float:
    return number * base**power if abs(power) < 300 else number


def _exponent(tokens: Tokens, at: int) -> tuple[float, int]:
    sign = 1.0
    if tokens.words[at : at + 1] in (["-"], ["+"]):
        sign, at = (-1.0 if tokens.words[at] == "-" else 1.0), at + 1
    if at < len(tokens.words) and tokens.numbers[at] and len(tokens.words[at]) < 6 and "," not in tokens.words[at]:
        return sign * float(tokens.words[at]), at + 1
    return 0.0, 0


def _error(tokens: Tokens, at: int) -> tuple[int, bool]:
    """Read `± 0.1`, `+- 2.7`, `(3)`, `^{+0.1}_{-0.2}` behind a number."""
    words, numbers = tokens.words, tokens.numbers
    if words[at : at + 2] == ["^", "°"] and words[at + 2 : at + 3] == ["±"]:
        at += 2
    if words[at : at + 1] == ["±"] and at + 1 < len(words) and numbers[at + 1]:
        return _amount(tokens, at + 1)[1], True
    for sign in (["+", "-"], ["+", "/", "-"]):
        behind = at + len(sign)
        if words[at:behind] == sign and behind < len(words) and numbers[behind]:
            return behind + 1, True
    if words[at : at + 1] == ["("] and tokens.adjacent(at) and words[at + 2 : at + 3] == [")"] and numbers[at + 1]:
        return at + 3, len(words[at + 1]) < 4
    # The two bounds of an error that is not even
    above, below = words[at : at + 2], words[at + 3 : at + 5]
    if above in _BOUNDS and below in _BOUNDS and at + 5 < len(words) and numbers[at + 2] and numbers[at + 5]:
        return at + 6, True
    return at, False


def _other_end(tokens: Tokens, at: int, low: float) -> tuple[float, int] | None:
    """Read `-0.733`, `% to 80`, `$\\times$-3.1` behind the first end of a range."""
    words, count = tokens.words, len(tokens.words)
    behind = at
    unit = ""
    if behind < count and words[behind] not in _TO:
        read = unit_at(tokens, behind)
        if read is None:
            return None
        unit, behind = read
    while behind < count and words[behind] == "-" and words[behind + 1 : behind + 2] == ["-"]:
        behind += 1
    if behind + 1 >= count or (words[behind] not in _TO and words[behind] != "≈"):
        return None
    if words[behind] == "≈" and not tokens.adjacent(behind):
        return None
    to = words[behind] == "to"
    behind += 1
    if to and words[behind] in ("+", "-") and behind + 1 < count:
        behind += 1
    if not tokens.numbers[behind] or (to and _is_change(words, at)):
        return None
    high, end = _amount(tokens, behind)
    if to and high < low:
        return None
    other_unit = unit_at(tokens, end)
    if unit and (other_unit is None or other_unit[0] != unit):
        return None
    return high, end


def _is_change(words: list[str], at: int) -> bool:
    """Tell whether `from` stands before the number: a change has two figures, though what ranges from one to the other
    has one."""
    for index in range(at - 1, max(0, at - 16), -1):
        if words[index] == "from":
            return words[index - 1 : index] not in (
                ["ranging"],
                ["ranges"],
                ["range"],
                ["ranged"],
                ["varies"],
                ["varying"],
            )
    return False


def _is_factor(words: list[str], first: int) -> bool:
    """Tell whether `a factor of` stands before the number."""
    before = words[max(0, first - 5) : first]
    while before and before[-1] in (
        "≈",
        "about",
        "around",
        "approximately",
        "almost",
        "nearly",
        "roughly",
        "over",
        ">",
        "<",
    ):
        before.pop()
    return before[-2:] in (["factor", "of"], ["factors", "of"])


def _word_at(tokens: Tokens, at: int) -> Figure | None:
    word = tokens.words[at]
    number = FACTOR_WORDS.get(word)
    if number is not None:
        return _word_figure(tokens, (at, at + 1), (tokens.starts[at], tokens.ends[at]), "", number)
    number = NUMBER_WORDS.get(word)
    if number is not None:
        read = ("x", at + 1) if _is_factor(tokens.words, at) else unit_at(tokens, at + 1)
        if read is None or (number == 1.0 and read[0] not in WORDS.values() and read[0] != "orders of magnitude"):
            return None
        return _word_figure(tokens, (at, read[1]), (tokens.starts[at], tokens.ends[at]), read[0], number)
    if word in _RANKS and (rank := _rank_at(tokens, at)):
        return rank
    if word in ("third", "two-thirds", "one-third", "quarter", "one-tenth", "one-fifth", "thirds"):
        start = at - 1 if at and tokens.words[at - 1] in ("a", "one", "two") else at
        return _word_figure(tokens, (start, at + 1), (tokens.starts[start], tokens.ends[at]), "", _PARTS[word])
    if word in ("order", "orders") and tokens.words[at + 1 : at + 3] == ["of", "magnitude"]:
        start = at - 1 if at and tokens.words[at - 1] in ("an", "several") else at
        return _word_figure(tokens, (start, at + 3), (tokens.starts[start], tokens.ends[at + 2]), "", 10.0)
    if word.endswith("fold"):
        stem = word.removesuffix("fold").rstrip("-")
        if stem in NUMBER_WORDS:
            start = tokens.starts[at]
            return _word_figure(tokens, (at, at + 1), (start, start + len(stem)), "x", NUMBER_WORDS[stem])
    return None


def _rank_at(tokens: Tokens, at: int) -> Figure | None:
    """Read `ranked second`, `4th place`; other ordinals count what is told."""
    words = tokens.words
    behind = words[at + 1 : at + 3]
    ends = at + 1
    if tokens.numbers[at]:
        if not behind or behind[0][:2] not in ("st", "nd", "rd", "th") or not tokens.adjacent(at + 1):
            return None
        ends, end = at + 2, tokens.ends[at] + 2
        rank, place = float(words[at]), behind[0][2:] == "-place" or behind[1:] == ["place"]
    else:
        rank, end, place = _RANKS[words[at]], tokens.ends[at], behind[:1] == ["place"]
    if not place and not _RANKED.intersection(words[max(0, at - 3) : at]):
        return None
    return _word_figure(tokens, (at, ends), (tokens.starts[at], end), "", rank)


def _word_figure(tokens: Tokens, among: tuple[int, int], value: tuple[int, int], unit: str, number: float) -> Figure:
    return Figure(*among, *value, tokens.ends[among[1] - 1], unit, number, number, is_word=True)


def _with_shared_units(tokens: Tokens, figures: list[Figure]) -> Iterator[Figure]:
    """Give numbers in a row the unit of the last: `0.15, 0.23, and 0.17 mag`."""
    unit, first = "", -1
    shared: list[Figure] = []
    for figure in reversed(figures):
        between = tokens.words[figure.last : first] if 0 <= first - figure.last <= 2 else None
        in_row = (
            between is not None and all(word in (",", "and", "or", "/", "to") for word in between) and bool(between)
        )
        if not figure.unit and in_row and unit and not figure.is_word:
            figure = replace(figure, unit=unit, unit_borrowed=True)
        unit, first = figure.unit, figure.first
        shared.append(figure)
    return reversed(shared)
