"""A process of its own that asks a host again and again, in turns that the catalog gives out."""

import threading

from broadsheet.harvest.outside import Outside
from broadsheet.lib.http.answer import Rule
from broadsheet.store.database import open_database

HOST = "papers.example"


def ask(url: str, origin: str, interval: float, times: int) -> None:
    """Ask so many times."""
    database = open_database(url)
    rule = Rule(interval=interval, attempts=1, silence=5.0)
    outside = Outside(stop=threading.Event(), routes={f"https://{HOST}": origin}, rules={HOST: rule})
    with outside.open(database, {}) as door:
        for _ in range(times):
            door.get(f"https://{HOST}/", lambda answer: answer.body)
    database.close()
