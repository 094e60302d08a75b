"""How long the digests of a day take for 10,000 readers with five follows and twenty ratings, on 132,742 papers."""

import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.library import prepared
from bench.report import Figure, publish
from broadsheet.lib.clock import stopwatch
from broadsheet.model.categories import category_name
from broadsheet.model.digest import Contents, Plan
from broadsheet.model.follow import FollowKind
from broadsheet.model.names import author_key, fold
from broadsheet.model.reader import Reader
from broadsheet.store import counters, digest_plans, follows, papers, readers
from broadsheet.store.database import Connection, connect

READERS = 10_000
FOLLOWS, RATINGS = 5, 20
_PROCESSES = 2
_MADE = datetime(2026, 6, 1, tzinfo=UTC)
# Two days of this stream have about as many papers as arXiv lists a day.
_COVERED, _NOW = datetime(2026, 6, 30, 12, tzinfo=UTC), datetime(2026, 7, 2, 6, tzinfo=UTC)
_KINDS: tuple[FollowKind, ...] = ("search", "search", "category", "author", "similar")
_PLAN = Plan(
    number=0,
    reader="",
    name="Every morning",
    rhythm="daily",
    weekday=0,
    monthday=1,
    hour=6,
    minute=0,
    zone="UTC",
    address="",
    confirmed=True,
    contents=Contents(),
    quiet="say",
    made=_MADE,
    due=_NOW - timedelta(minutes=1),
    covered=_COVERED,
)
_WORKER = """
import json, resource, sys
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path
from broadsheet.digests.making import Desk, make_due
from broadsheet.embed.lazy import LazyEmbedder
from broadsheet.mail.digests import compose_digest
from broadsheet.mail.post import open_post
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.settings import Settings
from broadsheet.store.database import open_database

home, now, part, parts = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
settings = Settings(home=home, address="https://papers.example.org", threads=1)
with closing(open_database(settings.catalog_url)) as database, closing(LazyEmbedder("minilm", threads=1)) as embedder:
    library = Library(database, EmbeddedEngine(home / "index", embedder.name), embedder)
    desk = Desk(library, partial(compose_digest, open_post(settings, database)))
    made = make_due(desk, lambda: now, share=(part, parts))
used = resource.getrusage(resource.RUSAGE_SELF)
cost = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime
print(json.dumps([made.digests, made.quiet, made.letters, made.failed, *cost, dict(made.seconds)]))
"""


def main() -> None:
    """Invent the readers, and make all their digests with two processes."""
    number = int(os.environ.get("BENCH_READERS", READERS))
    with tempfile.TemporaryDirectory(prefix="broadsheet-digests-") as folder:
        home = Path(folder)
        print("Copying the library and inventing readers …", flush=True)
        for name in ("catalog.db", "index"):
            copy = shutil.copytree if (prepared() / name).is_dir() else shutil.copy
            copy(prepared() / name, home / name)
        _invent(home, number)
        elapsed = stopwatch()
        done = _run(home)
        seconds = elapsed()
    figures = _figures(number, seconds, done)
    publish("digests", figures)


def _run(home: Path) -> list[list[object]]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _WORKER, str(home), _NOW.isoformat(), str(part), str(_PROCESSES)],
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        for part in range(_PROCESSES)
    ]
    return [json.loads(one.communicate()[0]) for one in started]


def _figures(number: int, seconds: float, done: Sequence[list[object]]) -> list[Figure]:
    made, quiet, letters, failed, memory, used = (sum(float(str(one[place])) for one in done) for place in range(6))
    phases = Counter[str]()
    for one in done:
        assert isinstance(one[6], dict)
        phases.update(one[6])
    whole = number == READERS
    return [
        Figure(f"digests of {number:,} readers, {_PROCESSES} processes", seconds, "s", 600 if whole else None),
        Figure("memory of all processes together", memory, "MB", 1_000),
        Figure("processor time of all processes, spread over two cores", used / 2, "s"),
        Figure("readers a second", number / seconds, ""),
        Figure("digests made", made, "", number, True),
        Figure("of them without papers", quiet, ""),
        Figure("mails made", letters, ""),
        Figure("plans that failed", failed, "", 0),
        *(Figure(f"per digest: {name}", 1_000 * value / number, "ms") for name, value in phases.items()),
    ]


