"""Unicode text to TeX that classic BibTeX and biber read alike: ASCII where TeX has a command, braces balanced."""

import re
from collections.abc import Callable
from functools import lru_cache

from broadsheet.lib.mathematics import split_mathematics

# Braces must balance even when they are escaped, or BibTeX loses the end of the entry: hence the long names.
_SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "…": r"{\ldots}",
    "\u00a0": "~",
}
# Digits above and below the line are one number, not one command each.
_SCRIPTS = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ]+)|([₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎]+)")
_ON_THE_LINE = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()ni0123456789+-=()")
# Marks over and under letters for which Unicode has no letter of its own, by the command that sets them.
_MARKS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0328": "k",
}
_TO_ESCAPE = re.compile(r"[A-Za-z][\u0300-\u036f]|[\\{}~^%&#_$]|[^\x00-\x7f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SWITCH = re.compile(r"^\{\\ensuremath\{(.*)\}\}$")
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_WORD = re.compile(r"[^\s{}\\]+")


def escaped(text: str) -> str:
    """Text without mathematics as TeX."""
    if text.isascii():
        return _TO_ESCAPE.sub(lambda match: _character(match[0]), text)
    parts = []
    done = 0
    for match in _SCRIPTS.finditer(text):
        command = "textsuperscript" if match[1] else "textsubscript"
        before = _TO_ESCAPE.sub(lambda sign: _character(sign[0]), text[done : match.start()])
        parts.append(f"{before}{{\\{command}{{{match[0].translate(_ON_THE_LINE)}}}}}")
        done = match.end()
    return "".join(parts) + _TO_ESCAPE.sub(lambda match: _character(match[0]), text[done:])


def escaped_title(title: str) -> str:
    """A title as TeX: mathematics kept, words braced whose capitals BibTeX styles would take away."""
    proper = _is_sentence(title)
    return _with_mathematics(title, lambda text, first: _protected(text, proper, first))


def escaped_text(text: str) -> str:
    """Running text as TeX: mathematics kept."""
    return _with_mathematics(text, lambda part, _: escaped(part))


def _with_mathematics(text: str, escape: Callable[[str, bool], str]) -> str:
    """Mathematics as it is where its braces balance, the rest by `escape`, which is told what comes first."""
    parts: list[str] = []
    for segment in split_mathematics(text):
        if segment.kind == "text":
            parts.append(escape(segment.text, not parts))
        elif _balanced(segment.text):
            content = _BARE_PERCENT.sub(r"\\%", _NOT_ASCII.sub(_in_formula, segment.text))
            parts.append(f"{{${content}$}}")
        else:
            parts.append(escaped(f"${segment.text}$"))
    return "".join(parts)


@lru_cache(maxsize=4_096)
def _character(sign: str) -> str:
    if sign in _SPECIAL:
        return _SPECIAL[sign]
    if "\u0300" <= sign[-1] <= "\u036f":
        mark = _MARKS.get(sign[-1]) if len(sign) == 2 else None
        return f"{{\\{mark}{{{sign[0]}}}}}" if mark else sign
    # Imported where it is needed: it costs 30 ms, and most titles are ASCII.
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    encoder = UnicodeToLatexEncoder(
        replacement_latex_protection="braces-all", unknown_char_policy="keep", unknown_char_warning=False
    )
    return str(encoder.unicode_to_latex(sign))


def _in_formula(match: re.Match[str]) -> str:
    """A sign such as α as a command, without the switch to mathematics that it needs in text."""
    tex = _character(match[0])
    return _SWITCH.sub(r"{\1}", tex)


def _protected(text: str, proper: bool, first: bool) -> str:
    """Brace the words that must keep their capitals; `proper`: a capital at the start of a word is one of them."""

    def word(match: re.Match[str]) -> str:
        before = text[: match.start()].rstrip()
        start = before.endswith((":", "?", "!", ".")) or (first and not before)
        letters = match[0].lstrip("(\"'“‘[")
        inner = any(map(str.isupper, letters[1:]))
        if inner or (proper and not start and letters[:1].isupper()):
            core = match[0].rstrip(".,;:!?)]\"'”’")
            return f"{{{escaped(core)}}}{escaped(match[0][len(core) :])}"
        return escaped(match[0])

    pieces = []
    done = 0
    for match in _WORD.finditer(text):
        pieces += [escaped(text[done : match.start()]), word(match)]
        done = match.end()
    return "".join(pieces) + escaped(text[done:])


def _is_sentence(title: str) -> bool:
    """Whether the title is written like a sentence, so that a capital inside it belongs to a name."""
    words = [word for word in title.split()[1:] if len(word) > 3 and word[0].isalpha()]
    return len(words) > 1 and sum(word[0].islower() for word in words) > len(words) / 2


def _balanced(tex: str) -> bool:
    depth = 0
    for sign in tex:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0 and not tex.endswith("\\")
