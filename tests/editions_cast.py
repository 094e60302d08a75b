"""A small stream of papers with vectors: two quiet fields, and one region that grows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from broadsheet.editions.making import Desk
from broadsheet.model.paper import Link, Paper
from broadsheet.model.raw import RawRecord
from broadsheet.settings import Weights
from broadsheet.store import papers, records, signals, vectors
from broadsheet.store.database import Connection, Database
from broadsheet.store.records import StoredRecord
from broadsheet.store.signals import Signal

MODEL = "invented-1"
DESK = Desk(MODEL, Weights())
FRIDAY = date(2026, 11, 20)
SATURDAY_MORNING = datetime(2026, 11, 21, 6, tzinfo=UTC)
DIMENSIONS = 32
CODE = Link("code", "https://github.com/alice/looms", "text")


def unit(seed: int, *, near: int | None = None, spread: float = 0.35) -> np.ndarray:
    """Return a unit vector drawn by a seed, around that of another seed where `near` is given."""
    row = np.random.default_rng(seed).normal(size=DIMENSIONS)
    row /= np.linalg.norm(row)
    if near is not None:
        row = unit(near) + spread * row
    found: np.ndarray = (row / np.linalg.norm(row)).astype(np.float32)
    return found


Row = tuple[date, str, int | None, Mapping[str, object]]  # day, title, region, fields


@dataclass
class Stream:
    """Papers on their way into a catalog; `put` takes them in with vectors and an arrival at noon of their day."""

    database: Database
    number: int = 0
    by_title: dict[str, Paper] = field(default_factory=dict)

    def put(
        self,
        day: date,
        title: str = "",
        *,
        region: int | None = None,
        arrived: datetime | None = None,
        **fields: object,
    ) -> Paper:
        """Take in one paper; `region` is the seed of the vectors that it stands near to."""
        return self.put_all([(day, title, region, fields)], arrived=arrived)[0]

    def put_all(self, some: Sequence[Row], *, arrived: datetime | None = None) -> list[Paper]:
        """Take in several papers at once."""
        made: list[tuple[Paper, int | None]] = []
        for day, title, region, fields in some:
            self.number += 1
            id = f"bs:{self.number:012d}"
            paper = Paper(
                self.number, id, title or f"Paper {self.number}", "We study it.", day=day, categories=("cs.LG",)
            )
            made.append((replace(paper, **fields), region))  # type: ignore[arg-type]
        with self.database.write() as connection:
            papers.write(connection, [paper for paper, _ in made], {paper.key: [paper.id] for paper, _ in made})
            records.add(connection, [_record(paper, arrived) for paper, _ in made])
            rows = np.stack([unit(paper.key, near=region) for paper, region in made])
            digests = [papers.text_digest(paper) for paper, _ in made]
            vectors.save(connection, MODEL, [paper.key for paper, _ in made], digests, rows)
        self.by_title |= {paper.title: paper for paper, _ in made}
        return [paper for paper, _ in made]

    def year(self, before: date = FRIDAY, a_day: int = 2) -> None:
        """Fill a year with quiet papers of two fields, each in ten regions."""
        some: list[Row] = [
            (before - timedelta(days=ago), "", 1_000 + (ago * a_day + number) % 20, {"categories": (category,)})
            for ago in range(1, 366)
            for number in range(a_day)
            for category in (("cs.LG",) if (ago + number) % 2 else ("astro-ph.GA",))
        ]
        self.put_all(some)


def _record(paper: Paper, arrived: datetime | None) -> StoredRecord:
    raw = RawRecord("arxiv_daily", b"%d" % paper.key, "papers", paper.key, "record")
    received = arrived or datetime.combine(paper.day, time(12), UTC)
    return StoredRecord(raw, paper.key, "arxiv", paper.id, received)


def count(connection: Connection, paper: Paper, kind: str, source: str, *readings: tuple[datetime, float]) -> None:
    """Let a source have counted a paper at some moments."""
    for seen, value in readings:
        signals.add(connection, [Signal(paper.key, kind, source, value, seen)])
