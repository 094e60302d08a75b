"""A file that takes down which letters were accepted, before the catalog does.

To note something in the catalog takes as long as others write there, seconds in the middle of an import. Whoever is
killed meanwhile would send the letter again. A line at the end of a file of one's own is written in microseconds.
"""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from broadsheet.lib.process import is_gone

_SUFFIX = ".accepted"


class Journal:
    """The file of one holder; `finish` takes it away once the catalog knows all of it."""

    def __init__(self, folder: Path, holder: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{holder.rpartition('/')[2]}{_SUFFIX}"
        self._descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(self._descriptor, orjson.dumps(holder) + b"\n")

    def begin(self, key: str) -> None:
        """Take down that a letter is being handed over: should the process die, it may have been accepted or not."""
        os.write(self._descriptor, orjson.dumps([key]) + b"\n")

    def note(self, key: str, answer: str) -> None:
        """Take down that a letter was accepted; a process killed after this has it taken down."""
        os.write(self._descriptor, orjson.dumps([key, answer]) + b"\n")

    def finish(self, *, known: bool) -> None:
        """Close the file, and take it away if the catalog knows what it says."""
        os.close(self._descriptor)
        if known:
            self._file.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Left:
    """What a holder took down: the answers to letters that were accepted, and those of which that is not known."""

    file: Path
    accepted: dict[str, str]
    uncertain: frozenset[str]


def read_journals(folder: Path, holders: Collection[str]) -> Iterator[Left]:
    """Yield what these holders took down."""
    for file in sorted(folder.glob(f"*{_SUFFIX}")):
        holder, *lines = map(_read, _content(file).split(b"\n"))
        if holder in holders:
            known = [line for line in lines if isinstance(line, list)]
            accepted = {line[0]: line[1] for line in known if len(line) > 1}
            yield Left(file, accepted, frozenset(line[0] for line in known) - accepted.keys())


def ended_holders(folder: Path) -> dict[str, Path]:
    """Return the files of holders whose process is gone."""
    files = {_read(_content(file).partition(b"\n")[0]): file for file in sorted(folder.glob(f"*{_SUFFIX}"))}
    return {holder: file for holder, file in files.items() if isinstance(holder, str) and is_gone(holder)}


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""  # its process has come to its end meanwhile


def _read(line: bytes) -> object:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None  # the end of a file whose process or disk ended in the middle of it
