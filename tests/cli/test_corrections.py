"""`broadsheet corrections`."""

import json
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.facts.correcting import correct
from broadsheet.model.facts import Fact
from broadsheet.store.database import open_database
from cli_fixtures import Run

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def add(home: Path, *names: str) -> None:
    """Let Ben add systems to the first paper."""
    database = open_database(f"sqlite:///{home / 'catalog.db'}")
    for name in names:
        correct(database, 1, "ben", before=None, after=Fact("system", name), now=NOON)
    database.close()


def test_corrections_are_written_a_line_each(filled: Run, home: Path) -> None:
    add(home, "Transformer", "Attention")
    result = filled("corrections", "--format", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(one["after"]["text"], one["who"]) for one in rows] == [("Transformer", "ben"), ("Attention", "ben")]
    assert rows[0]["abstract"].startswith("We propose the Transformer")
    assert "2 corrections." in result.stderr


def test_corrections_go_into_a_file_that_is_not_replaced_unasked(filled: Run, home: Path, tmp_path: Path) -> None:
    add(home, "Transformer")
    file = tmp_path / "corrections.jsonl"
    assert filled("corrections", "--output", file).exit_code == 0
    assert len(file.read_text().splitlines()) == 1
    refused = filled("corrections", "--output", file)
    assert (refused.exit_code, "exists already" in refused.stderr) == (1, True)
    assert filled("corrections", "--output", file, "--force").exit_code == 0


def test_without_corrections_nothing_is_written(filled: Run) -> None:
    result = filled("corrections")
    assert (result.stdout, "0 corrections." in result.stderr) == ("", True)
