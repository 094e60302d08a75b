"""A library with the papers of two days of May 2024, some of them counted, and what the command line says of it."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from broadsheet.store import papers, signals
from broadsheet.store.database import Database, open_database
from broadsheet.store.signals import Signal
from cli_fixtures import Run

WEDNESDAY, THURSDAY = date(2024, 5, 29), date(2024, 5, 30)
NOON = datetime(2024, 5, 30, 12, tzinfo=UTC)
WEAVING = "2405.00001"  # on Thursday, with stars; the one with code is SPINNING
SPINNING, DYEING, FELTING = "2405.00002", "2405.00003", "2405.00004"
EARLIER = "2405.00005"


def _line(number: str, title: str, day: date, **further: object) -> str:
    fields = {
        "broadsheet": 1,
        "id": f"arxiv:{number}",
        "title": title,
        "abstract": f"We study {title.lower()} and how it holds.",
        "authors": [{"name": "Ada Byron"}],
        "arxiv_id": number,
        "categories": ["cs.CL"],
        "published": day.isoformat(),
        "day": day.isoformat(),
    }
    return json.dumps(fields | further)


@pytest.fixture
def unembedded(run: Run, tmp_path: Path) -> Run:
    """`run`, on a library with five papers that have no vectors yet."""
    code = [{"kind": "code", "url": "https://github.com/ada/spindles", "origin": "arxiv"}]
    lines = (
        _line(WEAVING, "Weaving on Looms", THURSDAY),
        _line(SPINNING, "Spinning by Spindles", THURSDAY, links=code),
        _line(DYEING, "Dyeing in Vats", THURSDAY, categories=["math.CO"]),
        _line(FELTING, "Felting by Hand", THURSDAY),
        _line(EARLIER, "Carding before Spinning", WEDNESDAY),
    )
    file = tmp_path / "papers.jsonl"
    file.write_text("\n".join(lines) + "\n")
    assert run("import", file, "--no-embed").exit_code == 0
    return run


@pytest.fixture
def library(unembedded: Run, home: Path) -> Run:
    """`run`, on the same library with vectors; a paper of Thursday got stars."""
    assert unembedded("index").exit_code == 0
    with closing(open_catalog(home)) as database, database.write() as connection:
        keys = papers.find_keys(connection, [f"arxiv:{WEAVING}", f"arxiv:{FELTING}"])
        stars = ((f"arxiv:{WEAVING}", 40.0), (f"arxiv:{FELTING}", 0.0))
        signals.add(connection, [Signal(keys[one], "stars", "github", value, NOON) for one, value in stars])
    return unembedded


@pytest.fixture
def catalog(library: Run, home: Path) -> Iterator[Database]:
    """The catalog of the library."""
    with closing(open_catalog(home)) as database:
        yield database


def open_catalog(home: Path) -> Database:
    return open_database(f"sqlite:///{home / 'catalog.db'}")
