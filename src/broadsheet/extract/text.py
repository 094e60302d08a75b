"""What sources send, made text for readers: Unicode, without markup, mathematics between dollars.

Cleaning twice gives the same as cleaning once, save where the first pass writes a sign that means something else
when it is read again: an entity of an entity (`&amp;lt;`), an escaped TeX sign (`\\{x\\}`, `\\~{}`, `\\$x\\$`,
`\\textbackslash`), and signs that come to stand beside others because the command between them went (`$\\(x\\)`,
`\\,''x`). Of the 132,742 papers of the arXiv corpus that is so for 9.
"""

import re
import unicodedata
from functools import lru_cache

from broadsheet.extract.markup import decode_entities, drop_junk, drop_tags
from broadsheet.extract.repair import repair_tex
from broadsheet.extract.tex import tex_to_text
from broadsheet.extract.tex_state import Braces

_BLANK_LINES = re.compile(r"\n\s*\n")
_SINGLE_QUOTES = re.compile(r"(?<![\\`\w])`(?=[^\s`'])([^`'\n]{1,60})'(?![\w'])")
_TRIGGERS = ("\\", "$", "{", "}", "~", "`")
# Longer than any line that was wrapped by hand or by arXiv: such a text breaks lines only between paragraphs.
_UNWRAPPED = 160
# Longer ones are worth no memory.
_LONGEST_NAME = 200


def clean_title(text: str) -> str:
    """Return the title as one line of Unicode text, mathematics between `$…$`."""
    return _line(repair_tex(_prepared(text)), "title")


def clean_abstract(text: str) -> str:
    """Return the abstract as Unicode text, one line per paragraph, mathematics between `$…$` and `$$…$$`.

    A blank line parts paragraphs; a single line end does so only in text that is not wrapped (it has a line of
    more than 160 characters). Paragraphs that are all that short are joined to one.
    """
    text = repair_tex(_prepared(text))
    if "\n" not in text:
        return _line(text, "abstract")
    unwrapped = max(map(len, text.split("\n"))) > _UNWRAPPED
    parts = text.split("\n") if unwrapped else _BLANK_LINES.split(text)
    lines = [line for part in parts if (line := _line(part, "abstract"))]
    return ("\n" if max(map(len, lines), default=0) > _UNWRAPPED else " ").join(lines)


def clean_name(text: str) -> str:
    """Return the name of a person or group as one line of Unicode text; empty where it has no letter or digit."""
    return _cached_name(text) if len(text) <= _LONGEST_NAME else _name(text)


def _name(text: str) -> str:
    name = _line(_prepared(text), "name")
    return name if any(map(str.isalnum, name)) else ""


_cached_name = lru_cache(maxsize=65_536)(_name)


def _prepared(text: str) -> str:
    text = drop_junk(text)
    if "&" in text:
        text = drop_junk(decode_entities(text))
    if "<" in text and ">" in text:
        text = drop_tags(text)
    return text


def _line(text: str, braces: Braces) -> str:
    if any(map(text.__contains__, _TRIGGERS)) or "--" in text or ("'" in text and "''" in text):
        if "`" in text:
            text = _SINGLE_QUOTES.sub(r"‘\1’", text)
        text = tex_to_text(text, braces)
        if not text.isascii() and not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
    if text.isprintable() and "  " not in text:
        return text.strip()  # among printable characters the space alone is white
    return " ".join(text.split())
