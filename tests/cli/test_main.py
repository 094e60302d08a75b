"""The command itself: help, version, failures."""

import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet import __version__
from broadsheet.cli.lazy import Entry, load
from broadsheet.cli.main import COMMANDS
from cli_fixtures import Run

HEAVY = ("sqlalchemy", "tantivy", "faiss", "onnxruntime", "uvicorn", "lxml", "starlette", "numpy")


def test_help_lists_every_command(run: Run) -> None:
    shown = run("--help").stdout
    for entry in COMMANDS:
        assert f" {entry.name} " in shown


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_a_command_has_an_example_and_the_summary_of_the_table(entry: Entry, run: Run) -> None:
    command = load(entry)
    assert command.help.split("\n\n")[0] == entry.summary
    assert "Example" in run(entry.name, "--help").stdout


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom broadsheet.cli.main import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stderr == "[]\n"


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"broadsheet {__version__}\n"


def test_wrong_usage_is_2(run: Run) -> None:
    assert run("import").exit_code == 2
    assert run("nonsense").exit_code == 2
    assert run("search", "x", "--limit", "0").exit_code == 2


def test_a_bad_setting_is_told_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_PORT", "many")
    result = run("stats")
    assert result.exit_code == 1
    assert "BROADSHEET_PORT" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unexpected_error_is_kept_for_the_report(
    run: Run, home: Path, two_papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("stats")
    monkeypatch.setattr("broadsheet.cli.commands.stats.open_database", lambda _url: 1 / 0)
    result = run("stats")
    assert result.exit_code == 1
    assert "unexpected error: ZeroDivisionError" in result.stderr
    assert "Traceback" not in result.stderr
    assert "1 / 0" in (home / "last-error.txt").read_text()
