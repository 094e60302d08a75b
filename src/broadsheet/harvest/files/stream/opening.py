"""Open files and standard input, and read them in chunks."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from broadsheet.errors import BadFile
from broadsheet.harvest.files.stream.limits import CHUNK


def open_source(source: Path | BinaryIO) -> AbstractContextManager[BinaryIO]:
    """Open a path, or pass on an open file, which stays open; BadFile says why a path cannot be read (not which)."""
    if not isinstance(source, Path):
        return nullcontext(source)
    try:
        return source.open("rb")
    except FileNotFoundError:
        raise BadFile("there is no file of this name") from None
    except IsADirectoryError:
        raise BadFile("this is a folder; name the files in it") from None
    except PermissionError:
        raise BadFile("this user may not read it") from None
    except (OSError, ValueError) as error:
        raise BadFile(f"it cannot be opened: {reason_of(error)}") from None


def read_chunks(file: BinaryIO, on_bytes: Callable[[int], None] | None) -> Iterator[bytes]:
    """Read to the end; `on_bytes` is told how many bytes have been read so far. BadFile if reading fails."""
    done = 0
    while True:
        try:
            chunk = file.read(CHUNK)
        except (OSError, ValueError) as error:
            raise BadFile(f"reading stopped: {reason_of(error)}") from None
        if not chunk:
            return
        done += len(chunk)
        if on_bytes is not None:
            on_bytes(done)
        yield chunk


def reason_of(error: Exception) -> str:
    """What went wrong, without error numbers."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
