"""Text as every format can carry it, names that stay, and dates as formats write them. Pure functions."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from uuid import UUID, uuid5

# Of names of papers and lists in feeds: fixed for ever, docs/feeds.md has the rule.
NAMESPACE = UUID("5e99568c-2f13-4ccc-b361-f35ddb726578")

# What XML 1.0 cannot hold, even escaped: controls, surrogates, two noncharacters. And the controls from 7F on, which it
# discourages, and which many readers take for letters of Windows.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|\x85")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_POP, _POP_ISOLATE = "\u202c", "\u2069"


def clean(text: str) -> str:
    """Return a text that every format can carry: what XML cannot hold is replaced, line ends are `\\n`.

    Directions that a text begins and does not end are ended, lest they turn the text behind it around.
    """
    if text.isprintable():
        return text
    if _IMPOSSIBLE.search(text):
        text = _IMPOSSIBLE.sub("\N{REPLACEMENT CHARACTER}", text)
    if "\r" in text or "\x85" in text:
        text = _LINE_ENDS.sub("\n", text)
    return text + _ending(text)


def line(text: str) -> str:
    """Return a text as one clean line."""
    return clean(" ".join(text.split()))


def as_html(text: str) -> str:
    """Return a text as HTML between tags."""
    return escape(text, quote=False)


def name_of(kind: str, what: str) -> str:
    """Return the name of a thing as a URN (RFC 9562, a UUID of version 5): the same wherever it is made."""
    named = f"{kind} {what}".encode("utf-8", "replace").decode()
    return f"urn:uuid:{uuid5(NAMESPACE, named)}"


def rfc3339(moment: datetime) -> str:
    """Write a moment as `2026-11-20T12:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def rfc822(moment: datetime) -> str:
    """Write a moment as `Fri, 20 Nov 2026 12:00:00 GMT`."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _ending(text: str) -> str:
    open_: list[str] = []
    for sign in _DIRECTIONS.findall(text):
        if sign not in (_POP, _POP_ISOLATE):
            open_.append(_POP_ISOLATE if sign in "\u2066\u2067\u2068" else _POP)
        elif sign in open_:
            # An isolate that ends takes with it what was begun inside; a pop ends nothing outside its isolate.
            while open_ and open_[-1] != sign and sign == _POP_ISOLATE:
                open_.pop()
            if open_ and open_[-1] == sign:
                open_.pop()
    return "".join(reversed(open_))
