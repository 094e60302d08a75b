"""A sentence as words, numbers and signs, without what only lays it out."""

import re
from dataclasses import dataclass

from broadsheet.extract.facts.results.word_list import words_in

_TOKEN = re.compile(
    r"(?P<address>https?://\S{1,300})"
    r"|(?P<number>\d{1,3}(?:(?:\{?,\}?|\\,|[\u2009\u202f])\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    # A command that lost its backslash, and a factor's sign before its number, leave the number alone.
    r"|(?P<sign>\\[A-Za-z]+|\\.|(?<![^\W_])(?:[x×X]|sim|approx|simeq|geq|leq|pm|gtrsim|lesssim|by|of)(?=\d))"
    r"|(?P<word>[^\W\d_][^\W_]*(?:[-‑'’][^\W_]+|\.\d[^\W_]*)*)"
    r"|(?P<other>\S)"
)
_LONGEST_NUMBER = 20  # characters; what is longer is no figure that anybody claims
_THOUSANDS = re.compile(r"[^\d.]")
# What sets type or space and says nothing.
_LAYOUT = words_in(
    r"""
    $ { } * \, \; \! \: \  \rm \bf \it \mathrm \mathbf \mathit \mathcal \text \textbf \textit \emph \textrm
    \boldsymbol \bm \left \right \displaystyle \quad \qquad \mbox \hbox \operatorname \( \) \[ \] \underline
    """
)
_LAYOUT_SPACE = _LAYOUT | {"\\ ", ""}
_SAME = {
    r"\%": "%",
    r"\times": "×",
    r"\pm": "±",
    "pm": "±",
    r"\sim": "≈",
    "sim": "≈",
    "∼": "≈",
    "~": "≈",
    r"\approx": "≈",
    "approx": "≈",
    r"\simeq": "≈",
    "simeq": "≈",
    "≃": "≈",
    r"\leq": "<",
    r"\le": "<",
    "leq": "<",
    "≤": "<",
    r"\lesssim": "<",
    "lesssim": "<",
    "≲": "<",
    r"\lt": "<",
    r"\leqslant": "<",
    r"\geq": ">",
    r"\ge": ">",
    "geq": ">",
    "≥": ">",
    r"\gtrsim": ">",
    "gtrsim": ">",
    "≳": ">",
    r"\gt": ">",
    r"\geqslant": ">",
    "−": "-",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    r"\textendash": "-",
    r"\circ": "°",
    r"\degree": "°",
    r"\odot": "⊙",
    r"\mu": "μ",
    "µ": "μ",
    r"\sigma": "σ",
    r"\$": "dollar",
    r"\cdot": "·",
}


@dataclass(slots=True)
class Tokens:
    """The tokens of one text, side by side: in lower case, as numbers or not, and where they stand in the text."""

    text: str
    words: list[str]
    numbers: list[bool]
    starts: list[int]
    ends: list[int]

    def adjacent(self, index: int) -> bool:
        """Whether a token stands right after the one before it."""
        return 0 < index < len(self.words) and self.starts[index] == self.ends[index - 1]

    def raw(self, index: int) -> str:
        """Return a token as written."""
        return self.text[self.starts[index] : self.ends[index]]


def tokens_of(text: str) -> Tokens:
    """Cut a text into tokens; linear in its length."""
    words: list[str] = []
    numbers: list[bool] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        kind, raw = match.lastgroup, match[0]
        is_number = False
        if kind == "number":
            words.append(raw if raw.isdecimal() else _THOUSANDS.sub("", raw))
            is_number = len(raw) <= _LONGEST_NUMBER
        elif kind == "address" or (kind != "word" and raw in _LAYOUT_SPACE):
            continue
        else:
            words.append(_SAME.get(raw) or raw.lower())
        numbers.append(is_number)
        start, end = match.span()
        starts.append(start)
        ends.append(end)
    return Tokens(text, words, numbers, starts, ends)