def _invent(home: Path, number: int) -> None:
    """Date all arrivals to the evening of each paper's day, and add readers with follows, ratings and a plan."""
    database = connect(f"sqlite:///{home / 'catalog.db'}")
    with database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE source_records SET received = (SELECT day FROM papers WHERE key = paper_key) || 'T20:00:00+00:00'"
        )
    with database.read() as connection:
        drawing = _Drawing(connection, random.Random(6))
    for start in range(0, number, 500):
        with database.write() as connection:
            for one in range(start, min(number, start + 500)):
                _add(connection, drawing, f"reader{one}")
    database.close()


def _add(connection: Connection, drawing: "_Drawing", name: str) -> None:
    address = f"{name}@example.org"
    readers.add(connection, Reader(name, address, name, "reader", "UTC", 0.1, _MADE, _MADE), "")
    field = drawing.category()
    for kind in drawing.chance.choices(_KINDS, k=FOLLOWS):
        value, title = drawing.follow(kind, field)
        follows.add(connection, name, kind, value, title, excluded=False, made=_MADE)
    rated = drawing.of(field, RATINGS)
    # As `marks.put` would, but all at once: that asks before each what holds.
    connection.exec_driver_sql(
        "INSERT INTO marks (paper_key, reader, kind, number, value, made) VALUES (?, ?, ?, ?, 1, ?)",
        [
            (key, name, "down" if place % 4 == 3 else "up", number, _MADE.isoformat(timespec="microseconds"))
            for place, (key, number) in enumerate(
                zip(rated, counters.take(connection, "mark", len(rated)), strict=True)
            )
        ],
    )
    digest_plans.add(connection, replace(_PLAN, reader=name, address=address))


class _Drawing:
    """Draws what readers follow and rated from what the library has, the frequent more often."""

    def __init__(self, connection: Connection, chance: random.Random) -> None:
        self.chance = chance
        self._by_category: dict[str, list[int]] = {}
        self._ids: dict[int, str] = {}
        words, authors = Counter[str](), Counter[str]()
        for paper in papers.stream(connection):
            if paper.day < _COVERED.date() and paper.categories:
                self._by_category.setdefault(paper.categories[0], []).append(paper.key)
                self._ids[paper.key] = paper.id
                found = fold(paper.title).split()
                words.update(f"{a} {b}" for a, b in itertools.pairwise(found) if min(len(a), len(b)) > 3)
                authors.update(author.name for author in paper.authors[:20])
        self._searches, self._authors = words.most_common(3_000), authors.most_common(10_000)

    def category(self) -> str:
        """Draw a category."""
        names = sorted(self._by_category)
        return self.chance.choices(names, [len(self._by_category[name]) for name in names])[0]

    def of(self, category: str, number: int) -> list[int]:
        """Draw papers of a category."""
        keys = self._by_category[category]
        return self.chance.sample(keys, min(number, len(keys)))

    def follow(self, kind: FollowKind, field: str) -> tuple[str, str]:
        """Draw what is followed, and its title."""
        if kind == "category":
            category = self.chance.choice((field, self.category()))
            return category, f"{category_name(category)} ({category})"
        if kind == "similar":
            ids = [self._ids[key] for key in self.of(field, 3)]
            return " ".join(ids), f"papers like {ids[0]}"
        drawn = self._authors if kind == "author" else self._searches
        name = self.chance.choices([one for one, _ in drawn], [count for _, count in drawn])[0]
        return (author_key(name), name) if kind == "author" else (name, name)
