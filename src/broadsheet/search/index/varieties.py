"""British and American spellings of one word."""

import re

LEAST_SPELT = 3  # papers that write another spelling: fewer are slips

# Each way of writing, and the other: `generalise` and `generalize`, `colour` and `color`, `centre` and `center`.
_PAIRS = (
    (r"is(e|ed|es|er|ers|ing|able|ation|ations|ational)$", r"iz\1"),
    (r"iz(e|ed|es|er|ers|ing|able|ation|ations|ational)$", r"is\1"),
    (r"ys(e|ed|es|er|ers|ing)$", r"yz\1"),
    (r"yz(e|ed|es|er|ers|ing)$", r"ys\1"),
    (r"our(s|ed|ing|al|ally|able|hood|hoods|less)?$", r"or\1"),
    (r"or(s|ed|ing|al|ally|able|hood|hoods|less)?$", r"our\1"),
    (r"([tb])re(s|d)?$", r"\1er\2"),
    (r"([tb])er(s|ed)?$", r"\1re\2"),
    (r"ll(ed|er|ers|ing)$", r"l\1"),
    (r"([aeiou])l(ed|er|ers|ing)$", r"\1ll\2"),
    (r"ogue(s)?$", r"og\1"),
    (r"og(s)?$", r"ogue\1"),
)
_COMPILED = tuple((re.compile(ending), other) for ending, other in _PAIRS)
_SINGLE = {"aluminium": "aluminum", "grey": "gray", "programme": "program", "sulphur": "sulfur"}
_BOTH_WAYS = _SINGLE | {other: word for word, other in _SINGLE.items()}
_SHORTEST = 5  # letters: `four` is not `for`


def other_spellings(word: str) -> list[str]:
    """Return how a word in lower case is written on the other side of the Atlantic, and what only looks like it.

    Whoever asks keeps those that are words: `noise` gives `noize`.
    """
    if word in _BOTH_WAYS:
        return [_BOTH_WAYS[word]]
    if len(word) < _SHORTEST:
        return []
    return [pattern.sub(other, word) for pattern, other in _COMPILED if pattern.search(word)]
