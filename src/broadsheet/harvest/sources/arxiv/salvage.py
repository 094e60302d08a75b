"""A page of records that stays broken, cut up: a record with bytes that are no text costs its own bytes and no page.

What may come whole when it is asked for again must not come here: this is for pages that are broken where they are
made. One that breaks off is not cut up, since nobody knows what it would have held.
"""

import re
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from broadsheet.errors import BadAnswer, BadRecord
from broadsheet.harvest.sources.arxiv.xml import parse_payload

_ROOT = re.compile(rb"<(?:\w+:)?OAI-PMH\b[^>]*>")
_RECORD = re.compile(rb"<(\w+:)?record[\s>].*?</\1record\s*>|<record[\s>].*?</record\s*>", re.DOTALL)
_IDENTIFIER = re.compile(rb"<(?:\w+:)?identifier>([^<]{1,80})<")
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-?8[\"'])", re.IGNORECASE)
# What XML 1.0 does not allow, as characters and as references to them.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-f]{1,8})|([0-9]{1,9}))|(\w{1,40}));|&", re.IGNORECASE | re.ASCII)
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A page that can be read, and the identifiers of records that were mended or had to be left out."""

    body: bytes
    mended: tuple[str, ...]
    lost: tuple[str, ...]


def salvage(body: bytes) -> Salvaged:
    """Return a page of OAI-PMH with its broken records mended or left out; BadAnswer where it is no such page."""
    root = _ROOT.search(body)
    if root is None or _OTHER_ENCODING.match(body):
        raise BadAnswer("what came is no page of records")
    around = root[0], b"</" + root[0].split(b">")[0].split()[0].lstrip(b"<") + b">"
    mended: list[str] = []
    lost: list[str] = []

    def whole(match: re.Match[bytes]) -> bytes:
        record = match[0]
        if _is_whole(record, around):
            return record
        names = [name.decode("utf-8", "replace") for name in _IDENTIFIER.findall(record)] or ["a record without a name"]
        better = _mend(record)
        if len(names) == 1 and _is_whole(better, around):
            mended.extend(names)
            return better
        lost.extend(names)
        return b""

    page = _RECORD.sub(whole, body)
    return Salvaged(page, tuple(mended), tuple(lost))


def _is_whole(record: bytes, around: tuple[bytes, bytes]) -> bool:
    try:
        parse_payload(around[0] + record + around[1])
    except (BadRecord, etree.XMLSyntaxError):
        return False
    return True


def _mend(record: bytes) -> bytes:
    text = _FORBIDDEN.sub("", _REFERENCE.sub(_written_out, record.decode("utf-8", "replace")))
    return text.encode()


def _written_out(match: re.Match[str]) -> str:
    """Return a reference that XML can read, for one that it cannot."""
    hexadecimal, decimal, name = match.groups()
    if hexadecimal or decimal:
        number = int(hexadecimal, 16) if hexadecimal else int(decimal)
        return "" if number > 0x10FFFF or _FORBIDDEN.match(chr(number)) else match[0]
    if name in _OF_XML:
        return match[0]
    return html5.get(f"{name};", f"&amp;{match[0][1:]}")
