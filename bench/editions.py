"""How long editions take to make from 132,742 papers, how fast their pages come, and that they can be made again."""

import subprocess
import sys
from datetime import UTC, datetime

from bench.library import prepared
from bench.pages import started, times_of
from bench.report import Figure, percentile, publish
from broadsheet.editions.making import make, open_desk, reorder
from broadsheet.lib.clock import stopwatch
from broadsheet.settings import Settings
from broadsheet.store import editions
from broadsheet.store.database import open_database

_MADE = {"day": "2026-06-30", "week": "2026-W26", "month": "2026-06"}
_ASKED = 60
_SCRIPT = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from broadsheet.editions.making import make, open_desk
from broadsheet.settings import Settings
from broadsheet.store.database import open_database

home = Path(sys.argv[1])
with open_database(f"sqlite:///{home / 'catalog.db'}").read() as connection:
    make(connection, open_desk(Settings(home=home)), sys.argv[2], datetime.now(UTC), closed=True)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Make, store, read and serve editions of the measured library."""
    home = prepared()
    seconds, megabytes = _alone(str(home), _MADE["day"])
    figures = [
        Figure("edition of a day, by a process of its own", seconds, "s", 10),
        Figure("memory of that process", megabytes, "MB"),
        *_making(f"sqlite:///{home / 'catalog.db'}"),
    ]
    with started(home) as (address, _, _):
        days = [f"/editions/{one}" for one in _printed(f"sqlite:///{home / 'catalog.db'}")]
        cold = times_of(address, days)
        warm = times_of(address, days * (_ASKED // len(days) + 1))
        filtered = times_of(address, [f"{one}?category=cs.CL" for one in days])
        data = times_of(address, [f"{one}.json" for one in days])
    publish(
        "editions",
        [
            *figures,
            Figure("edition page, first time, p50", percentile(cold, 50), "ms"),
            Figure("edition page, p50", percentile(warm, 50), "ms", 40),
            Figure("edition page, p99", percentile(warm, 99), "ms"),
            Figure("edition page of one category, p50", percentile(filtered, 50), "ms", 40),
            Figure("edition as data, p50", percentile(data, 50), "ms"),
        ],
    )


def _alone(home: str, edition: str) -> tuple[float, float]:
    """Return seconds and peak MB of a process that makes one edition: start, catalog and all."""
    elapsed = stopwatch()
    done = subprocess.run([sys.executable, "-c", _SCRIPT, home, edition], check=True, capture_output=True, text=True)
    return elapsed(), float(done.stdout)


def _making(url: str) -> list[Figure]:
    database, desk, now = open_database(url), open_desk(Settings(home=prepared())), datetime.now(UTC)
    figures: list[Figure] = []
    with database.read() as connection:
        for period, edition_id in _MADE.items():
            elapsed = stopwatch()
            first = make(connection, desk, edition_id, now, closed=True)
            target = 10 if period == "day" else None
            figures.append(Figure(f"edition of a {period}, {first.count:,} papers", elapsed(), "s", target))
            if period == "day":
                again = make(connection, desk, edition_id, now, closed=True)
                figures.append(Figure("made again: the same", float(again == first), "", 1, True))
        kept = [edition for one in _ids(url) if (edition := editions.get(connection, one))]
        # Ranks count all papers of an edition, of which it keeps a part.
        same = sum(
            [(item.id, item.score) for item in reorder(one)] == [(item.id, item.score) for item in one.items]
            for one in kept
        )
        what = f"stored editions, of {len(kept)}, whose list follows from their evidence"
        figures.append(Figure(what, same, "", len(kept), True))
    database.close()
    return figures


def _printed(url: str) -> list[str]:
    return [one for one in _ids(url) if len(one) == len("2026-06-30")]


def _ids(url: str) -> list[str]:
    database = open_database(url)
    with database.read() as connection:
        found = sorted(editions.ids(connection, closed=True), reverse=True)
    database.close()
    return found
