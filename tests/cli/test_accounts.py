"""`broadsheet accounts`, and which addresses `broadsheet serve` takes without accounts."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli_fixtures import Run

ADA, BEN = "ada@example.org", "ben@example.org"


@pytest.fixture(autouse=True)
def group(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library with accounts."""
    monkeypatch.setenv("BROADSHEET_MODE", "group")
    monkeypatch.setenv("BROADSHEET_ADDRESS", "https://papers.example.org")


def test_the_first_admin_is_invited_by_a_link(run: Run) -> None:
    assert "makes the first" in run("accounts").stderr
    done = run("accounts", "invite", ADA, "--role", "admin")
    assert done.exit_code == 0
    assert re.fullmatch(r"https://papers\.example\.org/invitations/[\w-]{43}\n", done.stdout)
    assert "ada@example.org, as admin" in run("accounts", "list").stdout
    assert json.loads(run("accounts", "--json").stdout) == {"accounts": [], "invited": [ADA]}


def test_a_link_as_data(run: Run) -> None:
    made = json.loads(run("accounts", "invite", BEN, "--json").stdout)
    assert (made["email"], made["role"]) == (BEN, "reader")
    assert made["link"].startswith("https://papers.example.org/invitations/")


@pytest.mark.parametrize(
    "words",
    [
        ("invite",),
        ("invite", BEN, "admin"),
        ("promote", BEN),
        ("role", BEN),
        ("role", BEN, "emperor"),
        ("invite", BEN, "--role", "emperor"),
        ("invite", "nonsense"),
        ("suspend", BEN),
        ("delete", BEN, "--yes"),
        ("reset-link", BEN),
        ("adopt-local", BEN),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(run: Run, words: tuple[str, ...]) -> None:
    done = run("accounts", *words)
    assert done.exit_code == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_nothing_is_deleted_without_a_yes(run: Run) -> None:
    assert "Nothing was changed." in run("accounts", "delete", BEN, input="n\n").stderr
    assert run("accounts", "delete", BEN, input="y\n").exit_code == 1


def test_without_accounts_the_command_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_MODE", "local")
    assert "once BROADSHEET_MODE is group" in run("accounts", "invite", ADA).stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_without_accounts_only_this_machine_is_served(home: Path, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_MODE", "local")
    command = [sys.executable, "-m", "broadsheet", "--home", str(home), "serve", "--host", host, "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "BROADSHEET_MODE=group" in done.stderr
    assert "Broadsheet is at" not in done.stderr
    assert "Traceback" not in done.stderr
