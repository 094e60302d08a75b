"""Readers beside: processes of their own that read papers, so that this one goes on serving meanwhile.

A reader is given papers in a line on its standard input, answers in a line on its standard output, and ends when its
input ends, which it does too when whoever started it is killed. The first line that it says is the version it reads by.
"""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

import orjson

from broadsheet.errors import BroadsheetError
from broadsheet.extract.facts.read import VERSION
from broadsheet.facts.one import read_one
from broadsheet.lib.clock import stopwatch
from broadsheet.store.fact_rows import ReadPaper
from broadsheet.store.readings import Unread

PROGRAM = (sys.executable, "-P", "-m", "broadsheet.facts.beside")

_LOOK_EVERY = 200  # ms
_PATIENCE = 60.0  # seconds for what takes less than one, so that a busy or sleeping machine fails nothing
_NICER = 10  # than whoever starts it
_BLOCK = 1 << 20


class Silent(Exception):
    """A reader has died, or says nothing any more."""


class Reader:
    """A process that reads papers, one portion at a time."""

    def __init__(self, program: Sequence[str], *, nicely: bool) -> None:
        self._program, self._nicely = program, nicely
        self._process = self._start()

    def greet(self) -> None:
        """Wait until it is ready; BroadsheetError where it cannot start, or is another version of the program."""
        try:
            line = self._line(lambda: False, _PATIENCE)
        except Silent as error:
            raise BroadsheetError("The process that reads abstracts could not be started.") from error
        if line is None or int(line) != VERSION:
            raise BroadsheetError("Broadsheet was replaced by another version: restart it to go on reading abstracts.")

    def hand(self, portion: Sequence[Unread]) -> None:
        """Give it papers; `answer` brings them back."""
        assert self._process.stdin is not None
        line = orjson.dumps([(one.key, one.title, one.abstract, one.text_digest) for one in portion])
        with suppress(BrokenPipeError):  # it died, which is told by its silence
            self._process.stdin.write(line + b"\n")
            self._process.stdin.flush()

    def answer(self, stopped: Callable[[], bool], patience: float = _PATIENCE) -> list[ReadPaper] | None:
        """Return what was read of the papers given last, None if stopped before that; Silent if it died."""
        line = self._line(stopped, patience)
        return None if line is None else [_read_paper(**row) for row in orjson.loads(line)]

    def restart(self) -> None:
        """End the process, whatever it is at, and start another."""
        self.end()
        self._process = self._start()

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [*self._program, *(["nicely"] if self._nicely else [])]
        # In a session of its own: Ctrl-C is for whoever started it, whose end ends it.
        return subprocess.Popen(  # noqa: S603 - our own program, no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )

    def _line(self, stopped: Callable[[], bool], patience: float) -> bytes | None:
        assert self._process.stdout is not None
        waited, said, poller = stopwatch(), bytearray(), select.poll()
        poller.register(self._process.stdout, select.POLLIN | select.POLLHUP)
        while not said.endswith(b"\n"):
            if stopped():
                return None
            if waited() > patience:
                raise Silent
            if not poller.poll(_LOOK_EVERY):
                continue
            block = os.read(self._process.stdout.fileno(), _BLOCK)
            if not block:
                raise Silent
            said += block
        return bytes(said)


def _read_paper(names: list[list[str]], **further: Any) -> ReadPaper:
    return ReadPaper(names=tuple((kind, key, name) for kind, key, name in names), **further)


@contextmanager
def readers(count: int, program: Sequence[str], *, nicely: bool) -> Iterator[list[Reader]]:
    """Start so many readers, each running this program; they are ended with the block."""
    started: list[Reader] = []
    try:
        started += [Reader(program, nicely=nicely) for _ in range(count)]
        for one in started:
            one.greet()
        yield started
    finally:
        for one in started:
            one.end()


def main(arguments: Sequence[str], given: Iterable[bytes], said: BinaryIO) -> None:
    """Read what is given, until there is no more."""
    if arguments:
        os.nice(_NICER)
    said.write(b"%d\n" % VERSION)
    said.flush()
    for line in given:
        said.write(orjson.dumps([read_one(Unread(*row)) for row in orjson.loads(line)]) + b"\n")
        said.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):
        main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer)
