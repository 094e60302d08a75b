"""Editions: the front page of a day, a week or a month, with everything that its order was made from."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Period = Literal["day", "week", "month"]
PERIODS: tuple[Period, ...] = ("day", "week", "month")
PartName = Literal["attention", "surge", "substance"]


@dataclass(frozen=True, slots=True)
class Count:
    """How much one count of one source grew within an edition's window, and how much was to be expected.

    `expected` is the growth of papers of the same age and category in the same window. For votes and saves of readers
    `amount` is the number of independent voices (`rank.voters`).
    """

    kind: str
    source: str
    amount: float
    expected: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a paper's score is computed from.

    `age`: days from the paper's day to the window's end, at least 0. Of its `neighbours` nearest papers by vector,
    `rising` stand in the recent part of the stream, where `expected_rising` would at the pace of their categories.
    `novelty`: 0 to 1, the share of its category's papers of the same window that stand closer to earlier papers.
    """

    age: float
    counts: tuple[Count, ...] = ()
    neighbours: int = 0
    rising: int = 0
    expected_rising: float = 0.0
    novelty: float = 0.0
    has_code: bool = False
    has_data: bool = False
    has_results: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: its value before decay, weight included, and the reason in words."""

    name: PartName
    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Score:
    """`total` is the sum of the parts times `decay` (0 to 1)."""

    total: float
    decay: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A paper in an edition. `picked`: a curator's choice, with a line if one was written; `leads`: chosen as the lead.

    `rank` counts from 1. Categories, sources and evidence are as they were when the edition was made.
    """

    key: int
    id: str
    day: date
    categories: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: Evidence
    score: Score
    rank: int
    picked: bool = False
    leads: bool = False
    line: str = ""

    @property
    def category(self) -> str:
        """The primary category, empty where none is known."""
        return self.categories[0] if self.categories else ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A region of the collection that grows faster than its categories.

    `terms` distinguish it, most telling first. `papers` are public ids of its papers within the edition's window, most
    central first. `weekly` counts its papers by week, oldest first, the last ending with the window. `lift`: how many
    times the expected number of papers it has.
    """

    terms: tuple[str, ...]
    papers: tuple[str, ...]
    recent: int
    expected: float
    lift: float
    weekly: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The papers of a period in the order of their scores, a curator's picks before them.

    `id` is `2026-11-20`, `2026-W47` or `2026-11`. `closed`: it will not change any more; otherwise it is the one that
    would be printed now. `known_until`: what came in or was counted later is not in it. `formula` and `weights` say how
    it was computed, `model` by whose vectors, `inputs` is a digest of everything it was computed from. `count` is the
    number of papers that were ranked, of which the first and the first of every category are in `items`.
    """

    id: str
    period: Period
    first: date
    last: date
    closed: bool
    known_until: datetime
    formula: str
    weights: dict[str, float]
    inputs: str
    count: int
    items: tuple[Item, ...]
    topics: tuple[Topic, ...] = ()
    model: str = ""
