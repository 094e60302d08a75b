"""How every count of every paper grew within an edition's window, and how much was to be expected."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from broadsheet.model.edition import Count
from broadsheet.rank.expected import Cell, Growth, age_bin, expected, learn
from broadsheet.rank.voters import voices
from broadsheet.settings import Weights
from broadsheet.store import growth, marks
from broadsheet.store.database import Connection
from broadsheet.store.growth import Span
from broadsheet.store.marks import Mark

READERS = "readers"  # the source of votes and saves


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when counts grow for an edition, in UTC; `last` is the day from which ages are counted."""

    since: datetime
    until: datetime
    last: date


@dataclass(frozen=True, slots=True)
class Counted:
    """Where a paper stands that was counted: its day and primary category."""

    day: date
    category: str


def window_of(first: date, last: date, until: datetime) -> Window:
    """Return the window of an edition: from its first day to its end, or until now while that is to come."""
    today = until.astimezone(UTC).date()
    return Window(datetime.combine(first, time(), UTC), until, min(last, max(today, first)))


def read_spans(connection: Connection, window: Window) -> tuple[list[Span], list[Mark]]:
    """Read every series of every paper over a window, and the votes and saves that hold at its end."""
    return growth.over(connection, window.since, window.until), marks.holding(connection, window.until)


def counts_of(
    spans: Iterable[Span], held: Collection[Mark], standing: Mapping[int, Counted], window: Window, weights: Weights
) -> dict[int, tuple[Count, ...]]:
    """Return for every paper whose counts grew how much, and how much was to be expected.

    `standing` has all papers that may be counted; readings of others are passed over.
    """
    readings = [
        _growth(one.paper_key, one.kind, one.source, _grown(one, standing[one.paper_key].day, window), standing, window)
        for one in spans
        if one.paper_key in standing
    ]
    voted = [
        _growth(key, kind, READERS, amount, standing, window)
        for (key, kind), amount in _voices(held, window).items()
        if key in standing
    ]
    cells: Counter[Cell] = Counter((age_bin(age_in(one.day, window)), one.category) for one in standing.values())
    learned = learn([*readings, *voted], prior=weights.cohort_prior, papers=cells)
    found: defaultdict[int, list[Count]] = defaultdict(list)
    for one in (*readings, *voted):
        if one.amount > 0:
            count = Count(one.kind, one.source, round(one.amount, 3), _rounded(expected(learned, one)))
            found[one.paper].append(count)
    return {key: tuple(sorted(counts, key=lambda one: (one.source, one.kind))) for key, counts in found.items()}


def age_in(day: date, window: Window) -> float:
    """Return a paper's age in days at a window's last day."""
    return float(max(0, (window.last - day).days))


def _growth(key: int, kind: str, source: str, amount: float, standing: Mapping[int, Counted], window: Window) -> Growth:
    paper = standing[key]
    return Growth(key, kind, source, amount, age_in(paper.day, window), paper.category)


def _grown(span: Span, day: date, window: Window) -> float:
    """Return by how much a series grew within the window.

    Where nobody had read it before: from nothing, for a paper that is as new as that; else what it had before it was
    first read is spread evenly over its life until then.
    """
    if span.before is not None:
        return max(0.0, span.last - span.before)
    born = datetime.combine(day, time(), UTC)
    if born >= window.since:
        return max(0.0, span.last)
    life = max((span.first_seen - born).total_seconds(), 1.0)
    unread = min(1.0, max(0.0, (span.first_seen - window.since).total_seconds()) / life)
    return max(0.0, span.last - span.first * (1.0 - unread))


def _voices(held: Collection[Mark], window: Window) -> dict[tuple[int, str], float]:
    numbers = {reader: number for number, reader in enumerate(sorted({one.reader for one in held}))}
    histories: defaultdict[int, set[int]] = defaultdict(set)
    voters: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for one in held:
        histories[numbers[one.reader]].add(one.paper_key)
        if one.made >= window.since:
            voters[one.paper_key, one.kind].add(numbers[one.reader])
    return {(key, kind): voices(some, histories, key) for (key, kind), some in voters.items()}


def _rounded(value: float) -> float:
    """Return four digits of a number, so that a small expectation is not taken for none."""
    return float(f"{value:.4g}")
