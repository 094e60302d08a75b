"""Sources without a service behind them, and a worker for them."""

import threading
from collections.abc import Iterator
from pathlib import Path

import orjson

from broadsheet.harvest.outside import Outside
from broadsheet.harvest.run import Ground
from broadsheet.harvest.sources.base import Asking, Page, Source
from broadsheet.jobs.running import Work
from broadsheet.lib.clock import Clock
from broadsheet.model.raw import RawRecord
from broadsheet.settings import Settings
from broadsheet.store import plans
from broadsheet.store.database import Database
from broadsheet.store.plans import Plan
from harvest_fixtures import NOON

PAGES = 3


def record(number: int) -> RawRecord:
    """Return one record in a layout that the library knows."""
    line = orjson.dumps(
        {"id": f"2402.{number:05d}", "title": f"Paper {number}", "abstract": "We.", "categories": ["cs.LG"]}
    )
    return RawRecord("arxiv_daily", line, "papers", number, "record")


def pages(asking: Asking) -> Iterator[Page]:
    """Three pages of one paper each, from where the last run stopped."""
    cursor = asking.cursor("") or {"page": 0}
    for number in range(cursor["page"], PAGES):
        yield Page([record(number)], cursor={"page": number + 1}, total=PAGES)


PAPERS = Source("papers", "The papers", "Three papers.", pages, every=6)


def enable(database: Database, *names: str) -> None:
    """Put sources into the plan."""
    with database.write() as connection:
        for name in names:
            plans.put(connection, Plan(name), NOON)


def work_on(
    database: Database, *sources: Source, clock: Clock = lambda: NOON, stop: threading.Event | None = None
) -> Work:
    """Return what a worker needs."""
    ground = Ground(database, Settings(home=Path("/nowhere")), clock, Outside(stop=stop))
    return Work(ground, {source.name: source for source in sources})
