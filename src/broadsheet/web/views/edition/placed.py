"""The papers of an edition as they are today, with what their places were computed from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from broadsheet.model.edition import Item, Score
from broadsheet.store import papers
from broadsheet.store.database import Connection
from broadsheet.store.merged import survivors
from broadsheet.web.names.words import PART_NAMES
from broadsheet.web.site import Site
from broadsheet.web.views.listing import Entry, entries

_TOLD = 2  # reasons that stand beside a paper; all of them are in what unfolds


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a score: what it is called, its value, its reason."""

    name: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A paper at its place. Without an entry it has gone from the library; `was`: the id of one that went into it.

    `anchor` is its id on the page, empty where the same paper stands there already.
    """

    rank: int
    id: str
    entry: Entry | None
    was: str
    anchor: str
    picked: bool
    line: str
    reason: str
    parts: tuple[PartRow, ...]
    sum: str


def place(site: Site, connection: Connection, items: Iterable[Item]) -> dict[int, Placed]:
    """Read the papers of items, and return each at its place, by the key of the item.

    A paper that went into another since is shown as that one.
    """
    wanted = list(items)
    found = _entries(site, connection, [item.key for item in wanted])
    missing = [item.key for item in wanted if item.key not in found]
    into = survivors(connection, missing) if missing else {}
    if into:
        found |= _entries(site, connection, [key for key in into.values() if key not in found])
    shown: set[int] = set()
    placed = {}
    for item in wanted:
        entry = found.get(into.get(item.key, item.key))
        anchor = f"p{entry.key}" if entry and entry.key not in shown else ""
        if entry:
            shown.add(entry.key)
        placed[item.key] = _placed(item, entry, anchor, was=item.id if item.key in into else "")
    return placed


def reason_of(score: Score) -> str:
    """Return in a few words why a paper stands where it stands, the weightiest reason first."""
    parts = sorted((part for part in score.parts if part.value > 0), key=lambda part: -part.value)
    return "; ".join(part.reason for part in parts[:_TOLD])


def sum_of(score: Score) -> str:
    """Return a score as the sum that it is: `(1.20 + 0.25) × 0.80 = 1.16`."""
    values = " + ".join(f"{part.value:.2f}" for part in score.parts) or "0"
    return f"({values}) × {score.decay:.2f} = {score.total:.2f}"


def _entries(site: Site, connection: Connection, keys: Sequence[int]) -> dict[int, Entry]:
    return {entry.key: entry for entry in entries(site, papers.get(connection, keys))}


def _placed(item: Item, entry: Entry | None, anchor: str, *, was: str) -> Placed:
    return Placed(
        rank=item.rank,
        id=item.id,
        entry=entry,
        was=was,
        anchor=anchor,
        picked=item.picked,
        line=item.line,
        reason=reason_of(item.score),
        parts=tuple(PartRow(PART_NAMES[part.name], f"{part.value:.2f}", part.reason) for part in item.score.parts),
        sum=sum_of(item.score),
    )
