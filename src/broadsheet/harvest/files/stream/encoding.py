"""Bytes to UTF-8: byte order marks, UTF-16, and the Windows code page of old exports."""

import codecs
from collections.abc import Iterable, Iterator
from itertools import chain

from broadsheet.errors import BadFile

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def peek(chunks: Iterable[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """Return the first `size` bytes or more, where there are so many, and all chunks from the start.

    A failure of the chunks is raised only when the reader comes to it.
    """
    chunks = iter(chunks)
    head = bytearray()
    failure: BadFile | None = None
    try:
        for chunk in chunks:
            head += chunk
            if len(head) >= size:
                break
    except BadFile as error:
        failure = error
    return bytes(head), chain([bytes(head)], chunks if failure is None else _fail(failure))


def _fail(failure: BadFile) -> Iterator[bytes]:
    raise failure
    yield b""  # makes this a generator, so that it raises when it is reached


def to_utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Drop a UTF-8 byte order mark, turn UTF-16 with a mark into UTF-8; other bytes pass unchanged."""
    head, chunks = peek(chunks, 3)
    if encoding := _UTF16.get(head[:2]):
        return _from_utf16(chunks, encoding)
    if head.startswith(codecs.BOM_UTF8):
        next(chunks)
        return chain([head[3:]], chunks)
    return chunks


def _from_utf16(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    first = True
    for chunk in chunks:
        text = decoder.decode(chunk)
        yield (text[1:] if first else text).encode()
        first = False
    yield decoder.decode(b"", final=True).encode()


def decode_text(data: bytes) -> str:
    """Decode UTF-8, or else Windows-1252, or else Latin-1, which gives every byte a character."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
