"""`broadsheet doctor` and `index`."""

import json
import shutil
import socket
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.embed.registry import MODELS, SHIPPED
from broadsheet.store.database import connect
from broadsheet.store.schema import SCHEMA_VERSION
from cli_fixtures import Run


def levels(run: Run) -> dict[str, str]:
    findings = json.loads(run("doctor", "--json").stdout)["findings"]
    return {one["subject"]: one["level"] for one in findings}


def set_schema(home: Path, version: str) -> None:
    with closing(connect(f"sqlite:///{home / 'catalog.db'}")) as database, database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (version,))


def test_a_sound_library_has_no_problem(filled: Run) -> None:
    found = levels(filled)
    assert (found["schema"], found["catalog"], found["index"], found["model"]) == ("ok", "ok", "ok", "ok")
    assert found["vectors"] == "warning"


def test_before_the_first_use_nothing_is_made(run: Run, home: Path) -> None:
    assert levels(run)["data folder"] == "warning"
    assert not home.exists()


def test_a_damaged_index_is_found_and_mended(filled: Run, home: Path) -> None:
    (home / "index" / "current").write_text("nowhere")
    broken = filled("doctor")
    assert broken.exit_code == 1
    assert "`broadsheet index --rebuild`" in broken.stdout
    assert filled("index", "--rebuild", "--no-embed").exit_code == 0
    assert levels(filled)["index"] == "ok"


def test_a_damaged_catalog_is_told(filled: Run, home: Path) -> None:
    with (home / "catalog.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    result = filled("doctor")
    assert result.exit_code == 1
    assert "restore" in result.stdout.lower()


def test_an_unknown_schema_is_refused_by_all_commands(filled: Run, home: Path) -> None:
    set_schema(home, "9999")
    assert "newer" in filled("search", "attention").stderr
    assert "newer" in filled("serve", "--port", "0").stderr
    assert levels(filled)["schema"] == "problem"


def test_migrate_says_what_it_did(filled: Run) -> None:
    assert f"{SCHEMA_VERSION} → {SCHEMA_VERSION}" in filled("doctor", "--migrate").stderr


def test_a_taken_port_is_told_with_the_setting_that_changes_it(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "BROADSHEET_PORT" in result.stderr


def test_index_embeds_what_is_pending_once(filled: Run) -> None:
    first, second = (json.loads(filled("index", "--json").stdout) for _ in range(2))
    assert (first["embedded"], first["pending"], second["embedded"]) == (2, 0, 0)


def test_rebuild_starts_anew(filled: Run) -> None:
    built = json.loads(filled("index", "--rebuild", "--json").stdout)
    assert built["rebuilt"]
    assert built["indexed"] == 2


def test_after_a_change_of_the_model_earlier_vectors_serve_until_new_ones_are_there(
    filled: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filled("index").exit_code == 0
    following = Path(shutil.copytree(MODELS[SHIPPED], tmp_path / "following"))
    description = json.loads((following / "model.json").read_text())
    changes = {"name": "following-1", "continues": [description["name"]]}
    (following / "model.json").write_text(json.dumps(description | changes))
    monkeypatch.setenv("BROADSHEET_MODEL", str(following))
    assert filled("search", "attention").exit_code == 0
    told = filled("doctor").stdout
    assert "2 papers are found by earlier vectors, and wait for following-1" in " ".join(told.split())
    counted = json.loads(filled("stats", "--json").stdout)
    assert (counted["unembedded"], counted["outdated"]) == (2, 2)
    assert filled("index").exit_code == 0
    assert levels(filled)["vectors"] == "ok"
