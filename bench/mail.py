"""How fast mails are made and sent, and what a hundred kills do to a send: against a real server on this machine.

Killed is who asked for the sending, the courier that hands letters over, or both at once.

With BROADSHEET_TEST_POSTGRES_URL the send that is killed is done on that database, too, which is emptied.
"""

import os
import smtplib
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.report import ROOT, Figure, percentile, publish
from broadsheet.lib.clock import now
from broadsheet.mail.courier import deliver_due
from broadsheet.mail.digests import compose_digest
from broadsheet.mail.sending import send_due
from broadsheet.mail.signing import Signer
from broadsheet.mail.transports.smtp import read_smtp
from broadsheet.model.letter import Letter
from broadsheet.settings import Settings
from broadsheet.store import outbox
from broadsheet.store.database import connect, open_database

# The server, the letters and the killing are those of the tests.
_TESTS = (ROOT / "tests", ROOT / "tests" / "mail")
sys.path[:0] = map(str, _TESTS)

from killing import Victim, send_and_kill  # noqa: E402

from mail_fixtures import ALICE, MORNING, MailServer, digest, letter, piece, plan, post, start_server  # noqa: E402

LETTERS, KILLS, SIZE = 2_000, 100, 20_000
_VICTIMS: tuple[Victim, ...] = ("sender", "courier", "both")
BUSY, FREE = 0.3, 0.03  # seconds that another process writes, and rests


def main() -> None:
    """Make, send, and kill."""
    # Processes that are forked to be killed import from there.
    os.environ["PYTHONPATH"] = os.pathsep.join(map(str, _TESTS))
    figures = [*_making(), *_sending(), *_beginning()]
    for victim in _VICTIMS:
        figures += _killing(victim, "SQLite", _sqlite)
    figures += _killing("both", "SQLite, catalog busy", _sqlite, busy=True)
    if url := os.environ.get("BROADSHEET_TEST_POSTGRES_URL"):
        for victim in _VICTIMS:
            figures += _killing(victim, "PostgreSQL", lambda _folder: _emptied(url))
    publish("mail", figures)


def _making() -> Iterator[Figure]:
    made = digest(*(piece(number, f"A study of $x_{{{number}}}$ in networks") for number in range(20)))
    for what, signer in (("", None), (", signed by DKIM", _signer())):
        by = post(signer=signer)
        times = [_timed(lambda by=by: compose_digest(by, ALICE, plan(), made)) for _ in range(60)][10:]  # type: ignore[misc]
        yield Figure(f"a digest of 20 papers made{what}, p50", percentile(times, 50) * 1000, "ms")
    yield Figure("its size", len(compose_digest(by, ALICE, plan(), made).message) / 1000, "kB", 100)


def _sending() -> Iterator[Figure]:
    letters = [letter(number, size=SIZE) for number in range(LETTERS)]
    for what, send in (
        ("outbox and SMTP, 1 connection", _by_outbox("")),
        ("outbox and SMTP, 4 connections", _by_outbox("?connections=4")),
        ("peer: smtplib, one connection, nothing noted", _in_a_row),
    ):
        with tempfile.TemporaryDirectory() as folder, _server(Path(folder)) as server:
            seconds = _timed(lambda send=send, folder=folder, server=server: send(server, letters, Path(folder)))  # type: ignore[misc]
            assert len(server.taken()) == LETTERS
        yield Figure(f"{LETTERS:,} mails of {SIZE // 1000} kB by {what}", LETTERS / seconds, "mails/s")


def _beginning() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as temporary, _server(Path(temporary)) as server:
        folder = Path(temporary)
        database = open_database(_sqlite(folder))
        settings = Settings(home=folder, mail=server.address, mail_from="papers@example.org")
        stop = threading.Event()
        seconds = []
        for number in range(21):
            with database.write() as connection:
                outbox.put(connection, letter(number, size=SIZE), MORNING)
            seconds.append(_timed(lambda: deliver_due(settings, database, now, stop=stop)))
        idle = [_timed(lambda: deliver_due(settings, database, now, stop=stop)) for _ in range(21)]
        assert len(server.taken()) == len(seconds)
        database.close()
    yield Figure("one letter by a courier that is started for it, p50", percentile(seconds, 50) * 1000, "ms", 1_000)
    yield Figure("to find that nothing is due, p50", percentile(idle, 50) * 1000, "ms")


def _killing(victim: Victim, where: str, catalog: Callable[[Path], str], *, busy: bool = False) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as temporary, _server(Path(temporary)) as server:
        folder = Path(temporary)
        url = catalog(folder)
        with _writer(folder / "catalog.db") if busy else _nothing():
            ended = send_and_kill(url, server, folder, victim, letters=LETTERS, kills=KILLS)
    begins = f"{LETTERS:,} letters, {victim} killed, {where}"
    yield Figure(f"{begins}: kills", ended.kills, "")
    yield Figure(f"{begins}: lost", ended.lost, "", 0)
    yield Figure(f"{begins}: not noted as sent at the end", ended.letters - ended.states.get("sent", 0), "", 0)
    yield Figure(f"{begins}: arrived twice", ended.twice, "", 0 if victim == "sender" else None)
    yield Figure(f"{begins}: arrived twice with other bytes", ended.changed, "", 0)


def _by_outbox(how: str) -> Callable[[MailServer, list[Letter], Path], None]:
    def send(server: MailServer, letters: list[Letter], folder: Path) -> None:
        database = open_database(_sqlite(folder))
        with database.write() as connection:
            for one in letters:
                outbox.put(connection, one, MORNING)
        transport = read_smtp(server.address + how, "papers@example.org")
        stop = threading.Event()
        sent = send_due(database, transport, now, folder=folder / "j", stop=stop, seconds=600)
        assert sent.sent == len(letters)
        database.close()

    return send


def _in_a_row(server: MailServer, letters: list[Letter], _folder: Path) -> None:
    with smtplib.SMTP("127.0.0.1", server.port) as client:
        for one in letters:
            client.sendmail("papers@example.org", [one.recipient], one.message)


@contextmanager
def _server(folder: Path) -> Iterator[MailServer]:
    (folder / "server").mkdir()
    server = start_server(folder / "server" / "taken", keep=False)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def _writer(file: Path) -> Iterator[None]:
    """Write in the catalog beside it, as an import does: in transactions that last, with short rests between them."""
    over = threading.Event()

    def write() -> None:
        connection = sqlite3.connect(file, timeout=60, isolation_level=None)
        while not over.wait(FREE):
            connection.execute("BEGIN IMMEDIATE")
            over.wait(BUSY)
            connection.execute("ROLLBACK")
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _sqlite(folder: Path) -> str:
    url = f"sqlite:///{folder / 'catalog.db'}"
    open_database(url).close()
    return url


def _emptied(url: str) -> str:
    database = connect(url)
    with database.write() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    database.close()
    open_database(url).close()
    return url


def _signer() -> Signer:
    key = subprocess.run(["openssl", "genrsa", "2048"], capture_output=True, check=True).stdout
    return Signer("example.org", "broadsheet", key)


def _timed(do: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun
