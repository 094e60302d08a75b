"""Recognise what a file holds by its first bytes, never by its name."""

import re
from typing import Literal

from broadsheet.errors import BadFile
from broadsheet.harvest.files.page_text import looks_like_page
from broadsheet.harvest.files.stream.json_records import without_comments

Splitter = Literal["json", "bibtex", "ris", "acl_xml", "page_html", "page_text"]

READABLE = "saved paper pages, JSON Lines, JSON, BibTeX, RIS, CSL-JSON and ACL Anthology XML"

_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive (unpack it first)",
    b"7z\xbc\xaf": "a 7z archive (unpack it first)",
    b"Rar!": "a rar archive (unpack it first)",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"SQLite format 3": "a SQLite database",
    b"PAR1": "a Parquet file",
    b"\x7fELF": "a program",
    b"\x1f\x8b": "compressed twice (unpack it once)",
    b"{\\rtf": "an RTF document",
}
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_JSON = re.compile(rb'\{\s*["}]|\[\s*[\[{\]]|[\[{]\s*$')
_BIBTEX = re.compile(rb"^[ \t]*@[ \t]*\w+\s*[{(]", re.MULTILINE)
_RIS = re.compile(rb"^TY {1,2}- ?", re.MULTILINE)
_BEFORE_ROOT = (
    re.compile(rb"\s+"),
    re.compile(rb"<\?.*?\?>", re.DOTALL),
    re.compile(rb"<!--.*?-->", re.DOTALL),
    re.compile(rb"<!DOCTYPE(?!\s+html)[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE),
)
_ROOT = re.compile(rb"<!?([\w:.-]+)")
_HTML = frozenset(b"!doctype doctype html head body div main section article header nav ul ol table p meta".split())


def recognise(head: bytes) -> Splitter:
    """Name the splitter for a file that begins so (UTF-8 where it is text); BadFile says what it is instead."""
    if not head.strip(b"\0 \t\r\n\f"):
        raise BadFile("the file is empty" if not head else "the file holds nothing but blanks")
    for magic, name in _MAGIC.items():
        if head.startswith(magic) or (magic == b"PK\x03\x04" and head[257:262] == b"ustar"):
            raise BadFile(f"this is {name}; readable are {READABLE}")
    if len(head) - len(head.translate(None, _CONTROL)) > len(head) / 50:
        raise BadFile(f"this is a binary file; readable are {READABLE}")
    return _recognise_text(without_comments(head))


def _recognise_text(head: bytes) -> Splitter:
    if head.startswith(b"<"):
        return _recognise_markup(head)
    if _JSON.match(head):
        return "json"
    if _BIBTEX.search(head):
        return "bibtex"
    if _RIS.search(head):
        return "ris"
    if looks_like_page(head):
        return "page_text"
    raise BadFile(f"nothing in the file says what it is; readable are {READABLE}")


def _recognise_markup(head: bytes) -> Splitter:
    position = 0
    while any((match := pattern.match(head, position)) for pattern in _BEFORE_ROOT):
        assert match is not None
        position = match.end()
    root = _ROOT.match(head, position)
    name = root[1].lower() if root else b""
    if name in _HTML:
        return "page_html"
    if name == b"collection":
        return "acl_xml"
    root_is = f"this is XML with the root element <{name.decode(errors='replace')}>" if name else "this is no XML"
    raise BadFile(f"{root_is}; of XML, ACL Anthology collections can be read (<collection>)")
