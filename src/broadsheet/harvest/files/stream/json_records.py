"""Split JSON files into raw records: lines, arrays, objects in a row, or an array wrapped in one object."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import orjson

from broadsheet.errors import BadRecord
from broadsheet.harvest.files.fields.values import load_object
from broadsheet.harvest.files.stream.encoding import peek
from broadsheet.harvest.files.stream.items import Item, split_items
from broadsheet.harvest.files.stream.limits import CHUNK, TOO_LONG
from broadsheet.harvest.files.stream.lines import split_lines
from broadsheet.model.raw import RawRecord, Refusal

LayoutOf = Callable[[dict[str, object]], str]

_TRIALS = 20  # records looked at before a file is given up
_WRAPPER = re.compile(rb'\s*\{\s*"(?:items|papers|dailyPapers|results|references|data)"\s*:\s*(?=\[)')
_COMMENTS = re.compile(rb"(?:[ \t\r\n]+|(?:#|//|%)[^\n]*+)*+")


def split_json(chunks: Iterable[bytes], origin: str, layout_of: LayoutOf) -> Iterator[RawRecord | Refusal]:
    """Yield the records; `layout_of` names the format of a parsed object, or says "" where it knows none.

    The format is told by the first record that is recognised. A file in which none of the first
    records is recognised is refused as a whole.
    """
    unit, items = _items(chunks)
    layout = ""
    held: list[Refusal] = []
    for number, item in items:
        if item is not None and not layout:
            layout, reason = _recognise(item, layout_of)
            if not layout:
                held.append(Refusal(origin, number, unit, reason))
                if len(held) == _TRIALS:
                    break
                continue
        yield from held
        held.clear()
        yield _record(layout, item, Refusal(origin, number, unit, ""))
    yield from held[:1] if len(held) == _TRIALS else held


def _record(layout: str, item: bytes | None, place: Refusal) -> RawRecord | Refusal:
    if item is None:
        return Refusal(place.origin, place.position, place.unit, TOO_LONG)
    if not item.startswith(b"{"):
        return Refusal(place.origin, place.position, place.unit, f"not a JSON object: {_begin(item)}")
    return RawRecord(layout, item, place.origin, place.position, place.unit)


def _recognise(item: bytes, layout_of: LayoutOf) -> tuple[str, str]:
    if not item.startswith(b"{"):
        return "", f"not a JSON object: {_begin(item)}"
    try:
        fields = load_object(item)
    except BadRecord as error:
        return "", str(error)
    names = ", ".join(list(fields)[:8]) or "none"
    return layout_of(fields), f"a JSON object in no known layout (its fields: {names})"


def _begin(item: bytes) -> str:
    return item[:40].decode(errors="replace")


def _items(chunks: Iterable[bytes]) -> tuple[str, Iterator[Item]]:
    head, chunks = peek(chunks, CHUNK)
    start = len(head) - len(without_comments(head))
    if _is_lines(head[start:]):
        return "line", _lines(chunks)
    next(chunks)
    wrapper = _WRAPPER.match(head, start)
    items = split_items(chain([head[wrapper.end() if wrapper else start :]], chunks))
    return "record", _without_rest(items) if wrapper else items


def without_comments(head: bytes) -> bytes:
    """Drop blank lines and lines that begin with `#`, `//` or `%`."""
    match = _COMMENTS.match(head)
    return head[match.end() :] if match else head


def _is_lines(head: bytes) -> bool:
    """Whether each line is an object: one of the first is whole, or the first goes on beyond the head."""
    if not head.startswith(b"{"):
        return False
    lines = head.split(b"\n")
    if len(lines) == 1 or any(line[:1] == b"{" and _is_json(line) for line in lines[:_TRIALS]):
        return True
    return lines[0].rstrip() != b"{" and sum(line.startswith(b'{"') for line in lines) > 1


def _is_json(text: bytes) -> bool:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def _lines(chunks: Iterable[bytes]) -> Iterator[Item]:
    for number, line in split_lines(chunks):
        text = line and line.strip()
        if text is None or (text and not text.startswith((b"#", b"//"))):
            yield number, text


def _without_rest(items: Iterator[Item]) -> Iterator[Item]:
    """Drop what follows the array in the object around it."""
    for number, item in items:
        if item is None or item.startswith(b"{") or not item.endswith(b"}"):
            yield number, item
