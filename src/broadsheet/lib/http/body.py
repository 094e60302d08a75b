"""Read an answer's body: so far and no further, whatever it is packed in."""

import zlib
from collections.abc import Iterable

from broadsheet.errors import BadAnswer, TooLarge
from broadsheet.lib.clock import stopwatch

_STEP = 1 << 20  # bytes unpacked at a time: a small packed piece may hold a thousand times its size


def read_body(chunks: Iterable[bytes], encoding: str, *, largest: int, deadline: float) -> tuple[bytes, int]:
    """Return the unpacked body and how many bytes came over the wire.

    TooLarge beyond `largest` bytes, packed or not; BadAnswer after `deadline` seconds, for an unknown
    encoding, or where the packed body breaks off.
    """
    unpack = _unpacker(encoding)
    elapsed = stopwatch()
    body = bytearray()
    received = 0
    for chunk in chunks:
        received += len(chunk)
        for piece in unpack.feed(chunk) if unpack else (chunk,):
            body += piece
            if len(body) > largest:
                raise TooLarge(f"The answer is larger than {largest >> 20} MB; what it held was not taken in.")
        if elapsed() > deadline:
            raise BadAnswer(f"the answer was not there after {deadline:.0f} seconds")
    if unpack and received and not unpack.complete:
        raise BadAnswer("the compressed answer breaks off")
    return bytes(body), received


class _Unpacker:
    def __init__(self, bits: int) -> None:
        self._inflate = zlib.decompressobj(bits)

    @property
    def complete(self) -> bool:
        return self._inflate.eof

    def feed(self, chunk: bytes) -> Iterable[bytes]:
        while chunk and not self._inflate.eof:
            try:
                yield self._inflate.decompress(chunk, _STEP)
            except zlib.error as error:
                raise BadAnswer(f"the compressed answer is damaged: {error}") from error
            chunk = self._inflate.unconsumed_tail


def _unpacker(encoding: str) -> _Unpacker | None:
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip", "deflate"):
        return _Unpacker(zlib.MAX_WBITS | 32)  # gzip or zlib, as its head says
    raise BadAnswer(f"the answer is packed as {encoding[:40]!r}, which was not asked for")
