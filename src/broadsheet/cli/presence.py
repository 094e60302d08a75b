"""One server for one data folder: who holds it, at what address, and whether it also harvests."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from broadsheet.errors import AlreadyRunning, StoreError, StoreFull

_FILE = "server"
_ONLY_SERVES = "only serves"  # stands below the address of a server that has no worker


class Announce(Protocol):
    """Says at what address the server is, and whether it does what the timetable says."""

    def __call__(self, address: str, *, works: bool = True) -> None:
        """Say so."""


@contextmanager
def claimed(home: Path) -> Iterator[Announce]:
    """Hold the data folder for this server; gives a function that says at what address it is.

    AlreadyRunning where another one holds it. The system lets go of a killed server's hold.
    """
    file = _open(home)
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_message(home, _address(_read(file)))) from None

        def announce(address: str, *, works: bool = True) -> None:
            _write(file, address if works else f"{address}\n{_ONLY_SERVES}")

        announce("")  # what is left of a former server is no address of this one
        yield announce


def running_address(home: Path) -> str | None:
    """Return the address of the server that holds this data folder, None where none does."""
    said = _said(home)
    return None if said is None else _address(said)


def working_address(home: Path) -> str | None:
    """Return the address of the server that holds this data folder, if it also does what the timetable says."""
    said = _said(home)
    return None if said is None or _ONLY_SERVES in said.splitlines() else _address(said)


def _said(home: Path) -> str | None:
    try:
        with (home / _FILE).open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _read(file)
    except OSError:
        pass
    return None


def _address(said: str) -> str:
    return said.partition("\n")[0]


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
