"""Several workers as real processes: no job runs twice, and what dies in the middle is taken up again."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.store import harvests, jobs, papers
from broadsheet.store.database import Database
from jobs_fixtures import enable

Start = Callable[..., "subprocess.Popen[bytes]"]
SCRIPT = Path(__file__).parent / "work_process.py"


@pytest.fixture
def url(any_database: Database, tmp_path: Path) -> str:
    """The address of the catalog, its password included."""
    return any_database._engine.url.render_as_string(hide_password=False)


@pytest.fixture
def start(url: str, tmp_path: Path) -> Start:
    """Start a worker for these jobs."""

    def starting(*names: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, str(SCRIPT), url, str(tmp_path / "log"), ",".join(names)]
        return subprocess.Popen(command, env={"PYTHONPATH": str(SCRIPT.parent.parent), "PATH": "/usr/bin:/bin"})

    return starting


def runs(tmp_path: Path) -> Counter[str]:
    """How often each job ran."""
    return Counter(line.split()[0] for line in (tmp_path / "log").read_text().splitlines())


def test_three_workers_do_each_job_once(any_database: Database, start: Start, tmp_path: Path) -> None:
    names = [f"source{number}" for number in range(25)]
    enable(any_database, *names)
    workers = [start(*names) for _ in range(3)]
    assert [worker.wait(60) for worker in workers] == [0, 0, 0]
    assert runs(tmp_path) == Counter(names)
    assert len({line.split()[1] for line in (tmp_path / "log").read_text().splitlines()}) > 1
    with any_database.read() as connection:
        assert {job.outcome for job in jobs.every(connection)} == {"done"}


def test_a_job_whose_worker_is_killed_is_taken_up_where_it_was(
    any_database: Database, start: Start, tmp_path: Path
) -> None:
    enable(any_database, "deadly", "other")
    assert start("deadly", "other").wait(60) == -signal.SIGKILL
    assert start("deadly", "other").wait(60) == 0
    assert runs(tmp_path)["deadly"] == 2
    with any_database.read() as connection:
        last, killed = harvests.runs(connection, source="deadly")
        job = jobs.get(connection, "deadly")
        assert papers.count(connection) == 2
    assert (killed.verdict, last.verdict) == ("killed", "fine")
    assert job is not None
    assert (job.outcome, job.failures) == ("done", 0)
