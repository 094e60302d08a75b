"""One server for one data folder: who holds it, and at what address."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from broadsheet.errors import AlreadyRunning, StoreError, StoreFull

_FILE = "server"


@contextmanager
def claimed(home: Path) -> Iterator[Callable[[str], None]]:
    """Hold the data folder for this server; gives a function that says at what address it is.

    AlreadyRunning where another one holds it. The system lets go of a killed server's hold.
    """
    file = _open(home)
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_message(home, _read(file))) from None

        def announce(address: str) -> None:
            _write(file, address)

        announce("")  # what is left of a former server is no address of this one
        yield announce


def running_address(home: Path) -> str | None:
    """Return the address of the server that holds this data folder, None where none does."""
    try:
        with (home / _FILE).open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _read(file)
    except OSError:
        pass
    return None


def _open(home: Path) -> BinaryIO:
    try:
        home.mkdir(parents=True, exist_ok=True)
        return os.fdopen(os.open(home / _FILE, os.O_RDWR | os.O_CREAT, 0o644), "r+b", buffering=0)
    except OSError as error:
        raise StoreError(
            f"The data folder {home} cannot be written: {error.strerror}. "
            "Mend its permissions, or choose another with --home or BROADSHEET_HOME."
        ) from error


def _read(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace").strip()


def _write(file: BinaryIO, address: str) -> None:
    try:
        file.seek(0)
        file.truncate()
        file.write(address.encode())
    except OSError as error:
        raise StoreFull(f"The data folder cannot be written: {error.strerror}. Make room and start again.") from error


def _message(home: Path, address: str) -> str:
    where = f" at {address}" if address else ""
    return (
        f"A server already runs{where} on the data folder {home}. Use that one, stop it, "
        "or choose another folder with --home or BROADSHEET_HOME."
    )
