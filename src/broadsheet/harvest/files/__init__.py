"""Papers out of files: recognise what a file holds, split it into raw records, adapt each into a Record."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from broadsheet.errors import BadFile, BadRecord
from broadsheet.harvest.files import (
    acl_xml,
    arxiv_daily,
    arxiv_snapshot,
    bibtex,
    broadsheet,
    csl,
    detect,
    huggingface,
    page_html,
    page_text,
    ris,
    starter,
)
from broadsheet.harvest.files.stream.compression import decompress
from broadsheet.harvest.files.stream.encoding import peek, to_utf8
from broadsheet.harvest.files.stream.json_records import split_json
from broadsheet.harvest.files.stream.limits import CHUNK
from broadsheet.harvest.files.stream.opening import open_source, read_chunks
from broadsheet.model.paper import Record
from broadsheet.model.raw import RawRecord, Refusal

__all__ = ["ADAPTERS", "adapt", "read_file"]

_FORMATS = (
    acl_xml, arxiv_daily, arxiv_snapshot, bibtex, broadsheet, csl, huggingface, page_html, page_text, ris, starter,
)  # fmt: skip
_JSON_LAYOUTS = (broadsheet, starter, huggingface, arxiv_snapshot, arxiv_daily, csl)  # the surest first

ADAPTERS: Mapping[str, Callable[[RawRecord], Record]] = MappingProxyType(
    {format_.FORMAT: format_.adapt for format_ in _FORMATS}
)
_SPLITTERS: Mapping[detect.Splitter, Callable[[Iterable[bytes], str], Iterator[RawRecord | Refusal]]] = (
    MappingProxyType(
        {
            "acl_xml": acl_xml.split,
            "bibtex": bibtex.split,
            "json": lambda chunks, origin: split_json(chunks, origin, _layout_of),
            "page_html": page_html.split,
            "page_text": page_text.split,
            "ris": ris.split,
        }
    )
)


def read_file(
    path: Path | BinaryIO, origin: str, *, on_bytes: Callable[[int], None] | None = None
) -> Iterator[RawRecord | Refusal]:
    """Yield the raw records of a file or of an open binary stream, whatever its compression and format.

    What cannot be read comes as a Refusal in its place; reading goes on where it can. `on_bytes`
    is told how many bytes of the file, as it lies there, have been read. Raises BadFile, at the first
    step, only where a path cannot be opened.
    """
    with open_source(path) as file:
        read = 0
        found = False

        def counted() -> Iterator[bytes]:
            nonlocal read
            for chunk in decompress(read_chunks(file, on_bytes)):
                yield chunk
                read += len(chunk)

        try:
            for item in _split(counted(), origin):
                found = True
                yield item
        except BadFile as error:
            yield Refusal(origin, read if found else 0, "byte", str(error))
            return
        if not found:
            yield Refusal(origin, 0, "byte", "there is no paper in it")


def adapt(raw: RawRecord) -> Record:
    """Read a raw record into our terms; the same bytes give the same Record. BadRecord says why not."""
    adapter = ADAPTERS.get(raw.format)
    if adapter is None:
        raise BadRecord(f"there is no format {raw.format!r}")
    return adapter(raw)


def _split(chunks: Iterable[bytes], origin: str) -> Iterator[RawRecord | Refusal]:
    head, chunks = peek(to_utf8(chunks), CHUNK)
    try:
        splitter = _SPLITTERS[detect.recognise(head)]
    except BadFile:
        if len(head) < CHUNK:
            for _ in chunks:  # a file that was cut short says so here, which explains more
                pass
        raise
    return splitter(chunks, origin)


def _layout_of(fields: Mapping[str, object]) -> str:
    return next((layout.FORMAT for layout in _JSON_LAYOUTS if layout.matches(fields)), "")
