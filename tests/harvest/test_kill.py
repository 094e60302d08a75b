"""A harvest that is killed again and again ends in the same catalog as one that never was."""

import multiprocessing
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from processes import harvest_arxiv
from sqlalchemy import Table, select

from broadsheet.errors import StoreError
from broadsheet.store import harvests, schema
from broadsheet.store.database import Database, open_database
from upstream import Asked, Reply, Upstream

KILLS = 100
PAPERS, A_PAGE = 60, 5
OAI = "oaipmh.arxiv.org"


def record(prefix: str, number: int) -> str:
    """One record: every ninth paper was deleted, every fourth has a second version."""
    name = f"2611.{number:05d}"
    if number % 9 == 8:
        return (
            f'<record><header status="deleted"><identifier>oai:arXiv.org:{name}</identifier>'
            "<datestamp>2026-11-19</datestamp></header></record>"
        )
    versions = "".join(
        f"<version version='v{version}'><date>Mon, {version + 8} Nov 2026 10:00:00 GMT</date><size>9kb</size></version>"
        for version in range(1, 3 if number % 4 == 0 else 2)
    )
    own = (
        f"{versions}<authors>Alice Adams and Bob Brown</authors>"
        if prefix == "arXivRaw"
        else "<created>2026-11-09</created><authors><author><keyname>Adams</keyname><forenames>Alice</forenames>"
        "</author><author><keyname>Brown</keyname><forenames>Bob</forenames></author></authors>"
    )
    return (
        f"<record><header><identifier>oai:arXiv.org:{name}</identifier><datestamp>2026-11-19</datestamp>"
        f'<setSpec>cs</setSpec></header><metadata><{prefix} xmlns="http://arxiv.org/OAI/{prefix}/"><id>{name}</id>'
        f"{own}<title>Paper number {number}</title><categories>cs.LG</categories>"
        f"<abstract>We number it {number}.</abstract></{prefix}></metadata></record>"
    )


def page(asked: Asked) -> Reply:
    """A page of ListRecords; tokens say prefix and start."""
    prefix, _, start = asked.query.get("resumptionToken", "").partition(".")
    prefix = prefix or asked.query["metadataPrefix"]
    first = int(start or 0)
    records = "".join(record(prefix, number) for number in range(first, first + A_PAGE))
    token = f"{prefix}.{first + A_PAGE}" if first + A_PAGE < PAPERS else ""
    return Reply(
        '<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        f"<responseDate>2026-11-20T12:00:00Z</responseDate><request>x</request><ListRecords>{records}"
        f"<resumptionToken>{token}</resumptionToken></ListRecords></OAI-PMH>".encode(),
        200,
        {"Content-Type": "text/xml"},
    )


@pytest.fixture
def arxiv(upstream: Upstream) -> Upstream:
    upstream.answer(OAI, page)
    upstream.answer("rss.arxiv.org", lambda asked: Reply(b"", 404))
    upstream.answer("export.arxiv.org", lambda asked: Reply(b"", 404))
    return upstream


def content(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that the catalog holds, by public ids in place of keys, without the order in which numbers were given."""
    database = open_database(url)
    with database.read() as connection:
        ids = {row.key: row.id for row in connection.execute(select(schema.papers.c.key, schema.papers.c.id))}

        def rows(table: Table, *but: str) -> Iterator[tuple[Any, ...]]:
            for row in connection.execute(select(*(column for column in table.columns if column.name not in but))):
                keyed = row._mapping
                yield tuple(ids[value] if name.endswith("key") else value for name, value in keyed.items())

        cursors = connection.execute(select(schema.harvest_cursors)).all()
        found = {
            "papers": sorted(rows(schema.papers, "change"), key=repr),
            "records": sorted(rows(schema.source_records, "number"), key=repr),
            "identifiers": sorted(rows(schema.identifiers), key=repr),
            "titles": sorted(rows(schema.titles), key=repr),
            "signals": sorted(rows(schema.signals), key=repr),
            # A format that was whole before the kill is asked once more for what came since.
            "cursors": sorted((row.scope, orjson.loads(row.cursor)["begins"]) for row in cursors),
        }
    database.close()
    return found


def died_midway(folder: Path) -> list[int]:
    """Return the number of the last harvest, if it had begun and did not come to its end."""
    if not (folder / "catalog.db").exists():
        return []
    try:
        database = open_database(address(folder))
    except StoreError:
        return []  # it died while it made the tables
    with database.read() as connection:
        last = harvests.runs(connection, limit=1)
    database.close()
    return [one.id for one in last if one.ended is None]


def address(folder: Path) -> str:
    return f"sqlite:///{folder / 'catalog.db'}"


@pytest.mark.timeout(300)
def test_a_hundred_kills_change_nothing(arxiv: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Processes are forked from one that has everything imported, else most kills would hit the imports.
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    whole = tmp_path / "whole"
    harvest_arxiv(address(whole), str(whole), arxiv.routes)
    expected = content(address(whole))
    assert len(expected["papers"]) == PAPERS - sum(number % 9 == 8 for number in range(PAPERS))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["processes"])
    dice, rounds = random.Random(1), 0
    killed: set[tuple[Path, int]] = set()
    folder = tmp_path / "killed"
    while len(killed) < KILLS:
        process = context.Process(target=harvest_arxiv, args=(address(folder), str(folder), arxiv.routes))
        process.start()
        process.join(dice.uniform(0.03, 0.3))
        process.kill()
        process.join()
        killed |= {(folder, run) for run in died_midway(folder)}
        if process.exitcode == 0:  # it came to its end before it was killed: compare, and begin anew
            assert content(address(folder)) == expected
            rounds += 1
            folder = tmp_path / f"killed {rounds}"
    harvest_arxiv(address(folder), str(folder), arxiv.routes)
    assert content(address(folder)) == expected


def test_a_catalog_holds_what_was_rendered(arxiv: Upstream, any_database: Database, tmp_path: Path) -> None:
    url = any_database._engine.url.render_as_string(hide_password=False)
    harvest_arxiv(url, str(tmp_path), arxiv.routes)
    assert len(content(url)["papers"]) == PAPERS - sum(number % 9 == 8 for number in range(PAPERS))
