"""What tests run in processes of their own, to be killed or to get in each other's way."""

import threading
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.harvest.outside import Outside
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources import SOURCES
from broadsheet.harvest.sources.base import Wanted
from broadsheet.lib.http.answer import Rule
from broadsheet.settings import Settings
from broadsheet.store.database import open_database

HOST = "papers.example"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def ask(url: str, origin: str, interval: float, times: int) -> None:
    """Ask a host so many times, in turns that the catalog gives out."""
    database = open_database(url)
    rule = Rule(interval=interval, attempts=1, silence=5.0)
    outside = Outside(stop=threading.Event(), routes={f"https://{HOST}": origin}, rules={HOST: rule})
    with outside.open(database, {}) as door:
        for _ in range(times):
            door.get(f"https://{HOST}/", lambda answer: answer.body)
    database.close()


def harvest_arxiv(url: str, home: str, routes: dict[str, str]) -> None:
    """Harvest arXiv once from servers of one's own, at one fixed time."""
    database = open_database(url)
    hurry = dict.fromkeys((host.removeprefix("https://") for host in routes), Rule(interval=0.0, attempts=2))
    outside = Outside(routes=routes, rules=hurry)
    ground = Ground(database, Settings(home=Path(home)), lambda: NOON, outside)
    harvest(ground, SOURCES["arxiv"], Wanted(since=None, sets=("cs",)))
    database.close()
