"""Digests: what a reader gets, when, and what was in it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Rhythm = Literal["daily", "weekdays", "weekly", "monthly"]
RHYTHMS: tuple[Rhythm, ...] = ("daily", "weekdays", "weekly", "monthly")
Quiet = Literal["say", "stay away"]
PartKind = Literal["personal", "follow", "trending"]


@dataclass(frozen=True, slots=True)
class Contents:
    """How many papers a digest has at most: suggested, of each follow, and of trending ones; 0 leaves a part out."""

    personal: int = 10
    follow: int = 5
    trending: int = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """When a reader gets which digest.

    `weekday` (Monday is 0) matters weekly, `monthday` (1 to 28) monthly. `hour` and `minute` are by the clocks of
    `zone` (IANA). `address` is where it is mailed to, empty for a digest that is read on the page only; nothing is
    mailed there before `confirmed`. `quiet`: whether a digest without papers says so or stays away. `due` is when the
    next one is made (UTC), None while the plan is paused. `covered`: what came in until then was told before.
    """

    number: int
    reader: str
    name: str
    rhythm: Rhythm
    weekday: int
    monthday: int
    hour: int
    minute: int
    zone: str
    address: str
    confirmed: bool
    contents: Contents
    quiet: Quiet
    made: datetime
    due: datetime | None
    covered: datetime | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A paper in a digest, as it was known then, with why it is there in sentences without full stops."""

    key: int
    id: str
    title: str
    authors: tuple[str, ...]
    author_count: int
    day: date
    category: str
    teaser: str
    reasons: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a digest. `address` is the local one of the whole list; `more` papers passed but had no room."""

    kind: PartKind
    title: str
    address: str
    pieces: tuple[Piece, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest as it was made. `period` names it within its plan: `2026-11-21`, `2026-W47`, `2026-11`.

    An extra one that was asked for is called by its moment: `now-2026-11-21T12:00`. `name` and `zone` are the plan's.
    `since` and `until` bound what came in (UTC). `quiet` says why there is no paper, in sentences; empty otherwise,
    and `close` then has papers that nearly passed, with why they did not as their reasons.
    `left_out` counts papers by why they are not in it, in words: shown before, excluded by a follow, no room.
    """

    plan: int
    reader: str
    period: str
    made: datetime
    since: datetime
    until: datetime
    subject: str
    sections: tuple[Section, ...]
    quiet: str = ""
    left_out: dict[str, int] | None = None
    name: str = ""
    zone: str = "UTC"
    close: tuple[Piece, ...] = ()

    @property
    def count(self) -> int:
        """How many papers are in it."""
        return sum(len(section.pieces) for section in self.sections)
