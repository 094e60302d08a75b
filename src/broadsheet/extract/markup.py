"""Characters, HTML and JATS markup of sources to plain text. All linear in the length of the text."""

import re
import unicodedata
from html.entities import html5

from broadsheet.extract.tex_tables import lowered, raised

# Controls, surrogates, bidi overrides and isolates, invisible signs, tags, noncharacters; no white space.
_JUNK = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# The joiners shape Persian, Indic scripts and emoji; between ASCII letters they are junk.
_JOINERS = re.compile("(?<=[^\x00-\x7f\u200c\u200d])([\u200c\u200d])[\u200c\u200d]*(?=[^\x00-\x7f])|[\u200c\u200d]+")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028]")

_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")
_WINDOWS_1252 = {n: bytes([n]).decode("cp1252", "replace") for n in range(0x80, 0xA0)}

_BLOCKS = "p|br|div|sec|title|li|tr|list-item|disp-quote|h[1-6]|list|ul|ol|abstract|hr"
_INLINES = (
    "i|b|em|strong|u|s|tt|sc|span|a|small|big|italic|bold|underline|monospace|roman|sans-serif|strike|code|pre|"
    "styled-content|named-content|ext-link|uri|xref|inline-formula|disp-formula|alternatives|tex-math|inf|scp|"
    "font|table|tbody|td|th|label|fixed-case|del|ins|q|abbr|cite|blockquote|center"
)
_TAG = re.compile(
    rf"<(/?)((?:jats|mml|m|xhtml|dc|xocs|ce):[a-z][a-z0-9-]{{0,30}}|{_BLOCKS}|{_INLINES}|su[bp])"
    r"(\s[^<>]{0,300})?\s?(/?)>",
    re.IGNORECASE,
)
_CLOSER = re.compile(r"</([A-Za-z][A-Za-z0-9-]{0,30})\s?>")
_BLOCK = re.compile(rf"(?:jats:)?(?:{_BLOCKS})", re.IGNORECASE)
_SCRIPT = re.compile(r"<(?:jats:)?(su[bp])>([^<>]{1,12})</(?:jats:)?\1>", re.IGNORECASE)
_TEX_MATH = re.compile(r"<((?:jats:)?tex-math)(?:\s[^<>]{0,200})?>([^<>$]{1,5000})</\1>", re.IGNORECASE)


def drop_junk(text: str) -> str:
    """Remove what cannot be seen and compose the rest (NFC); line ends become `\\n`, paragraph separators two."""
    if not text.isprintable():
        text = _JUNK.sub("", _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n"))
        if "\u200d" in text or "\u200c" in text:
            text = _JOINERS.sub(r"\1", text)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text


def decode_entities(text: str) -> str:
    """Decode HTML entities once: `&amp;lt;` becomes `&lt;`. What is no entity stays."""
    return _ENTITY.sub(_entity, text)


def _entity(match: re.Match[str]) -> str:
    if match[3]:
        return html5.get(match[3] + ";", match[0])
    number = int(match[1]) if match[1] else int(match[2], 16)
    if number in _WINDOWS_1252:
        return _WINDOWS_1252[number]
    return chr(number) if 0 < number < 0x110000 else ""


def drop_tags(text: str) -> str:
    """Remove HTML and JATS tags that are certainly tags; `a < b`, `<think>` and `<p>` without its end stay.

    A name without prefix counts as a tag where the text also closes it, where it stands alone by nature
    (`<br>`, `<sub>`), or where it has attributes.
    """
    text = _TEX_MATH.sub(r"$\2$", text)
    text = _SCRIPT.sub(_script, text)
    closed = {match[1].lower() for match in _CLOSER.finditer(text)} | {"br", "hr", "sub", "sup"}

    def replaced(match: re.Match[str]) -> str:
        name = match[2].lower()
        attributes = match[3] is not None and "=" in match[3]
        if not (match[1] or match[4] or attributes or ":" in name or name in closed):
            return match[0]
        return "\n\n" if _BLOCK.fullmatch(name) else ""

    return _TAG.sub(replaced, text)


def _script(match: re.Match[str]) -> str:
    changed = (lowered if match[1].lower() == "sub" else raised)(match[2].strip())
    return match[2] if changed is None else changed
