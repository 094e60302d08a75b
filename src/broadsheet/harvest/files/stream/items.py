"""Split a JSON text into its top-level items without loading it whole."""

import re
from collections.abc import Iterable, Iterator

from broadsheet.errors import BadFile
from broadsheet.harvest.files.stream.limits import RECORD

# A whole string, or what the chunk holds of it (group 1 is empty then), or a bracket.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+("?)|[{}\[\]]', re.DOTALL)
_REST_OF_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+("?)', re.DOTALL)
_QUOTE = ord('"')
_BLANK = b" \t\r\n,"

Item = tuple[int, bytes | None]


def split_items(chunks: Iterable[bytes], limit: int = RECORD) -> Iterator[Item]:
    """Yield (number from 1, JSON text) for each item of a top-level array, or for objects that follow
    one another; None stands for an item longer than `limit` bytes.

    Bytes between items other than blanks and commas are an item of their own (`null`, a number, noise),
    so that nothing is passed over in silence. BadFile where the text ends within an item.
    """
    scanner = _Scanner(limit)
    for chunk in chunks:
        yield from scanner.feed(chunk)
    yield from scanner.finish()


class _Scanner:
    """Where in the text we are: within a string, how deep, and what is kept of the open item."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._base = 0  # 1 within a top-level array
        self._depth = 0
        self._in_string = False
        self._chunk = b""
        self._start = 0  # of what is not kept yet, in the chunk
        self._waiting = b""  # a backslash whose partner is in the next chunk
        self._parts: list[bytes] = []
        self._size = 0
        self._number = 0

    def feed(self, chunk: bytes) -> Iterator[Item]:
        """Take the next chunk and yield the items that end in it."""
        self._chunk, self._waiting, self._start = self._waiting + chunk, b"", 0
        position = 0
        if self._in_string:
            position = self._pass_string(_REST_OF_STRING.match(self._chunk))
        while not self._in_string and (token := _TOKEN.search(self._chunk, position)):
            mark = self._chunk[token.start()]
            if mark == _QUOTE:
                position = self._pass_string(token)
                continue
            position = token.end()
            yield from self._open(token) if mark in b"{[" else self._close(token)
        self._keep(len(self._chunk) - len(self._waiting))

    def finish(self) -> Iterator[Item]:
        """Yield what stands after the last item; BadFile where an item or the array is still open."""
        if self._depth > self._base or self._in_string:
            raise BadFile(f"the JSON ends within record {self._number + 1}: the file is cut short")
        yield from self._between(len(self._chunk))
        if self._base:
            raise BadFile(f"the JSON array is not closed after record {self._number}: the file is cut short")

    def _pass_string(self, match: re.Match[bytes] | None) -> int:
        assert match is not None  # the pattern matches the empty string
        self._in_string = not match[1]
        if self._in_string:
            self._waiting = self._chunk[match.end() :]
        return match.end()

    def _open(self, token: re.Match[bytes]) -> Iterator[Item]:
        if self._depth == self._base:
            yield from self._between(token.start())
            if self._base == 0 and token[0] == b"[":
                self._base = 1
                self._start = token.end()
        self._depth += 1

    def _close(self, token: re.Match[bytes]) -> Iterator[Item]:
        if self._depth > self._base:
            self._depth -= 1
            if self._depth == self._base:
                self._keep(token.end())
                yield self._take()
        elif self._base:
            yield from self._between(token.start())
            self._start = token.end()
            self._base = self._depth = 0

    def _between(self, end: int) -> Iterator[Item]:
        self._keep(end)
        if any(part.strip(_BLANK) for part in self._parts) or self._size > self._limit:
            yield self._take()
        self._parts, self._size = [], 0

    def _keep(self, end: int) -> None:
        part = self._chunk[self._start : end]
        self._start = end
        self._size += len(part)
        if self._size > self._limit:
            self._parts.clear()
        else:
            self._parts.append(part)

    def _take(self) -> Item:
        self._number += 1
        item = b"".join(self._parts).strip(_BLANK) if self._size <= self._limit else None
        self._parts, self._size = [], 0
        return self._number, item
