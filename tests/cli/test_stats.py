"""`broadsheet stats` and what all commands share."""

import json
from pathlib import Path

from cli_fixtures import Run


def test_counts_papers_by_source_and_year(filled: Run) -> None:
    counted = json.loads(filled("stats", "--json").stdout)
    assert counted["papers"] == 2
    assert counted["sources"] == {"broadsheet": 2}
    assert counted["years"] == {"2018": 1, "2017": 1}
    assert (counted["unindexed"], counted["unread"], counted["unembedded"]) == (0, 0, 2)


def test_reads_as_text(filled: Run) -> None:
    shown = filled("stats").stdout
    assert "2 read, 0 waiting to be read" in shown
    assert "papers by year" in shown
    assert "2017" in shown
    assert "\x1b" not in shown


def test_an_empty_library_has_nothing(run: Run) -> None:
    result = run("stats")
    assert result.exit_code == 0
    assert "papers      0" in result.stdout


def test_a_data_folder_that_is_a_file_is_told_in_one_line(run: Run, home: Path) -> None:
    home.write_text("")
    result = run("stats")
    assert result.exit_code == 1
    assert result.stderr.startswith("broadsheet: ")
    assert result.stderr.count("\n") == 1
