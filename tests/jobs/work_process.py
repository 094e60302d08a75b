"""A worker as a process of its own: `work_process.py URL LOG JOBS`; each run of a job is a line in the log.

A job called `deadly…` kills its process in the middle of its first run.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from broadsheet.harvest.sources.base import Asking, Page, Source
from broadsheet.jobs.worker import Worker
from broadsheet.store.database import open_database
from jobs_fixtures import record, work_on


def main(url: str, log: Path, names: list[str]) -> None:
    """Do what is due until nothing is."""

    def source(name: str) -> Source:
        def pages(asking: Asking) -> Iterator[Page]:
            with log.open("a") as lines:
                lines.write(f"{name} {os.getpid()}\n")
            first = asking.cursor("") is None
            yield Page([record(names.index(name))], cursor={"page": 1})
            time.sleep(0.005)
            if first and name.startswith("deadly"):
                os.kill(os.getpid(), signal.SIGKILL)
            yield Page(cursor={"page": 2})

        return Source(name, name, "", pages)

    worker = Worker(work_on(open_database(url), *map(source, names)))
    worker.prepare()
    while worker.run_next():
        pass


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3].split(","))
