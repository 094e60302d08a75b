"""A reader's saved papers: listed, searched, in an order; and what is kept beside them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from broadsheet.errors import NotPossible
from broadsheet.harvest.files.broadsheet import paper_to_json
from broadsheet.model.names import fold, title_key
from broadsheet.model.paper import Paper
from broadsheet.model.query import Query
from broadsheet.search.among import among
from broadsheet.search.grammar import parse
from broadsheet.search.library import Library
from broadsheet.store import marks, papers, shelf
from broadsheet.store.database import Connection
from broadsheet.store.shelf import STATES, Kept, ReadingState

SavedSort = Literal["saved", "day", "title", "relevance"]
SORTS: tuple[SavedSort, ...] = ("saved", "day", "title", "relevance")
LONGEST_NOTE = 2_000  # characters
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved paper, when it was saved (UTC), how far it is read, and the reader's note."""

    paper: Paper
    saved: datetime
    kept: Kept


@dataclass(frozen=True, slots=True)
class Shelf:
    """Saved papers in an order. `counts` has the papers of each state that `query` finds, whatever state is listed."""

    items: tuple[Saved, ...]
    counts: Mapping[ReadingState, int]
    query: Query
    sort: SavedSort

    @property
    def total(self) -> int:
        """How many papers the query finds, in all states."""
        return sum(self.counts.values())


def read_shelf(
    library: Library,
    reader: str,
    *,
    text: str = "",
    state: ReadingState | None = None,
    sort: SavedSort | None = None,
    today: date | None = None,
) -> Shelf:
    """Return the reader's saved papers that a query finds, those in a state; by default the last saved first.

    With words in the query the best first, unless another order is asked for. Words are looked for in notes too.
    """
    query = parse(text, today) if text else Query()
    with library.database.read() as connection:
        held = marks.listed(connection, reader, "save", limit=_ALL)
        when = {one.paper_key: one.made for one in held}
        beside = shelf.of_papers(connection, reader, list(when))
    found = _found(library, query, list(when), beside)
    states = {key: beside.get(key, Kept()).state for key in found}
    counts = Counter(states.values())
    wanted = [key for key in found if state is None or states[key] == state]
    with library.database.read() as connection:
        items = [
            Saved(paper, when[paper.key], beside.get(paper.key, Kept())) for paper in papers.get(connection, wanted)
        ]
    order: SavedSort = sort or ("relevance" if query.words else "saved")
    return Shelf(tuple(_sorted(items, order)), {one: counts[one] for one in STATES}, query, order)


def set_state(connection: Connection, reader: str, keys: Iterable[int], state: ReadingState, changed: datetime) -> int:
    """Set how far papers are read; return for how many that is a change."""
    wanted = list(keys)
    before = shelf.of_papers(connection, reader, wanted)
    moved = [key for key in wanted if before.get(key, Kept()).state != state]
    for key in moved:
        shelf.put(connection, reader, key, replace(before.get(key, Kept()), state=state), changed)
    return len(moved)


def set_note(connection: Connection, reader: str, key: int, text: str, changed: datetime) -> None:
    """Keep a note beside a paper; NotPossible where it is too long."""
    note = text.replace("\r\n", "\n").strip()
    if len(note) > LONGEST_NOTE:
        raise NotPossible(f"A note has up to {LONGEST_NOTE:,} characters; this one has {len(note):,}.")
    before = shelf.of_papers(connection, reader, [key]).get(key, Kept())
    shelf.put(connection, reader, key, replace(before, note=note), changed)


def to_json(items: Iterable[Saved]) -> Iterator[dict[str, object]]:
    """Yield saved papers as objects for lines of JSON: every field of the paper, and what is kept beside it."""
    for one in items:
        yield {
            **paper_to_json(one.paper),
            "saved": one.saved.isoformat(),
            "state": one.kept.state,
            **({"note": one.kept.note} if one.kept.note else {}),
        }


def _found(library: Library, query: Query, keys: Sequence[int], beside: Mapping[int, Kept]) -> list[int]:
    if query.lookup:
        with library.database.read() as connection:
            found = papers.find_key(connection, query.lookup)
        return [found] if found in set(keys) and found is not None else []
    if not (query.words or query.constraints):
        return list(keys)
    by_engine = among(library, query, keys)
    noted = [] if query.constraints else _noted(query.words, keys, beside, set(by_engine))
    return by_engine + noted


def _noted(words: str, keys: Sequence[int], beside: Mapping[int, Kept], known: Collection[int]) -> list[int]:
    """The papers whose notes have every word, besides those that were found already."""
    wanted = fold(words).split()
    noted = {key: fold(beside[key].note).split() for key in keys if key in beside and key not in known}
    return [key for key, has in noted.items() if has and all(word in has for word in wanted)]


def _sorted(items: list[Saved], order: SavedSort) -> list[Saved]:
    match order:
        case "saved":
            return sorted(items, key=lambda one: one.saved, reverse=True)
        case "day":
            return sorted(items, key=lambda one: (one.paper.day, one.paper.key), reverse=True)
        case "title":
            return sorted(items, key=lambda one: title_key(one.paper.title))
        case "relevance":
            return items
