"""The courier against a real server that takes its time: who may die, wait or stop while a letter is in hand."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from sending_process import send

from broadsheet.errors import AlreadyRunning
from broadsheet.lib.clock import now
from broadsheet.mail.courier import deliver_due
from broadsheet.mail.sending import Sent
from broadsheet.settings import Settings
from broadsheet.store import outbox
from broadsheet.store.database import Database
from mail_fixtures import MailServer, letter

Start = Callable[..., MailServer]
SLOW = 0.5  # seconds between keeping a mail and saying so
LETTERS = 4


@pytest.fixture
def server(database: Database, mail_server: Start) -> MailServer:
    """A server that takes its time, for letters that wait."""
    with database.write() as connection:
        for number in range(LETTERS):
            outbox.put(connection, letter(number), now())
    return mail_server(slow=SLOW)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The data folder."""
    return tmp_path / "home"


@contextmanager
def sending(database: Database, server: MailServer, home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Send in a process of its own; goes on when the server has kept the first mail, and has not said so."""
    code = "import sys; from sending_process import send; send(*sys.argv[1:])"
    command = [sys.executable, "-c", code, database.url, server.address, str(home)]
    with subprocess.Popen(command, cwd=Path(__file__).parent, stderr=subprocess.PIPE) as process:
        while not server.taken():
            time.sleep(0.01)
        yield process


def courier_of(number: int) -> psutil.Process:
    """The courier that a process has started."""
    (courier,) = (one for one in psutil.Process(number).children() if "broadsheet.mail.courier" in one.cmdline())
    return courier


def arrivals(server: MailServer) -> list[int]:
    return sorted(Counter(one["id"] for one in server.taken()).values())


def states(database: Database) -> dict[str, int]:
    with database.read() as connection:
        return outbox.count(connection)


def test_who_is_killed_between_acceptance_and_answer_sends_nothing_twice(
    database: Database, server: MailServer, home: Path
) -> None:
    with sending(database, server, home) as process:
        process.kill()
        process.wait()
        sent = send(database.url, server.address, str(home))
    assert sent == Sent(sent=LETTERS - 1)
    assert arrivals(server) == [1] * LETTERS
    assert states(database) == {"sent": LETTERS}


def test_a_courier_that_is_killed_there_sends_one_letter_twice_with_the_same_bytes(
    database: Database, server: MailServer, home: Path
) -> None:
    with sending(database, server, home) as process:
        courier = courier_of(process.pid)
        process.kill()
        courier.kill()
        process.wait()
        sent = send(database.url, server.address, str(home))
    assert (sent.sent, sent.uncertain) == (LETTERS, 1)
    assert arrivals(server) == [*[1] * (LETTERS - 1), 2]
    assert len({(one["id"], one["digest"]) for one in server.taken()}) == LETTERS
    assert states(database) == {"sent": LETTERS}


def test_a_courier_that_dies_is_told(database: Database, server: MailServer, home: Path) -> None:
    told: list[Sent] = []
    thread = threading.Thread(target=lambda: told.append(send(database.url, server.address, str(home))))
    thread.start()
    while not server.taken():
        time.sleep(0.01)
    courier = courier_of(os.getpid())
    assert not [word for word in courier.cmdline() if server.address in word]
    courier.kill()
    thread.join()
    assert "signal 9" in told[0].held_up
    assert told[0].left


def test_it_stops_after_the_letter_in_hand(database: Database, server: MailServer, home: Path) -> None:
    stop = threading.Event()
    threading.Thread(target=_stop_after_the_first, args=(server, stop)).start()
    settings = Settings(home=home, mail=server.address, mail_from="papers@example.org")
    sent = deliver_due(settings, database, now, stop=stop)
    assert sent.left
    assert 1 <= sent.sent < LETTERS
    assert len(server.taken()) == sent.sent
    assert states(database) == {"sent": sent.sent, "waiting": LETTERS - sent.sent}


def test_one_courier_is_at_work_at_a_time(database: Database, server: MailServer, home: Path) -> None:
    settings = Settings(home=home, mail=server.address, mail_from="papers@example.org")
    with sending(database, server, home):
        with pytest.raises(AlreadyRunning, match="hands letters over"):
            deliver_due(settings, database, now, stop=threading.Event(), seconds=0)
        assert deliver_due(settings, database, now, stop=threading.Event()) == Sent()
    assert arrivals(server) == [1] * LETTERS


def _stop_after_the_first(server: MailServer, stop: threading.Event) -> None:
    while not server.taken():
        time.sleep(0.01)
    stop.set()
