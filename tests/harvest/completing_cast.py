"""Papers that tests of completing sources have on the shelf, and ways to look at what became of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from broadsheet.harvest.adapters import adapt
from broadsheet.harvest.intake import take_batch
from broadsheet.harvest.reports import RunReport, read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources.base import Source, Wanted
from broadsheet.model.paper import Paper
from broadsheet.model.raw import RawRecord
from broadsheet.store import papers, records, signals
from broadsheet.store.database import Database

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOMORROW = NOON + timedelta(days=1, hours=1)

Papers = dict[str, Any]


def on_arxiv(id: str, title: str, day: str = "2026-11-19", *, abstract: str = "We show it.") -> RawRecord:
    """A paper that arXiv announced."""
    line = {
        "id": id,
        "title": title,
        "abstract": abstract,
        "authors": ["Ada Byron"],
        "categories": ["cs.LG"],
        "first_seen": day,
    }
    return RawRecord("arxiv_daily", orjson.dumps(line), "papers.jsonl", 1)


def in_journal(doi: str, title: str, year: int = 2024, *, arxiv: str = "") -> RawRecord:
    """A paper of a reference manager: a DOI, an arXiv id too where one is given, and a journal that it misspells."""
    item = {
        "type": "article-journal",
        "title": title,
        "DOI": doi,
        "number": f"arXiv:{arxiv}" if arxiv else "",
        "author": [{"family": "Byron", "given": "Ada"}],
        "issued": {"date-parts": [[year]]},
        "container-title": "J. Wevs",
        "volume": "1",
    }
    return RawRecord("csl", orjson.dumps(item), "library.json", 1)


LOOM = on_arxiv("2611.00001", "Weaving attention with looms")
TIDE = in_journal("10.1234/tide", "Tides of gradient noise")
BOTH = in_journal("10.1234/both", "Knots in deep networks", 2025, arxiv="2501.00002")


def shelve(database: Database, *raws: RawRecord) -> None:
    """Put papers on the shelf."""
    with database.write() as connection:
        report = take_batch(connection, raws, adapt, lambda: NOON)
    assert report.new == len(raws)


def paper(database: Database, id: str) -> Paper:
    """Return one paper by any of its ids."""
    with database.read() as connection:
        key = papers.find_key(connection, id)
        assert key is not None, f"no paper {id}"
        return papers.get(connection, [key])[0]


def count(database: Database) -> int:
    """Return the number of papers."""
    with database.read() as connection:
        return papers.count(connection)


def record_count(database: Database) -> int:
    """Return the number of records."""
    with database.read() as connection:
        return records.count(connection)


def counts(database: Database, id: str) -> dict[str, float]:
    """Return what is counted of a paper now, by `source kind`."""
    with database.read() as connection:
        key = papers.find_key(connection, id)
        assert key is not None
        return {f"{one.source} {one.kind}": one.value for one in signals.latest(connection, [key])}


def run(ground: Ground, source: Source, **wanted: Any) -> tuple[str, RunReport]:
    """Harvest; return verdict and report."""
    stored = harvest(ground, source, Wanted(**wanted))
    return stored.verdict, read_report(stored.report)
