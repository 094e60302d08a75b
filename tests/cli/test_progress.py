"""Progress, and what terminals and pipes get."""

import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.cli.output.progress import open_meter
from cli_fixtures import Run


def test_a_pipe_gets_lines_with_rate_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    with open_meter("Embedding", "papers", 400, every=0) as meter:
        meter.show(100)
        meter.show(400)
    first, *_, last = capsys.readouterr().err.splitlines()
    assert first.startswith("Embedding: 100 papers in 0 s, ")
    assert first.endswith(" s left")
    assert last.startswith("Embedding: 400 papers")


def test_a_run_without_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with open_meter("Embedding", "papers", None):
        pass
    assert capsys.readouterr().err == ""


def test_a_terminal_gets_a_bar(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with open_meter("Importing", "records", 1_000) as meter:
        meter.show(20, done=500)
    assert "━" in capsys.readouterr().err


def test_a_terminal_without_colour_still_gets_bold(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    shown = filled("search", "attention").stdout
    assert "\x1b[1m" in shown
    assert "\x1b[36m" not in shown


def test_a_reader_that_has_seen_enough_is_no_error(filled: Run, home: Path) -> None:
    command = [sys.executable, "-m", "broadsheet", "--home", str(home), "export"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0
