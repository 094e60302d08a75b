"""One TeX formula to MathML that is safe on a page.

latex2mathml sets the formulas. What it returns is not trusted: the page gets a copy of the tree that holds only the
elements and attributes named here, so no style, no link, no event and no colour can come through. None is returned
for a formula that cannot be set, or that would show a command as it is written.
"""

import re
import unicodedata
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from markupsafe import Markup, escape

ELEMENTS = frozenset(
    [
        *("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle", "mpadded"),
        *("mphantom", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts"),
        *("mprescripts", "none", "mtable", "mtr", "mtd"),
    ]
)
ATTRIBUTES = frozenset(
    [
        *("display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "fence", "separator", "form", "lspace"),
        *("rspace", "minsize", "maxsize", "largeop", "movablelimits", "accent", "accentunder", "width", "height"),
        *("depth", "voffset", "linethickness", "columnalign", "rowspacing", "columnspacing", "columnlines", "rowlines"),
        *("notation", "symmetric"),
    ]
)
# Words, or lengths within a few lines: nothing can be set a page away from its place.
_LENGTH = r"[-+]?(?:\d{1,2}(?:\.\d{1,4})?(?:pt|px|mu|mm|%)?|\d?(?:\.\d{1,4})?(?:em|ex|cm|in))"
_VALUE = re.compile(rf"[A-Za-z -]{{1,40}}|{_LENGTH}(?:\s{_LENGTH}){{0,7}}")

# Longer or deeper formulas are no reader's, and the setter recurses.
LONGEST = 4_000
DEEPEST = 60

_COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
# Commands of common packages and of text, by commands that latex2mathml knows.
_SAME = {
    "bm": r"\boldsymbol",
    "mathds": r"\mathbb",
    "mathbbm": r"\mathbb",
    "mbox": r"\text",
    "textrm": r"\text",
    "textup": r"\text",
    "textnormal": r"\text",
    "textsc": r"\text",
    "textsf": r"\text",
    "textsl": r"\textit",
    "emph": r"\textit",
    "Msun": r"M_\odot ",
    "msun": r"M_\odot ",
    "arcsec": "″",
    "arcmin": "′",
}


@lru_cache(maxsize=8_192)
def formula_html(tex: str, display: bool) -> Markup | None:
    """Return the formula as `<math>`, with its source as `alttext`; None where it cannot be set."""
    if len(tex) > LONGEST or not _shallow(tex):
        return None
    try:
        tree = convert_to_element(_COMMAND.sub(_same, tex), display="block" if display else "inline")
    except Exception:  # noqa: BLE001
        # The setter raises whatever it stumbles over, IndexError and RecursionError among them.
        return None
    body = _copy(tree)
    if body is None:
        return None
    kind = Markup(' display="block"') if display else Markup("")
    return Markup('<math{} alttext="{}">{}</math>').format(kind, tex, body)


def _same(match: re.Match[str]) -> str:
    return _SAME.get(match[1], match[0])


def _shallow(tex: str) -> bool:
    depth = deepest = 0
    for sign in tex:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest <= DEEPEST and tex.count("\\left") <= DEEPEST and tex.count("\\begin") <= DEEPEST


def _copy(tree: Element) -> Markup | None:
    """Write out what is inside the root, element by element; None where something does not belong."""
    parts: list[str] = []
    stack: list[Element | str] = list(reversed(tree))
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        text = unescape(node.text or "")
        if node.tag not in ELEMENTS or text.startswith("\\") or len(parts) > 50_000:
            return None
        tag = "mo" if node.tag == "mi" and _is_operator(text) else node.tag
        parts.append(f"<{tag}{_attributes(node)}>{escape(text)}")
        stack.append(f"</{tag}>")
        stack.extend(reversed(node))
    # Tags are from the list above, text and values are escaped.
    return Markup("".join(parts))  # noqa: S704


def _attributes(node: Element) -> str:
    kept = [
        f' {name}="{escape(value)}"'
        for name, value in node.attrib.items()
        if name in ATTRIBUTES and _VALUE.fullmatch(value)
    ]
    return "".join(kept)


def _is_operator(text: str) -> bool:
    """Whether a sign that latex2mathml takes for a letter is an operator: authors type ≤ and × as they are."""
    return len(text) == 1 and unicodedata.category(text) == "Sm" and text not in "∞∂∇∅"
