"""`broadsheet serve` as a process of its own."""

import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from watched_broadsheet import watch

from broadsheet.cli.address import address_of, is_only_here, listen
from broadsheet.errors import SettingsError
from cli_fixtures import Run

WATCHED = (str(Path(__file__).with_name("watched_broadsheet.py")),)
Start = Callable[..., "Server"]


class Server:
    """A running `broadsheet serve`; `address` is where it says that it is."""

    def __init__(self, home: Path, *arguments: str, program: Sequence[str] = ("-m", "broadsheet")) -> None:
        command = [sys.executable, *program, "--home", str(home), "serve", "--port", "0", *arguments]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.said = ""
        self.address = self._read_address()

    def get(self, path: str) -> str:
        """Fetch a page."""
        with urllib.request.urlopen(self.address + path) as answer:
            return str(answer.read().decode())

    def end(self, how: signal.Signals) -> int:
        """Send a signal; return the exit code."""
        self.process.send_signal(how)
        self.said += self.process.communicate(timeout=20)[1]
        return self.process.returncode

    def _read_address(self) -> str:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said += line
            if "Broadsheet is at " in line:
                return line.split()[3].rstrip("/")
        raise AssertionError(f"did not start: {self.said}")


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Start servers on the data folder; none outlives the test."""
    servers: list[Server] = []

    def starting(*arguments: str, program: Sequence[str] = ("-m", "broadsheet")) -> Server:
        servers.append(Server(home, *arguments, program=program))
        return servers[-1]

    yield starting
    for server in servers:
        server.process.kill()
        server.process.communicate()


def test_an_address_for_all_is_told_from_one_for_this_machine() -> None:
    with listen("0.0.0.0", 0) as everywhere, listen("127.0.0.1", 0) as here:
        assert address_of(everywhere).startswith("http://localhost:")
        assert (is_only_here(everywhere), is_only_here(here)) == (False, True)


def test_an_address_that_is_not_of_this_machine_is_told() -> None:
    with pytest.raises(SettingsError, match="BROADSHEET_HOST"):
        listen("192.0.2.1", 0)


def test_a_fresh_machine_gets_searchable_papers_and_a_clean_stop(start: Start) -> None:
    server = start()
    assert server.get("/healthz")
    assert "<mark>" in server.get("/search?q=diffusion")
    assert server.end(signal.SIGINT) == 0
    assert "Traceback" not in server.said
    assert server.said.endswith("Stopped.\n")


def test_a_second_server_on_the_data_folder_is_told_where_the_first_is(start: Start, filled: Run, home: Path) -> None:
    first = start()
    command = [sys.executable, "-m", "broadsheet", "--home", str(home), "serve", "--port", "0"]
    second = subprocess.run(command, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert first.address in second.stderr
    assert f"running at {first.address}" in filled("doctor").stdout
    assert first.end(signal.SIGTERM) == 0
    assert start().end(signal.SIGINT) == 0


def test_nothing_is_asked_outside_before_the_reader_says_so(start: Start, home: Path) -> None:
    server = start(program=WATCHED)
    for path in ("/", "/search?q=diffusion", "/setup", "/setup?source=arxiv&field=cs&back=7d", "/status?follow=1"):
        server.get(path)
    time.sleep(4.5)  # a worker looks for work every two seconds
    assert server.end(signal.SIGINT) == 0
    assert "OUTSIDE" not in server.said


@pytest.mark.parametrize("host", ["papers.example", b"papers.example", "192.0.2.1", "2001:db8::1"])
def test_who_watches_sees_what_goes_outside(host: str | bytes, capsys: pytest.CaptureFixture[str]) -> None:
    watch("socket.getaddrinfo", (host, 443))
    watch("socket.connect", (None, (host, 443)))
    watch("socket.connect", (None, ("127.0.0.1", 5432)))
    assert capsys.readouterr().err.count("OUTSIDE") == 2


def test_with_accounts_every_address_may_be_served(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_MODE", "group")
    server = start("--host", "0.0.0.0", "--no-worker")
    assert "Sign in" in server.get("/about")
    assert server.end(signal.SIGINT) == 0
    assert "accounts invite EMAIL --role admin" in server.said
    assert "passwords go over the network as they are" in server.said
