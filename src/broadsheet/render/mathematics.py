"""Cleaned text with `$…$` to HTML and to plain text. Nothing from a source reaches a page as markup."""

import logging
import re
import unicodedata
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from broadsheet.lib.mathematics import Segment, split_mathematics
from broadsheet.render.mathml import LONGEST, formula_html

_ADDRESS = re.compile(r"https?://[^\s<>\"“”‘’|\\^`{}]+", re.IGNORECASE)
_PUNCTUATION = ".,;:!?'*"

_RAISED = str.maketrans("0123456789+-−=ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌")
# Raised, they are signs of their own: 90°, A′.
_DEGREE = re.compile(r"\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![A-Za-z]))")
_PRIME = re.compile(r"\^\s*(?:\{\s*\\prime\s*\}|\\prime(?![A-Za-z]))")
_ONE_COMMAND = re.compile(r"([_^])\s*\{\s*(\\[A-Za-z]+)\s*\}")
_SUPERSCRIPT = re.compile(r"\^\s*(?:\{\s*([-+−]?[0-9]{1,6}[-+−]?|[-+−ni])\s*\}|([0-9ni+-]))")
_SUBSCRIPT = re.compile(r"_\s*(?:\{\s*([-+−]?[0-9]{1,6})\s*\}|([0-9]))")
_GROUPED = re.compile(r"([_^])\s*\{([^{}]{2,})\}")
_INDEX = re.compile(r"_\s*\{([A-Za-z0-9]+)\}(?![A-Za-z0-9])")
_MATHEMATICAL = re.compile("[\U0001d400-\U0001d7ff]+")
_SPACES = re.compile(r"\s+")


def to_html(text: str, link_urls: bool = False) -> Markup:
    """Return cleaned text as safe HTML: formulas as MathML, line ends as `<br>`, addresses as links where asked for."""
    return Markup("").join(_segment_html(segment, link_urls) for segment in split_mathematics(text))


def to_plain(text: str) -> str:
    """Return cleaned text with formulas in a readable plain form (`$x^2$` is x²), for feeds, titles and terminals."""
    if "$" not in text:
        return text
    return "".join(
        segment.text if segment.kind == "text" else formula_plain(segment.text) for segment in split_mathematics(text)
    )


@lru_cache(maxsize=8_192)
def formula_plain(tex: str) -> str:
    """Return a formula in plain Unicode, or its source where that is not to be had."""
    if len(tex) > LONGEST or "\\begin" in tex:
        return tex
    plain = _PRIME.sub("′", _DEGREE.sub("°", tex))
    plain = _ONE_COMMAND.sub(r"\1\2 ", plain)
    plain = _SUPERSCRIPT.sub(lambda match: (match[1] or match[2]).translate(_RAISED), plain)
    plain = _SUBSCRIPT.sub(lambda match: (match[1] or match[2]).translate(_LOWERED), plain)
    plain = _INDEX.sub(r"_\1", plain)
    plain = _GROUPED.sub(r"\1(\2)", plain)
    if "\\" in plain or "{" in plain or "~" in plain:
        plain = _without_commands(plain)
    return tex if not plain.strip() or "\\" in plain else _SPACES.sub(" ", plain).strip()


@lru_cache(maxsize=1)
def _commands() -> tuple[Any, Any]:
    """What pylatexenc knows of commands, to read and to write them: to put it together takes longer than to use it."""
    # Imported where it is needed: it costs 25 ms, and most texts have no formula.
    from pylatexenc import latex2text, latexwalker

    # What it cannot read is told by what it returns: its log would tell whoever watches the server.
    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    return latexwalker.get_default_latex_context_db(), latex2text.get_default_latex_context_db()


def _without_commands(tex: str) -> str:
    reading, writing = _commands()
    from pylatexenc.latex2text import LatexNodes2Text

    try:
        converter = LatexNodes2Text(writing, math_mode="text", keep_comments=True, fill_text=False)
        plain = str(converter.latex_to_text(tex, tolerant_parsing=True, latex_context=reading))
    except Exception:  # noqa: BLE001
        # The parser raises what it stumbles over; the source is the answer then.
        return ""
    # Bold and script letters of the mathematical block are no letters to terminals and feed readers.
    return _MATHEMATICAL.sub(lambda match: unicodedata.normalize("NFKC", match[0]), plain)


def _segment_html(segment: Segment, link_urls: bool) -> Markup:
    if segment.kind != "text":
        found = formula_html(segment.text, segment.kind == "display")
        return Markup('<code class="tex">{}</code>').format(segment.text) if found is None else found
    return _linked(segment.text) if link_urls and "://" in segment.text else _escaped(segment.text)


def _escaped(text: str) -> Markup:
    return escape(text) if "\n" not in text else Markup("<br>\n").join(text.split("\n"))


def _linked(text: str) -> Markup:
    parts: list[Markup] = []
    done = 0
    for match in _ADDRESS.finditer(text):
        address = _without_punctuation(match[0])
        parts.append(_escaped(text[done : match.start()]))
        parts.append(Markup('<a href="{0}" rel="nofollow noopener">{0}</a>').format(address))
        done = match.start() + len(address)
    parts.append(_escaped(text[done:]))
    return Markup("").join(parts)


def _without_punctuation(address: str) -> str:
    """The address without the signs of the sentence around it, closing brackets that it did not open among them."""
    for closing, opening in ((")", "("), ("]", "[")):
        spare = address.count(closing) - address.count(opening)
        if spare > 0:
            address = closing.join(address.split(closing)[:-spare])
    return address.rstrip(_PUNCTUATION)
