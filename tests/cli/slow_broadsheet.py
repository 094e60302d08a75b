"""`broadsheet` with two sources: `slow` gives a paper every 20 ms, `stuck` waits for an answer that never comes."""

import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from broadsheet.cli import main
from broadsheet.cli.invocation import Invocation
from broadsheet.harvest.sources.base import Asking, Page, Source
from broadsheet.settings import Settings
from jobs_fixtures import record

COUNT = 120


def slow(asking: Asking) -> Iterator[Page]:
    """Go on behind the last page."""
    cursor = asking.cursor("") or {"page": 0}
    for number in range(cursor["page"], COUNT):
        yield Page([record(number)], cursor={"page": number + 1}, total=COUNT)
        time.sleep(0.02)


def stuck(asking: Asking) -> Iterator[Page]:
    """Never answer."""
    yield Page([record(0)])
    time.sleep(600)


if __name__ == "__main__":
    sources = {name: Source(name, name, "", pages) for name, pages in (("slow", slow), ("stuck", stuck))}
    main._open_what_is_closed()
    signal.signal(signal.SIGINT, main._interrupt)
    main.app(prog_name="broadsheet", obj=Invocation(Settings(home=Path(sys.argv[2])), sources=sources))
