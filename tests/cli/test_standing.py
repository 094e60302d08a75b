"""How papers stand and what is counted about them, on the command line."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.lib.clock import now
from broadsheet.store import papers, signals
from broadsheet.store.database import open_database
from broadsheet.store.signals import Signal
from cli_fixtures import Run

RETRACTED = (
    '{"broadsheet": 1, "id": "arxiv:2611.00002", "title": "Spindles", "abstract": "We spin.", '
    '"arxiv_id": "2611.00002", "published": "2026-11-17", "standing": "retracted", '
    '"standing_note": "Figures used twice.", "versions": [{"number": 1, "day": "2026-11-17"}, {"number": 2}]}\n'
)


@pytest.fixture
def stood(run: Run, home: Path, tmp_path: Path) -> Run:
    """`run`, on a library with one retracted paper, about which two things are counted."""
    file = tmp_path / "spindles.jsonl"
    file.write_text(RETRACTED)
    assert run("import", file, "--no-embed").exit_code == 0
    database = open_database(f"sqlite:///{home / 'catalog.db'}")
    with database.write() as connection:
        key = papers.find_key(connection, "arxiv:2611.00002")
        assert key is not None
        moment = now()
        for days, value in ((9, 3), (1, 15)):
            seen = moment - timedelta(days=days)
            signals.add(connection, [Signal(key, "upvotes", "huggingface", value, seen)])
    database.close()
    return run


@pytest.mark.parametrize("command", [("show", "2611.00002"), ("search", "2611.00002")])
def test_a_retraction_comes_before_the_title(stood: Run, command: tuple[str, str]) -> None:
    shown = stood(*command).stdout
    assert shown.startswith("This paper has been retracted: do not rely on it.\nFigures used twice.\n\nSpin")
    assert "v1 2026-11-17, v2 (shown here)" in shown
    assert "counted    Upvotes: 15 (+12 in 7 days), by Hugging Face Papers since " in shown


def test_lists_of_results_warn(stood: Run) -> None:
    assert "  1. Retracted: Spindles\n" in stood("search", "spin").stdout


def test_json_carries_standing_and_signals(stood: Run) -> None:
    shown = json.loads(stood("show", "2611.00002", "--json").stdout)
    assert (shown["standing"], shown["standing_note"]) == ("retracted", "Figures used twice.")
    (signal,) = shown["signals"]
    assert (signal["kind"], signal["source"], signal["value"]) == ("upvotes", "huggingface", 15)
    assert json.loads(stood("search", "spin", "--json").stdout)["hits"][0]["standing"] == "retracted"


def test_an_export_keeps_the_standing(stood: Run, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    stood("export", "--format", "jsonl", "--output", out)
    (home / "catalog.db").unlink()
    stood("import", out, "--no-embed")
    assert stood("show", "2611.00002").stdout.startswith("This paper has been retracted")


def test_sources_tell_who_said_it(stood: Run) -> None:
    assert "* standing    retracted" in stood("show", "2611.00002", "--sources").stdout
