"""What TeX commands mean as text. Tables only, and their look-up."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from pylatexenc.latex2text import get_default_latex_context_db


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


COMBINING = {
    "'": "\u0301",
    '"': "\u0308",
    "`": "\u0300",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "t": "\u0361",
    "c": "\u0327",
    "d": "\u0323",
    "b": "\u0331",
    "k": "\u0328",
    "r": "\u030a",
}
# Accents of mathematics, which stand on one sign (`11\\bar{2}0`).
OVER = {
    "bar": "\u0304",
    "overline": "\u0304",
    "hat": "\u0302",
    "tilde": "\u0303",
    "dot": "\u0307",
    "ddot": "\u0308",
    "vec": "\u20d7",
}

# Letters swallow the space behind them, as TeX does: `Stra\ss e`.
LETTERS = {
    "ss": "ß",
    "SS": "ẞ",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "i": "ı",
    "j": "ȷ",
    "dh": "ð",
    "DH": "Ð",
    "dj": "đ",
    "DJ": "Đ",
    "th": "þ",
    "TH": "Þ",
    "ng": "ŋ",
    "NG": "Ŋ",
}

# Commands without argument that pylatexenc does not know, or knows for another use than ours.
_SYMBOLS = {
    "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2ε",
    "TeX": "TeX",
    "BibTeX": "BibTeX",
    "XeTeX": "XeTeX",
    "eg": "e.g.",
    "ie": "i.e.",
    "etal": "et al.",
    "etc": "etc.",
    "aka": "a.k.a.",
    "wrt": "w.r.t.",
    "deg": "°",
    "degree": "°",
    "degrees": "°",
    "celsius": "°C",
    "angstrom": "Å",
    "arcdeg": "°",
    "arcmin": "′",
    "arcsec": "″",
    "micron": "μm",
    "kms": "km/s",
    "msun": "M⊙",
    "Msun": "M⊙",
    "lsun": "L⊙",
    "Lsun": "L⊙",
    "rsun": "R⊙",
    "Rsun": "R⊙",
    "sun": "⊙",
    "um": "μm",
    "Mpc": "Mpc",
    "kpc": "kpc",
    "HI": "H I",
    "HII": "H II",
    "Lya": "Lyα",
    "lya": "Lyα",
    "Ha": "Hα",
    "Hb": "Hβ",
    "farcs": "″.",
    "percent": "%",
    "euro": "€",
    "pounds": "£",
    "S": "§",
    "P": "¶",
    "copyright": "©",
    "textregistered": "®",
    "texttrademark": "™",
    "slash": "/",
    "sqrt": "√",
    "and": " • ",
    "tilda": "~",
    "footnotemark": "",
    "checkmark": "✓",
    "item": " • ",
    "textmu": "μ",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textasciicircum": "^",
    "prime": "′",
    "lbrace": "{",
    "rbrace": "}",
    "lesssim": "≲",
    "gtrsim": "≳",
    "langle": "⟨",
    "rangle": "⟩",
    "lvert": "|",
    "rvert": "|",
    "lVert": "‖",
    "rVert": "‖",
    "min": "min",
    "max": "max",
    "arg": "arg",
    "argmin": "argmin",
    "argmax": "argmax",
    "log": "log",
    "ln": "ln",
    "exp": "exp",
    "sin": "sin",
    "cos": "cos",
    "tan": "tan",
    "lim": "lim",
    "det": "det",
    "Pr": "Pr",
    "sup": "sup",
    "inf": "inf",
    "micro": "μ",
    "milli": "m",
    "nano": "n",
    "pico": "p",
    "femto": "f",
    "centi": "c",
    "kilo": "k",
    "mega": "M",
    "giga": "G",
    "tera": "T",
    "metre": "m",
    "meter": "m",
    "second": "s",
    "gram": "g",
    "kelvin": "K",
    "hertz": "Hz",
    "volt": "V",
    "electronvolt": "eV",
    "watt": "W",
    "tesla": "T",
    "pascal": "Pa",
    "per": "/",
}

# Switches and spacing: they say how, not what.
NOTHING = words(
    "it em bf sc rm tt sf sl md up bfseries mdseries itshape slshape scshape upshape rmfamily sffamily ttfamily "
    "normalfont tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge boldmath unboldmath "
    "displaystyle textstyle scriptstyle centering noindent indent xspace relax protect left right big Big bigg "
    "Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr limits nolimits allowbreak nobreak sloppy null strut "
    "uppercase lowercase MakeUppercase expandafter string selectfont par newline linebreak newpage bigskip "
    "medskip smallskip maketitle hfill quad qquad space"
)
# Of these, the ones that part words.
SPACES = words("par newline linebreak newpage bigskip medskip smallskip quad qquad space hfill")

# They show their argument in another way.
FORMATS = words(
    "textbf textit emph texttt textsc textsl textsf textrm textmd textup textnormal text mbox hbox underline uline ul "
    "mathbf mathrm mathcal mathbb mathit mathsf boldsymbol bm ce ch si num unit gls ac acs acl"
)
# Commands whose first argument is no text for readers.
DROP_FIRST = words(
    "textcolor color colorbox hyperlink hypertarget texorpdfstring begin end vspace hspace label ref eqref pageref "
    "autoref cref Cref includegraphics input include bibliography bibliographystyle thanks fontsize pagestyle "
    "phantom hphantom vphantom raisebox scalebox resizebox vskip hskip index glsadd"
)
CITATIONS = words("cite citep citealp parencite autocite footcite supercite nocite citeproc")
TEXTUAL_CITATIONS = words("citet citealt citeauthor citeyear textcite Citet")
# Two arguments and the sign that stands between them.
BETWEEN = {
    "frac": "/",
    "tfrac": "/",
    "dfrac": "/",
    "nicefrac": "/",
    "sfrac": "/",
    "SI": " ",
    "qty": " ",
    "SIrange": "–",
    "qtyrange": "–",
    "numrange": "–",
}

# Signs that close the argument they stand behind.
CLOSINGS = frozenset(BETWEEN.values()) | {")", "”"}
ROMAN = {
    str(number): numeral
    for number, numeral in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), 1)
}

CONTROL_SYMBOLS = {
    " ": " ",
    "\n": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    ">": ">",
    "<": "<",
    "!": "",
    "/": "",
    "@": "",
    "-": "",
    "|": "‖",
    "%": "%",
    "&": "&",
    "#": "#",
    "_": "_",
    "+": "+",
    "$": "$",
    "{": "{",
    "}": "}",
    "*": "*",
    "(": "(",
    ")": ")",
    "[": "[",
    "]": "]",
}

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISABLE = re.compile(r"[-+−]?[0-9]{1,6}[-+−]?|[-+−]|[ni]")
_LOWERABLE = re.compile(r"[-+−]?[0-9]{1,6}")


def raised(text: str) -> str | None:
    """The text in superscript digits, or None where Unicode has no such form."""
    return text.translate(_SUPERSCRIPTS) if _RAISABLE.fullmatch(text) else None


def lowered(text: str) -> str | None:
    """The text in subscript digits, or None where Unicode has no such form."""
    return text.translate(_SUBSCRIPTS) if _LOWERABLE.fullmatch(text) else None


@lru_cache(maxsize=4_096)
def accented(accent: str, letter: str) -> str | None:
    """The letter with the accent; None where Unicode has no one character for an accent of text."""
    base = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    if accent in OVER:
        return unicodedata.normalize("NFC", base + OVER[accent])
    composed = unicodedata.normalize("NFC", base + COMBINING[accent])
    return composed if len(composed) == 1 else None


@lru_cache(maxsize=4_096)
def symbol(name: str) -> str | None:
    """What a command without argument stands for (`alpha` is α), or None where nobody knows."""
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    spec = _context().get_macro_spec(name)
    replacement = getattr(spec, "simplify_repl", None)
    if name == "today" or not isinstance(replacement, str) or "%" in replacement or "<" in replacement:
        return None
    return unicodedata.normalize("NFC", replacement)


@lru_cache(maxsize=1)
def _context() -> Any:
    return get_default_latex_context_db()
