"""The courier: a process of its own that hands letters over, so that whoever ends us ends no letter in the middle.

It is told what to do in a line on its standard input, ends after the letters in hand when that input ends, which it
does too when we are killed, and answers on its standard output. One courier works at a time for a data folder: it
holds a lock that ends with it, and the next one finds everything noted.
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import orjson

from broadsheet.errors import AlreadyRunning, BroadsheetError, StoreError
from broadsheet.lib.clock import Clock, stopwatch
from broadsheet.lib.process import is_gone, name_holder
from broadsheet.mail.post import sender_of
from broadsheet.mail.sending import Sent, send_due
from broadsheet.mail.transports import open_transport
from broadsheet.mail.transports.smtp import SmtpTransport, read_smtp
from broadsheet.settings import Settings
from broadsheet.store import outbox
from broadsheet.store.database import Database, open_database

_FOLDER = "outbox"  # in the data folder: journals, and the lock
_LOCK = ".courier"
_LOOK_EVERY, _LOOK_AGAIN = 0.2, 0.02  # seconds
_ENDING = 2.0  # seconds, unless the machine is very busy
_OTHER = "Another process hands letters over still; what it leaves is sent at the next round."


@dataclass(frozen=True, slots=True)
class _Order:
    """What a courier is to do. It holds passwords, and therefore never stands on a command line."""

    catalog: str
    mail: str
    sender: str
    folder: str
    now: datetime
    seconds: float


def deliver_due(
    settings: Settings, database: Database, clock: Clock, *, stop: threading.Event, seconds: float = 60
) -> Sent:
    """Send what is due as it is set up: into a folder at once, to a server by a courier.

    A courier at work, be it of a process that was killed, is waited for; AlreadyRunning if that takes more seconds
    than the round would.
    """
    folder = settings.home / _FOLDER
    transport = open_transport(settings)
    if not isinstance(transport, SmtpTransport):
        return send_due(database, transport, clock, folder=folder, stop=stop, seconds=seconds)
    with _alone(folder, stop, seconds) as lock:
        if stop.is_set():
            return Sent(left=True)
        if not _is_anything_due(database, clock):
            return Sent()
        courier = _start(lock)
    sender = sender_of(settings)[1]
    return _wait(courier, _Order(database.url, settings.mail, sender, str(folder), clock(), seconds), stop)


@contextmanager
def _alone(folder: Path, stop: threading.Event, patience: float) -> Iterator[BinaryIO]:
    """Wait until no courier is at work; a process that is given the lock holds it beyond this block."""
    waited = stopwatch()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / _LOCK).open("a+b")
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be written: {error.strerror}.") from error
    with file:
        while not _locked(file):
            if waited() >= patience:
                raise AlreadyRunning(_OTHER)
            if stop.wait(_LOOK_AGAIN):
                break
        # One that was killed lets go of its files, and thus of the lock, before the system calls it ended: until then
        # it seems to hold its letters.
        waited = stopwatch()
        while not stop.is_set() and _is_ending(file) and waited() < _ENDING:
            stop.wait(_LOOK_AGAIN)
        yield file


def _locked(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_ending(file: BinaryIO) -> bool:
    file.seek(0)
    holder = file.read().decode()
    return holder != "" and not is_gone(holder)


def _is_anything_due(database: Database, clock: Clock) -> bool:
    with database.read() as connection:
        due = outbox.next_due(connection)
        return (due is not None and due <= clock()) or bool(outbox.left_behind(connection))


def _start(lock: BinaryIO) -> "subprocess.Popen[bytes]":
    """Start a courier in a session of its own: what ends us, or our group of processes, does not end it."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "broadsheet.mail.courier"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
        pass_fds=(lock.fileno(),),
    )


def _wait(courier: "subprocess.Popen[bytes]", order: _Order, stop: threading.Event) -> Sent:
    """Give the order, pass `stop` on, and return the answer."""
    assert courier.stdin is not None
    assert courier.stdout is not None
    with courier:
        with suppress(BrokenPipeError):  # it died at once, which is told below
            courier.stdin.write(orjson.dumps(order) + b"\n")
        while courier.poll() is None:
            if stop.is_set():
                courier.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                courier.wait(_LOOK_EVERY)
        answer = courier.stdout.read()
    if answer:
        return Sent(**orjson.loads(answer))
    how = f"by signal {-courier.returncode}" if courier.returncode < 0 else f"with status {courier.returncode}"
    return Sent(held_up=f"The process that hands letters over ended {how}; the next round goes on.", left=True)


def main() -> None:
    """Do a round as ordered, and answer."""
    line = sys.stdin.buffer.readline()
    if not line:
        return
    given = orjson.loads(line)
    order = _Order(**given | {"now": datetime.fromisoformat(given["now"])})
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=_await_end, args=(stop,), daemon=True).start()
    said = Path(order.folder) / _LOCK
    said.write_text(name_holder())
    try:
        sent = _send(order, stop)
    except BroadsheetError as error:
        sent = Sent(held_up=str(error), left=True)
    said.write_text("")
    with suppress(OSError):  # nobody waits for the answer any more
        os.write(1, orjson.dumps(sent))


def _send(order: _Order, stop: threading.Event) -> Sent:
    elapsed = stopwatch()
    transport = read_smtp(order.mail, order.sender)
    with closing(open_database(order.catalog)) as database:
        return send_due(
            database,
            transport,
            lambda: order.now + timedelta(seconds=elapsed()),
            folder=Path(order.folder),
            stop=stop,
            seconds=order.seconds,
        )


def _await_end(stop: threading.Event) -> None:
    while os.read(0, 1):
        pass
    stop.set()


if __name__ == "__main__":
    main()
