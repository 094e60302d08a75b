"""Units, in normal form: what stands behind a number, or before it."""

from broadsheet.extract.facts.results.tokens import Tokens, tokens_of
from broadsheet.extract.facts.results.unit_table import COUNTED, SCALES, SCORES, SYMBOLS, WORDS
from broadsheet.extract.facts.results.word_list import words_in

Unit = tuple[str, float]  # in normal form, and its power

_SKIPPED = frozenset(("≈", "·"))
_NEGATIVE_WORDS = frozenset(("per", "/"))
_NO_NOUN = words_in(
    """
    always perhaps towards whereas does reaches times series as classes ones lies its
    """
)
_LONGEST = 4  # units in a product


def normal_unit(unit: str) -> str:
    """Return the normal form of a unit as somebody wrote it, `percentage points` as `points`; empty for a bare score.

    A unit that is not known stays as it is, in lower case.
    """
    tokens = tokens_of(unit)
    if not tokens.words:
        return ""
    read = unit_at(tokens, 0)
    if read is not None and read[1] == len(tokens.words):
        return read[0]
    last = tokens.words[-1]
    return "" if last in SCORES or "_".join(tokens.words) in SCORES else " ".join(unit.lower().split())


def unit_at(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Return the unit that begins at a token, in normal form, and the token behind it."""
    words = tokens.words
    at = _skip(tokens, at)
    if at >= len(words):
        return None
    word = words[at]
    if word in ("%", "percent", "percentage", "per", "pct"):
        return _share(words, at)
    if found := _points(words, at):
        return found
    if word in ("x", "×", "times", "fold", "-fold"):
        return ("x", at + 1)
    if word == "-" and at + 1 < len(words) and words[at + 1] == "fold":
        return ("x", at + 2)
    if word in ("order", "orders", "orders-of-magnitude", "order-of-magnitude"):
        return _orders(words, at)
    return _scaled(tokens, at) or _product(tokens, at)


def _skip(tokens: Tokens, at: int) -> int:
    while at < len(tokens.words) and tokens.words[at] in _SKIPPED:
        at += 1
    # 12-hour, 5-second
    if at + 1 < len(tokens.words) and tokens.words[at] == "-" and tokens.words[at + 1] in WORDS:
        at += 1
    return at


def _share(words: list[str], at: int) -> tuple[str, int] | None:
    if words[at] == "per":
        return ("%", at + 2) if words[at + 1 : at + 2] == ["cent"] else None
    if words[at] == "percentage":
        return _points(words, at) or ("%", at + 1)
    behind = at + 1
    if words[behind : behind + 1] and words[behind] in ("point", "points", "p", "pp"):
        return ("points", behind + 1)
    if words[behind : behind + 2] and words[behind] == "absolute" and words[behind + 1 : behind + 2] == ["points"]:
        return ("points", behind + 2)
    return ("%", behind)


def _points(words: list[str], at: int) -> tuple[str, int] | None:
    """Read `points`, with the score they are points of before them."""
    for behind in range(at, min(at + 4, len(words))):
        if words[behind] in ("points", "point", "pts", "pp", "pps", "percentage-point", "percentage-points"):
            return ("points", behind + 1)
        if words[behind] not in SCORES and words[behind] not in ("percentage", "absolute", "-", "percent", "relative"):
            return None
    return None


def _orders(words: list[str], at: int) -> tuple[str, int] | None:
    if "-" in words[at]:
        return ("orders of magnitude", at + 1)
    if words[at + 1 : at + 3] == ["of", "magnitude"]:
        return ("orders of magnitude", at + 3)
    return None


def _scaled(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Read what is counted, `billion parameters`, `M tokens`."""
    words = tokens.words
    scale = SCALES.get(words[at], "") if len(words[at]) > 1 else ""
    if not scale and tokens.raw(at) in ("K", "M", "B", "T", "k") and (tokens.adjacent(at) or at == 0):
        scale = SCALES.get(tokens.raw(at), "")
        follows = words[at + 1] if at + 1 < len(words) else ""
        if follows == "_" or (tokens.raw(at) in "KT" and follows not in COUNTED):
            return None
    at += bool(scale)
    for behind in range(at, min(at + 2, len(words))):
        if words[behind] in COUNTED:
            noun = COUNTED[words[behind]]
            if words[behind + 1 : behind + 2] and words[behind + 1] in ("/", "per"):
                rate = _base(tokens, behind + 2)
                if rate is not None and (noun, rate[0]) == ("frames", "seconds"):
                    return "FPS", behind + 3
                if rate is not None and rate[0] in ("seconds", "minutes", "hours"):
                    return (f"{scale} {noun} per {rate[0].removesuffix('s')}".strip(), behind + 3)
            return (f"{scale} {noun}".strip(), behind + 1)
        if not scale:
            break
    if not scale:
        return None
    product = _product(tokens, at)
    return (f"{scale} {product[0]}", product[1]) if product else (scale, at)


def counted_at(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Return the plural that stands right behind a whole number: what is counted is the unit."""
    if at >= len(tokens.words):
        return None
    word = tokens.words[at]
    if not (word.isalpha() and len(word) > 3 and word.endswith("s")) or word.endswith(("ss", "us", "is", "ous")):
        return None
    return None if word in _NO_NOUN or word in SCORES else (word, at + 1)


def _product(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Read units in a row, each with its power: `km s$^{-1}$ Mpc$^{-1}$`, `mg/dL`, `solar masses per year`."""
    units: list[Unit] = []
    words = tokens.words
    sign = 1.0
    while at < len(words) and len(units) < _LONGEST:
        start = at
        if units and words[at] in _NEGATIVE_WORDS:
            sign, at = -1.0, at + 1
        elif units and words[at] in _SKIPPED:
            at += 1
        base = _base(tokens, at)
        if base is None or (len(units) and sign > 0 and _power(tokens, base[1])[0] > 0):
            at = start
            break
        power, behind = _power(tokens, base[1])
        units.append((base[0], sign * power))
        at = behind
        sign = 1.0
    return (_joined(units), at) if units else None


def _base(tokens: Tokens, at: int) -> tuple[str, int] | None:
    words = tokens.words
    if at >= len(words) or tokens.numbers[at]:
        return None
    pair = f"{words[at]} {words[at + 1]}" if at + 1 < len(words) else ""
    if pair in WORDS:
        return WORDS[pair], at + 2
    if words[at : at + 3] in (["m", "_", "⊙"], ["l", "_", "⊙"], ["r", "_", "⊙"]):
        return {"m": "solar masses", "l": "solar luminosities", "r": "solar radii"}[words[at]], at + 3
    if words[at : at + 2] == ["°", "c"]:
        return "°C", at + 2
    if words[at] == "^" and at + 1 < len(words) and words[at + 1] in ("°", "\\prime"):
        behind = at + 2
        if words[at + 1] == "°" and words[behind : behind + 1] == ["c"]:
            return "°C", behind + 1
        return ("degrees" if words[at + 1] == "°" else "arcmin"), behind
    unit = SYMBOLS.get(tokens.raw(at)) or WORDS.get(words[at])
    return None if unit is None else (unit, at + 1)


def _power(tokens: Tokens, at: int) -> tuple[float, int]:
    """Read `^{-3}`, `^2`, `-1` right behind a unit."""
    words = tokens.words
    behind = at
    if words[behind : behind + 1] == ["^"]:
        behind += 1
    elif not (words[behind : behind + 1] == ["-"] and tokens.adjacent(behind)):
        return 1.0, at
    sign = 1.0
    if words[behind : behind + 1] == ["-"]:
        sign, behind = -1.0, behind + 1
    if behind < len(words) and tokens.numbers[behind] and len(words[behind]) < 4 and "," not in words[behind]:
        return sign * float(words[behind]), behind + 1
    return 1.0, at


def _joined(units: list[Unit]) -> str:
    above = [_raised(unit, power) for unit, power in units if power > 0]
    below = [(unit, -power) for unit, power in units if power < 0]
    if not above:
        return " ".join(f"{unit}^{-power:g}" for unit, power in below)
    text = " ".join(above)
    for unit, power in below:
        # `solar masses per year`, but `km/s`
        one = {"seconds": "s", "years": "year", "hours": "hour", "minutes": "min", "days": "day"}.get(unit, unit)
        text += (f" per {one}" if " " in text or len(text) > 6 else f"/{one}") + (f"^{power:g}" if power != 1 else "")
    return text


def _raised(unit: str, power: float) -> str:
    return unit if power == 1 else f"{unit}^{power:g}"
