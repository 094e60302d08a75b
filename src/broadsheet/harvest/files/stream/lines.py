"""Split chunks into lines, with a bound on the length of a line."""

from collections.abc import Iterable, Iterator

from broadsheet.harvest.files.stream.limits import RECORD

Line = tuple[int, bytes | None]


def split_lines(chunks: Iterable[bytes], limit: int = RECORD) -> Iterator[Line]:
    """Yield (number from 1, line without its end); None stands for a line longer than `limit` bytes."""
    number = 1
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        lines = chunk.split(b"\n")
        last = lines.pop()
        for line in lines:
            if parts:
                whole, size = _joined(parts, line, size, limit), 0
                parts = []
                yield number, whole
            else:
                yield number, line if len(line) <= limit else None
            number += 1
        size += len(last)
        if size > limit:
            parts = [b""]  # the rest of the line is counted, not kept
        elif last:
            parts.append(last)
    if parts:
        yield number, _joined(parts, b"", size, limit)


def _joined(parts: list[bytes], end: bytes, size: int, limit: int) -> bytes | None:
    if size + len(end) > limit:
        return None
    parts.append(end)
    return b"".join(parts)
