"""Opening, decompressing and the bounds of reading."""

import bz2
import gzip
import io
import lzma
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import NoReturn

import pytest
import zstandard
from files_samples import Trickle, examples, read, refusals

from broadsheet.errors import BadFile, BadRecord
from broadsheet.harvest.files import adapt, read_file
from broadsheet.harvest.files.stream.limits import RECORD
from broadsheet.model.raw import RawRecord, Refusal

LINE = examples()["arxiv_daily"].encode()
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.compress,
}


class Endless(io.RawIOBase):
    """A stream made up as it is read, so that no test needs to hold it."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def read(self, size: int = -1, /) -> bytes:
        return next(self._chunks, b"")


@pytest.mark.parametrize("packer", PACKERS)
def test_compression_is_told_by_content(packer: str) -> None:
    (found,) = read(PACKERS[packer](LINE))
    assert isinstance(found, RawRecord)
    assert found.payload == LINE.strip()


@pytest.mark.parametrize("packer", PACKERS)
def test_several_compressed_streams_in_one_file(packer: str) -> None:
    pack = PACKERS[packer]
    assert len(read(pack(LINE) + pack(LINE) + pack(LINE), step=7)) == 3


@pytest.mark.parametrize("packer", PACKERS)
def test_what_was_whole_before_the_cut_is_kept(packer: str) -> None:
    lines = b"".join(LINE.replace(b"1701.07875", b"1701.%05d" % n) for n in range(2_000))
    packed = PACKERS[packer](lines)
    found = read(packed[:-20])
    assert isinstance(found[-1], Refusal)
    assert f"the {packer} data ends too early: the file is cut short" in found[-1].reason
    assert packer == "bzip2" or len(found) > 1_000  # bzip2 gives nothing of a block that is not whole


def test_padding_after_gzip_is_no_fault() -> None:
    assert len(read(gzip.compress(LINE) + b"\0" * 512)) == 1


def test_damaged_gzip_keeps_what_came_before() -> None:
    packed = bytearray(gzip.compress(LINE) + gzip.compress(LINE))
    packed[-30] ^= 0xFF
    found = read(bytes(packed))
    assert isinstance(found[0], RawRecord)
    assert isinstance(found[-1], Refusal)
    assert "the gzip data cannot be decompressed" in found[-1].reason
    assert found[-1].position == len(LINE)


def test_gzip_cut_within_its_header() -> None:
    (refusal,) = refusals(gzip.compress(LINE)[:8])
    assert "cut short" in refusal.reason


def test_bytes_read_are_reported_as_they_lie_in_the_file(tmp_path: Path) -> None:
    packed = gzip.compress(b"".join(LINE for _ in range(3_000)), compresslevel=0)
    path = tmp_path / "papers"
    path.write_bytes(packed)
    reports: list[int] = []
    assert len(list(read_file(path, "papers", on_bytes=reports.append))) == 3_000
    assert reports == sorted(reports)
    assert reports[-1] == len(packed)
    assert len(reports) > 10


def test_an_open_stream_is_not_closed() -> None:
    stream = Trickle(LINE)
    assert len(list(read_file(stream, "-"))) == 1
    assert not stream.closed


def test_paths_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="there is no file"):
        next(read_file(tmp_path / "absent", "absent"))
    with pytest.raises(BadFile, match="this is a folder"):
        next(read_file(tmp_path, "folder"))


class Locked(type(Path())):  # type: ignore[misc]
    """A path that the system does not let us open."""

    def open(self, *arguments: object, **options: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")


def test_a_file_that_may_not_be_read() -> None:
    with pytest.raises(BadFile, match="may not read it"):
        next(read_file(Locked("papers"), "papers"))


def test_a_stream_that_fails_is_refused_from_there() -> None:
    def chunks() -> Iterator[bytes]:
        yield LINE * 200
        raise OSError(5, "Input/output error")

    found = list(read_file(Endless(chunks()), "disk"))  # type: ignore[arg-type]
    assert len(found) > 190
    assert found[-1] == Refusal("disk", len(LINE) * 200, "byte", "reading stopped: Input/output error")


@pytest.mark.parametrize(("content", "reason"), [(b"", "the file is empty"), (b"\n \n", "nothing but blanks")])
def test_nothing_to_read(content: bytes, reason: str) -> None:
    (refusal,) = refusals(content)
    assert reason in refusal.reason


def test_a_line_over_the_limit_is_refused_and_the_next_is_read() -> None:
    chunk = b"x" * (1 << 20)

    def chunks() -> Iterator[bytes]:
        yield LINE + b'{"id": "'
        for _ in range((RECORD >> 20) + 1):
            yield chunk
        yield b'"}\n' + LINE

    first, refusal, last = read_file(Endless(chunks()), "big")  # type: ignore[arg-type]
    assert isinstance(first, RawRecord)
    assert refusal == Refusal("big", 2, "line", "longer than 64 MiB")
    assert isinstance(last, RawRecord)
    assert last.position == 3


def test_an_array_item_over_the_limit_is_refused_and_the_next_is_read() -> None:
    item = examples()["huggingface"].strip()[1:-1].encode()

    def chunks() -> Iterator[bytes]:
        yield b"[" + item + b', {"paper": "'
        for _ in range((RECORD >> 20) + 1):
            yield b"]" * (1 << 20)
        yield b'"}, ' + item + b"]"

    found = list(read_file(Endless(chunks()), "big"))  # type: ignore[arg-type]
    assert found[1] == Refusal("big", 2, "record", "longer than 64 MiB")
    assert [item.position for item in found] == [1, 2, 3]


def test_a_line_of_50_mb_is_read() -> None:
    note = b"x" * 50_000_000
    (found,) = read(LINE.replace(b'"comment"', b'"note": "' + note + b'", "comment"'))
    assert isinstance(found, RawRecord)
    assert adapt(found).comment == "32 pages"


def repeatable(name: str) -> tuple[bytes, bytes, bytes]:
    """What stands before the records of an example, one record of 200 kB, and what stands behind them."""
    place = b"214" if name in ("bibtex", "ris") else b"We train"
    text = examples()[name].encode().replace(place, place + b" word" * 40_000)
    if name == "huggingface":
        return b"[", text.strip()[1:-1] + b",", text.strip()[1:]
    if name == "acl_xml":
        start, end = text.index(b"<paper"), text.index(b"</volume")
        return text[:start], text[start:end], text[end:]
    return b"", text + b"\n", b""


@pytest.mark.parametrize("name", ["arxiv_daily", "huggingface", "bibtex", "ris", "acl_xml", "page_text"])
def test_memory_stays_flat(name: str) -> None:
    before, record_, after = repeatable(name)
    chunks = filter(None, chain([before], repeat(record_, 100), [after]))
    tracemalloc.start()
    found = sum(isinstance(item, RawRecord) for item in read_file(Endless(chunks), "big"))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found >= 100
    assert peak < 5_000_000


def test_an_unknown_format_is_said() -> None:
    with pytest.raises(BadRecord, match="no format 'atom'"):
        adapt(RawRecord("atom", b"", "here", 1))
