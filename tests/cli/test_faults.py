"""Killed, interrupted, out of room: nothing is lost, and the same command again completes the work."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.store import papers
from broadsheet.store.database import open_database
from cli_fixtures import Run

RECORDS = 5_000
TEXT = "What a paper says, " * 5


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of more records than one batch."""
    file = tmp_path_factory.mktemp("many") / "many.jsonl"
    lines = (
        f'{{"broadsheet": 1, "title": "Paper {number}", "arxiv_id": "2401.{number:05}", "abstract": "{TEXT}"}}\n'
        for number in range(1, RECORDS + 1)
    )
    file.write_text("".join(lines))
    return file


@pytest.fixture
def halfway(home: Path, many: Path) -> Iterator[subprocess.Popen[bytes]]:
    """An import from a pipe that has stored its first batch and waits for more."""
    command = [sys.executable, "-m", "broadsheet", "--home", str(home), "import", "-", "--no-embed"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(many.read_bytes()[: many.stat().st_size // 4 * 3])
        process.stdin.flush()
        wait_until(lambda: count_papers(home) >= 2_000)
        yield process
        process.kill()


def wait_until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def count_papers(home: Path) -> int:
    if not (home / "catalog.db").exists():
        return 0
    with closing(open_database(f"sqlite:///{home / 'catalog.db'}")) as database, database.read() as connection:
        return papers.count(connection)


def test_killed_and_run_again_gives_the_same_end(
    halfway: subprocess.Popen[bytes], run: Run, many: Path, home: Path
) -> None:
    halfway.kill()
    halfway.wait()
    assert run("import", many, "--no-embed").exit_code == 0
    assert count_papers(home) == RECORDS
    assert f"{RECORDS:,} papers are found by word" in run("doctor").stdout


def test_interrupted_says_what_came_in(halfway: subprocess.Popen[bytes], home: Path) -> None:
    halfway.send_signal(signal.SIGINT)
    said = halfway.communicate()[1].decode()
    assert halfway.returncode == 130
    assert f"Until then: {count_papers(home):,} read" in said
    assert "Traceback" not in said


def test_interrupted_twice_ends_quietly_too(halfway: subprocess.Popen[bytes]) -> None:
    halfway.send_signal(signal.SIGINT)
    time.sleep(0.01)
    halfway.send_signal(signal.SIGINT)
    said = halfway.communicate()[1].decode()
    assert halfway.returncode in (130, -signal.SIGINT)  # a shell gives 130 for both
    assert "Traceback" not in said


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A small disk of its own; the function mounts it with these options, or mounts it anew."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options: str) -> Path:
        if os.path.ismount(folder):
            options = f"remount,{options}"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip(f"needs the right to mount a small disk: {done.stderr.decode().strip()}")
        return folder

    yield mount
    if os.path.ismount(folder):
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_loses_nothing(disk: Callable[[str], Path], run: Run, many: Path) -> None:
    home = disk("size=3m")
    full = run("--home", home, "import", many, "--no-embed")
    assert full.exit_code == 1
    assert "broadsheet: The disk is full." in full.stderr
    disk("size=64m")
    assert run("--home", home, "import", many, "--no-embed").exit_code == 0
    assert count_papers(home) == RECORDS


def test_a_read_only_data_folder_is_told(disk: Callable[[str], Path], run: Run, two_papers: Path) -> None:
    home = disk("size=16m")
    run("--home", home, "import", two_papers, "--no-embed")
    disk("ro")
    for command in (["import", str(two_papers)], ["search", "attention"], ["serve", "--port", "0"], ["doctor"]):
        result = run("--home", home, *command)
        assert result.exit_code == 1
        assert "writ" in result.output
        assert "Traceback" not in result.output
