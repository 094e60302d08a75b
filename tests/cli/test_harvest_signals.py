"""Stopping harvests from outside: Ctrl-C, SIGTERM, SIGKILL, each in a process of its own."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.cli.index_state import model_name
from broadsheet.errors import StoreError
from broadsheet.settings import Settings
from broadsheet.store import harvests, papers, vectors
from broadsheet.store.database import connect
from broadsheet.store.harvests import StoredRun

COUNT = 120  # papers that the slow source has
SCRIPT = Path(__file__).with_name("slow_broadsheet.py")
Start = Callable[..., "Program"]


class Program:
    """A running `broadsheet`; what it says on standard error is read as it comes."""

    def __init__(self, home: Path, *arguments: str, answers: bool = False) -> None:
        command = [sys.executable, str(SCRIPT), "--home", str(home), *arguments]
        environment = {"PYTHONPATH": str(SCRIPT.parents[1]), "NO_COLOR": "1", "PATH": "/usr/bin:/bin"}
        self.process = subprocess.Popen(
            command,
            env=environment,
            text=True,
            stdin=subprocess.PIPE if answers else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def send(self, how: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(how)

    def until(self, words: str) -> None:
        """Read until it says this."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if words in line:
                return
        raise AssertionError(f"never said: {words}")

    def asks(self, words: str) -> None:
        """Read until it asks this, which ends no line."""
        assert self.process.stderr is not None
        said = ""
        while words not in said:
            letter = self.process.stderr.read(1)
            assert letter, said
            said += letter

    def end(self) -> tuple[int, str, float]:
        """Wait for its end; return exit code, what it said since, and how long that took in seconds."""
        begun = time.monotonic()
        said = self.process.communicate(timeout=30)[1]
        return self.process.returncode, said, time.monotonic() - begun


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Start programs on the data folder; none outlives the test."""
    programs: list[Program] = []

    def starting(*arguments: str, answers: bool = False) -> Program:
        programs.append(Program(home, *arguments, answers=answers))
        return programs[-1]

    yield starting
    for program in programs:
        program.process.kill()
        program.process.communicate()


def last_run(home: Path) -> StoredRun:
    """The report kept last."""
    with closing(connect(f"sqlite:///{home / 'catalog.db'}")) as database, database.read() as connection:
        return harvests.runs(connection)[0]


def count(home: Path) -> int:
    """How many papers have come in; none before there is a catalog."""
    try:
        with closing(connect(f"sqlite:///{home / 'catalog.db'}")) as database, database.read() as connection:
            return papers.count(connection)
    except StoreError:
        return 0


def papers_come(home: Path, number: int = 5) -> None:
    deadline = time.monotonic() + 30
    while count(home) < number:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_ctrl_c_stops_after_the_record_and_the_next_harvest_goes_on(start: Start, home: Path) -> None:
    harvest = start("harvest", "slow", "--no-embed")
    papers_come(home)
    harvest.send(signal.SIGINT)
    code, said, seconds = harvest.end()
    assert (code, seconds < 5) == (130, True)
    assert "Stopping after the record in hand" in said
    assert "slow: partial: will resume." in said
    before = count(home)
    assert before < COUNT
    again = start("harvest", "slow", "--no-embed")
    assert again.end()[0] == 0
    assert count(home) == COUNT
    assert last_run(home).report["read"] == COUNT - before


def test_a_second_ctrl_c_ends_at_once(start: Start, home: Path) -> None:
    harvest = start("harvest", "stuck", "--no-embed")
    papers_come(home, 1)
    harvest.send(signal.SIGINT)
    harvest.until("once more ends it at once")
    harvest.send(signal.SIGINT)
    code, _, seconds = harvest.end()
    assert (code, seconds < 5) == (130, True)
    assert last_run(home).ended is None


def test_a_server_stops_at_once_while_it_harvests(start: Start, home: Path) -> None:
    start("setup", "--sources", "slow", "--later", "--yes").end()
    server = start("serve", "--port", "0")
    server.until("Broadsheet is at")
    papers_come(home, 405)  # those that it starts with, and some
    server.send(signal.SIGTERM)
    code, said, seconds = server.end()
    assert (code, seconds < 4, "Traceback" in said) == (0, True, False)
    assert last_run(home).verdict == "partial"


def test_a_server_does_not_wait_for_an_answer_that_never_comes(start: Start, home: Path) -> None:
    start("setup", "--sources", "stuck", "--later", "--yes").end()
    server = start("serve", "--port", "0")
    server.until("Broadsheet is at")
    papers_come(home, 401)
    server.send(signal.SIGINT)
    code, said, seconds = server.end()
    assert (code, seconds < 8, "Traceback" in said) == (0, True, False)


def test_without_a_worker_a_server_harvests_nothing(start: Start, home: Path) -> None:
    start("setup", "--sources", "slow", "--later", "--yes").end()
    server = start("serve", "--port", "0", "--no-worker")
    server.until("Broadsheet is at")
    time.sleep(2.5)  # longer than a worker rests
    assert count(home) == 400


def test_a_worker_that_is_killed_is_replaced_by_the_next(start: Start, home: Path) -> None:
    start("setup", "--sources", "slow", "--later", "--yes").end()
    first = start("worker")
    papers_come(home)
    first.send(signal.SIGKILL)
    first.end()
    second = start("worker", "--once")
    assert second.end()[0] == 0
    assert count(home) == COUNT


def test_a_worker_ends_tidily_on_sigterm(start: Start, home: Path) -> None:
    start("setup", "--sources", "slow", "--later", "--yes").end()
    worker = start("worker")
    worker.until("Working;")
    papers_come(home)
    worker.send(signal.SIGTERM)
    code, said, _ = worker.end()
    assert code == 0
    assert said.endswith("Stopped.\n")
    assert last_run(home).report["cause"] == "stopped"


def test_ctrl_c_at_a_question_changes_nothing(start: Start, home: Path) -> None:
    setup = start("setup", answers=True)
    setup.asks("Sources")
    setup.send(signal.SIGINT)
    code, said, _ = setup.end()
    assert (code, "nothing was changed" in said) == (130, True)


def test_a_harvest_goes_on_when_nobody_listens_any_more(start: Start, home: Path) -> None:
    harvest = start("setup", "--sources", "slow", "--yes")
    assert harvest.process.stderr is not None
    harvest.process.stderr.readline()
    harvest.process.stderr.close()
    assert harvest.process.wait(timeout=60) == 0
    assert last_run(home).verdict == "fine"
    with closing(connect(f"sqlite:///{home / 'catalog.db'}")) as database, database.read() as connection:
        assert vectors.count(connection, model_name(Settings(home=home))) == COUNT  # which comes after all that is said
