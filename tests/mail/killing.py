"""Send letters while processes are killed again and again, and count what the server took."""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Literal

import orjson
from sending_process import OUTBOX, send, send_in_a_group

from broadsheet.store import outbox
from broadsheet.store.database import open_database
from mail_fixtures import MailServer, letter

Victim = Literal["sender", "courier", "both"]

_GIVEN_UP = 120.0  # seconds until a courier is at work
_SHARE = 0.6  # of the letters are sent while there is killing, on average, so that it does not end before


@dataclass(frozen=True)
class Killed:
    """What became of a send: letters that nobody got, letters that came more than once, and those that changed."""

    letters: int
    kills: int
    lost: int
    twice: int
    changed: int
    states: dict[str, int]


@dataclass(frozen=True)
class _Courier:
    """The number of its process, and its journal, which is there as long as it hands letters over."""

    number: int
    journal: Path


def send_and_kill(url: str, server: MailServer, home: Path, victim: Victim, *, letters: int, kills: int) -> Killed:
    """Send so many letters, and kill so many times on the way; then send what is left.

    The `sender` is the process that asked for the sending, killed with its group of processes; the `courier` is the one
    that hands letters over. When they are killed is drawn evenly from the time that a share of the letters takes, which
    is measured first, and begins when a courier takes up its work: what the server took has no part in it.
    """
    pace = letters // 4  # letters that show how fast it goes
    _put(url, range(letters, letters + pace), size=20_000)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["sending_process"])
    process = _start(context, url, server, home)
    measured = _at_work(home, process, seen=set())
    begun = time.perf_counter()
    while measured and measured.journal.exists():
        time.sleep(0.001)
    share = (time.perf_counter() - begun) / pace * letters / kills
    process.join()
    _put(url, range(letters), size=20_000)
    dice = random.Random(1)
    done = 0
    for _ in range(kills):
        seen = set(_journals(home))
        process = _start(context, url, server, home)
        courier = _at_work(home, process, seen)
        time.sleep(dice.uniform(0, 2 * share * _SHARE))
        if courier is None or not courier.journal.exists():
            break  # all is sent
        _kill(process, courier.number, victim)
        done += 1
    process.join()
    while send(url, server.address, str(home)).left:
        pass
    return _counted(url, server, letters + pace, done)


def _start(context: multiprocessing.context.ForkServerContext, url: str, server: MailServer, home: Path) -> BaseProcess:
    process = context.Process(target=send_in_a_group, args=(url, server.address, str(home)))
    process.start()
    return process


def _kill(process: BaseProcess, courier: int, victim: Victim) -> None:
    assert process.pid is not None
    if victim != "courier":
        os.killpg(process.pid, signal.SIGKILL)
    if victim != "sender":
        with suppress(ProcessLookupError):
            os.kill(courier, signal.SIGKILL)
    process.join()


def _journals(home: Path) -> list[Path]:
    return list((home / OUTBOX).glob("*.accepted"))


def _at_work(home: Path, process: BaseProcess, seen: set[Path]) -> _Courier | None:
    """Wait for a courier to take up its work; None where there was nothing to do."""
    begun = time.monotonic()
    while process.is_alive():
        for journal in set(_journals(home)) - seen:
            with suppress(OSError, orjson.JSONDecodeError):
                return _Courier(int(orjson.loads(journal.read_bytes().partition(b"\n")[0]).split("/")[1]), journal)
        assert time.monotonic() - begun < _GIVEN_UP, "no courier takes up its work"
        time.sleep(0.001)
    return None


def _put(url: str, numbers: range, *, size: int) -> None:
    database = open_database(url)
    with database.write() as connection:
        for number in numbers:
            assert outbox.put(connection, letter(number, size=size), datetime.now(UTC))
    database.close()


def _counted(url: str, server: MailServer, letters: int, kills: int) -> Killed:
    taken = server.taken()
    times = Counter(one["id"] for one in taken)
    contents = {(one["id"], one["digest"]) for one in taken}
    database = open_database(url)
    with database.read() as connection:
        states = outbox.count(connection)
    database.close()
    return Killed(
        letters=letters,
        kills=kills,
        lost=letters - len(times),
        twice=len(taken) - len(times),
        changed=len(contents) - len(times),
        states=states,
    )
