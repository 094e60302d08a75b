"""Split BibTeX into entries, each with the @string definitions that it needs in front of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from broadsheet.harvest.files.stream.limits import RECORD, TOO_LONG
from broadsheet.harvest.files.stream.lines import split_lines
from broadsheet.model.raw import RawRecord, Refusal

_START = re.compile(rb"@[ \t]*(\w+)[ \t]*([{(])")
_START_OF_LINE = re.compile(rb"[ \t]*@[ \t]*\w+[ \t]*[{(]")
_UNFINISHED_START = re.compile(rb"(?:^|[\s})])@[ \t]*\w+\s*$")
_MARK = re.compile(rb'\\.|[{}()"]')
_DEFINITION = re.compile(rb"@[ \t]*string[ \t]*[{(]\s*([^\s={}(),#\"]+)\s*=(.*)[})]\s*$", re.IGNORECASE | re.DOTALL)
_REFERENCE = re.compile(rb"[=#]\s*([A-Za-z][^\s={}(),#\"]*+)\s*+(?=[,#})])")
_MOST_DEFINITIONS = 100_000
_NOT_PAPERS = frozenset({b"string", b"comment", b"preamble"})


@dataclass(slots=True)
class _Block:
    """An `@type{…}` that is not closed yet."""

    kind: bytes
    line: int
    round_: bool  # opened by a parenthesis
    depth: int = 0  # of braces
    in_quotes: bool = False
    size: int = 0
    parts: list[bytes] = field(default_factory=list)

    def end_in(self, line: bytes, start: int) -> int | None:
        """Take in the line from `start`; return the offset behind the block's end, if it ends here."""
        for mark in _MARK.finditer(line, start):
            if self._closes(mark[0]):
                self._keep(line[start : mark.end()])
                return mark.end()
        self._keep(line[start:] + b"\n")
        return None

    def _closes(self, mark: bytes) -> bool:
        if mark == b"{":
            self.depth += 1
        elif mark == b"}":
            self.depth -= 1
            return self.depth < 0 and not self.round_
        elif self.round_ and self.depth <= 0:
            if mark == b'"':
                self.in_quotes = not self.in_quotes
            return mark == b")" and not self.in_quotes
        return False

    def _keep(self, part: bytes) -> None:
        self.size += len(part)
        if self.size > RECORD:
            self.parts.clear()
        else:
            self.parts.append(part)


def split_bibtex(chunks: Iterable[bytes], origin: str, format_: str) -> Iterator[RawRecord | Refusal]:
    """Yield an entry for every `@type{…}` that is a paper; refuse those whose closing brace is missing.

    Such an entry ends at the next `@type{` that begins a line.
    """
    block: _Block | None = None
    strings: dict[bytes, bytes] = {}
    for number, line in _logical_lines(split_lines(chunks)):
        if line is None:
            yield Refusal(origin, number, "line", TOO_LONG)
            block = None
            continue
        if block is not None and _START_OF_LINE.match(line):
            yield from _refuse_open(block, origin)
            block = None
        position: int | None = 0
        while position is not None:
            if block is None:
                start = _START.search(line, position)
                if start is None:
                    break
                block = _Block(start[1].lower(), number, start[2] == b"(", parts=[start[0]])
                position = start.end()
            position = block.end_in(line, position)
            if position is not None:
                yield from _finish(block, strings, origin, format_)
                block = None
    if block is not None:
        yield from _refuse_open(block, origin)


def _logical_lines(lines: Iterable[tuple[int, bytes | None]]) -> Iterator[tuple[int, bytes | None]]:
    """Join a line that ends in `@type` with the next one, which has the brace."""
    carried = b""
    for number, line in lines:
        if line is None or not _UNFINISHED_START.search(line[-64:]):
            yield number, line if line is None else carried + line
            carried = b""
        else:
            carried += line.rstrip() + b" "
    if carried:
        yield 0, carried


def _refuse_open(block: _Block, origin: str) -> Iterator[Refusal]:
    if block.kind not in _NOT_PAPERS:
        reason = TOO_LONG if block.size > RECORD else "the entry that begins here has no closing brace"
        yield Refusal(origin, block.line, "line", reason)


def _finish(block: _Block, strings: dict[bytes, bytes], origin: str, format_: str) -> Iterator[RawRecord | Refusal]:
    if block.size > RECORD:
        yield Refusal(origin, block.line, "line", TOO_LONG)
        return
    text = b"".join(block.parts)
    if block.kind == b"string":
        match = _DEFINITION.match(text)
        if match and len(strings) < _MOST_DEFINITIONS:
            strings[match[1].lower()] = match[2].strip()
    elif block.kind not in _NOT_PAPERS:
        yield RawRecord(format_, _definitions(text, strings) + text, origin, block.line)


def _definitions(text: bytes, strings: dict[bytes, bytes]) -> bytes:
    """The definitions that a text refers to, and those that they refer to."""
    needed: dict[bytes, bytes] = {}
    waiting = [text] if strings else []
    size = 0
    while waiting and size < RECORD:
        for name in _REFERENCE.findall(waiting.pop() + b","):
            key = name.lower()
            if key in strings and key not in needed:
                needed[key] = strings[key]
                size += len(strings[key])
                waiting.append(b"=" + strings[key])
    return b"".join(b"@string{%s = %s}\n" % item for item in needed.items())
