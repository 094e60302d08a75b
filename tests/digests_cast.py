"""A newsroom: a library that papers come into, a reader who follows, and plans of digests."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from broadsheet.digests.making import Desk, Made, make_due
from broadsheet.mail.digests import digest_key
from broadsheet.model.digest import Contents, Digest, Plan
from broadsheet.model.follow import Follow, FollowKind
from broadsheet.model.letter import Letter
from broadsheet.model.paper import Author, Paper
from broadsheet.model.raw import RawRecord
from broadsheet.model.reader import LOCAL, Reader
from broadsheet.search import build
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.store import digest_plans, digests, follows, marks, outbox, papers, plans, records
from broadsheet.store.database import Database
from broadsheet.store.marks import MarkKind
from broadsheet.store.records import StoredRecord
from search_cast import WordHashes, index_folder

FRIDAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
ADA, CHARLES = Author("Ada Byron"), Author("Charles Babbage")
DAILY = Plan(
    number=0,
    reader=LOCAL,
    name="Every morning",
    rhythm="daily",
    weekday=0,
    monthday=1,
    hour=7,
    minute=0,
    zone="UTC",
    address="ada@example.org",
    confirmed=True,
    contents=Contents(personal=0, follow=5, trending=0),
    quiet="say",
    made=NOON,
    due=None,
)


def letter_of(reader: Reader, plan: Plan, digest: Digest) -> Letter:
    """Write a mail that says nothing but its subject."""
    key = digest_key(plan.number, digest.period)
    body = f"Subject: {digest.subject}\r\n\r\n".encode()
    return Letter(key, "digest", reader.id, plan.address, digest.subject, f"<{key}@example.org>", body, digest.made)


@dataclass
class Newsroom:
    """A library on one database; `now` is what its clock says. `home`: where its index lies, if not beside it."""

    database: Database
    now: datetime = NOON
    home: Path | None = None
    number: int = 0
    keys: dict[str, int] = field(default_factory=dict)

    @property
    def library(self) -> Library:
        """The library with all that came in."""
        model = WordHashes()
        build.embed_pending(self.database, model)
        folder = self.home or index_folder(self.database)
        build.catch_up(self.database, folder, model.name)
        engine = EmbeddedEngine(folder, model.name)
        engine.refresh(self.database)
        return Library(self.database, engine, model)

    @property
    def desk(self) -> Desk:
        """What digests are made with."""
        return Desk(self.library, letter_of)

    def put(self, title: str, *, day: date = FRIDAY, arrived: datetime | None = None, **fields: Any) -> int:
        """Let a paper come in, by default at noon of its day; return its key."""
        self.number += 1
        id = f"arxiv:2611.{self.number:05d}"
        paper = Paper(
            self.number,
            id,
            title,
            abstract=f"We study {title}.",
            authors=(ADA,),
            arxiv_id=id[6:],
            day=day,
            categories=("cs.LG",),
        )
        paper = replace(paper, **fields)
        raw = RawRecord("arxiv_daily", title.encode() + b"%d" % self.number, "papers", self.number, "record")
        received = arrived or datetime.combine(day, time(12), UTC)
        with self.database.write() as connection:
            papers.write(connection, [paper], {paper.key: [paper.id]})
            records.add(connection, [StoredRecord(raw, paper.key, "arxiv", paper.id, received)])
        self.keys[title] = paper.key
        return paper.key

    def follow(self, value: str, kind: FollowKind = "search", *, reader: str = LOCAL, excluded: bool = False) -> Follow:
        """Let a reader follow something, or never see it."""
        with self.database.write() as connection:
            return follows.add(connection, reader, kind, value, value, excluded=excluded, made=self.now)

    def mark(self, title: str, kind: MarkKind, reader: str = LOCAL) -> None:
        """Let a reader mark a paper."""
        with self.database.write() as connection:
            marks.put(connection, reader, self.keys[title], kind, on=True, made=self.now)

    def plan(self, plan: Plan = DAILY, **fields: Any) -> Plan:
        """Keep a plan; it is due now unless told otherwise."""
        with self.database.write() as connection:
            return digest_plans.add(connection, replace(plan, **{"due": self.now, **fields}))

    def harvests(self, *sources: str) -> None:
        """Switch sources on."""
        with self.database.write() as connection:
            for source in sources:
                plans.put(connection, plans.Plan(source), self.now)

    def letters(self) -> list[Letter]:
        """Return all letters that wait."""
        with self.database.read() as connection:
            return [one.letter for one in outbox.listed(connection, ["waiting"], limit=10_000)]

    def make(self) -> Made:
        """Make what is due."""
        return make_due(self.desk, lambda: self.now)

    def digest(self, plan: Plan, period: str) -> Digest:
        """Return a digest that was made."""
        with self.database.read() as connection:
            found = digests.get(connection, plan.number, period)
        assert found is not None
        return found

    def stored(self, plan: Plan) -> Plan:
        """Return a plan as it is now."""
        with self.database.read() as connection:
            found = digest_plans.get(connection, plan.number)
        assert found is not None
        return found


def titles(digest: Digest) -> list[str]:
    """The titles of the papers in a digest, in order."""
    return [piece.title for section in digest.sections for piece in section.pieces]
