"""Standard streams that are closed, names that are no text."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli_fixtures import Run

COMMAND = f"{sys.executable} -m broadsheet --home"


@pytest.mark.parametrize(
    ("rest", "exit_code"), [("import - <&-", 1), ("stats >&-", 0), ("stats >&- 2>&-", 0), ("search x 2>&-", 0)]
)
def test_closed_streams_are_no_error(filled: Run, home: Path, rest: str, exit_code: int) -> None:
    done = subprocess.run(f"{COMMAND} {home} {rest}", shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == exit_code, done.stderr
    assert "unexpected" not in done.stderr


def test_a_file_name_that_is_no_text_is_told_as_json(run: Run) -> None:
    result = run("import", os.fsdecode(b"papers-\xff.bib"), "--json")
    assert result.exit_code == 1
    assert "papers-\N{REPLACEMENT CHARACTER}.bib" in result.stdout
    assert "there is no file" in result.stdout


def test_a_data_folder_may_have_a_question_mark(run: Run, tmp_path: Path, two_papers: Path) -> None:
    home = tmp_path / "why?not=100%"
    assert run("--home", home, "import", two_papers, "--no-embed").exit_code == 0
    assert (home / "catalog.db").exists()


def test_a_data_folder_whose_name_is_no_text_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("--home", os.fsdecode(os.fsencode(tmp_path) + b"/\xff"), "stats")
    assert result.exit_code == 1
    assert "BROADSHEET_HOME" in result.stderr
