"""Decompress by content, in bounded pieces: gzip, bzip2, xz, zstd, each also as several streams in a row."""

import bz2
import lzma
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple, Protocol

import zstandard

from broadsheet.errors import BadFile
from broadsheet.harvest.files.stream.limits import PIECE, WINDOW

_ZSTD_INPUT = 1 << 10  # zstd cannot bound its output: 1 KiB holds at most 256 blocks of 128 KiB
_ERRORS = (zlib.error, OSError, EOFError, ValueError, lzma.LZMAError, zstandard.ZstdError)


class _Decompressor(Protocol):
    """What the standard library's bzip2 and xz decompressors offer, and the two below imitate."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        output = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = not self._inner.unconsumed_tail and len(output) < max_length
        return output


class _Zstd:
    def __init__(self) -> None:
        self._inner = zstandard.ZstdDecompressor(max_window_size=WINDOW).decompressobj()
        self._waiting = b""

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._waiting

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data + self._waiting

    def decompress(self, data: bytes, max_length: int) -> bytes:  # noqa: ARG002  (see _ZSTD_INPUT)
        data = self._waiting + data
        self._waiting = data[_ZSTD_INPUT:]
        return self._inner.decompress(data[:_ZSTD_INPUT])


class _Kind(NamedTuple):
    name: str
    magic: re.Pattern[bytes]
    start: Callable[[], _Decompressor]


_KINDS = (
    _Kind("gzip", re.compile(rb"\x1f\x8b\x08"), _Gzip),
    _Kind("bzip2", re.compile(rb"BZh[1-9](?:1AY&SY|\x17\x72\x45\x38\x50\x90)"), bz2.BZ2Decompressor),
    _Kind("xz", re.compile(rb"\xfd7zXZ\x00"), lambda: lzma.LZMADecompressor(memlimit=WINDOW)),
    _Kind("zstd", re.compile(rb"\x28\xb5\x2f\xfd"), _Zstd),
)
_LONGEST_MAGIC = 10


def decompress(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content in pieces of bounded size; BadFile where compressed data is damaged or cut short."""
    chunks = iter(chunks)
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= _LONGEST_MAGIC:
            break
    for kind in _KINDS:
        if kind.magic.match(head):
            return _unpack(chain([head], chunks), kind)
    return chain([head] if head else [], chunks)


def _unpack(chunks: Iterable[bytes], kind: _Kind) -> Iterator[bytes]:
    decompressor = kind.start()
    for chunk in chunks:
        rest = chunk
        while rest:
            if decompressor.eof:
                rest = rest.lstrip(b"\0")  # padding is allowed between and after streams
                if not rest:
                    break
                decompressor = kind.start()
            yield from _pieces(decompressor, rest, kind.name)
            rest = decompressor.unused_data if decompressor.eof else b""
    if not decompressor.eof:
        raise BadFile(f"the {kind.name} data ends too early: the file is cut short; fetch it again")


def _pieces(decompressor: _Decompressor, data: bytes, name: str) -> Iterator[bytes]:
    while True:
        try:
            piece = decompressor.decompress(data, PIECE)
        except _ERRORS as error:
            reason = f"the {name} data cannot be decompressed ({error}); the file may be damaged: fetch it again"
            raise BadFile(reason) from None
        if piece:
            yield piece
        if decompressor.eof or decompressor.needs_input:
            return
        data = b""
