"""What readers keep beside the papers that they saved: how far they have read, and a note."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import Connection, delete, insert, select, update

from broadsheet.store.dialect import in_parts
from broadsheet.store.schema import shelf

ReadingState = Literal["unread", "reading", "read"]
STATES: tuple[ReadingState, ...] = ("unread", "reading", "read")


@dataclass(frozen=True, slots=True)
class Kept:
    """How far a reader has read a paper, and the reader's note on it."""

    state: ReadingState = "unread"
    note: str = ""


def put(connection: Connection, reader: str, key: int, kept: Kept, changed: datetime) -> None:
    """Keep this beside a paper, in place of what was kept."""
    own = (shelf.c.reader == reader, shelf.c.paper_key == key)
    values = {"state": kept.state, "note": kept.note, "changed": changed.isoformat(timespec="microseconds")}
    if not connection.execute(update(shelf).where(*own).values(**values)).rowcount:
        connection.execute(insert(shelf).values(reader=reader, paper_key=key, **values))


def of_papers(connection: Connection, reader: str, keys: Collection[int]) -> dict[int, Kept]:
    """Return what a reader keeps beside those of these papers that have anything."""
    found: dict[int, Kept] = {}
    for part in in_parts(sorted(keys)):
        statement = select(shelf).where(shelf.c.reader == reader, shelf.c.paper_key.in_(part))
        for row in connection.execute(statement):
            found[row.paper_key] = Kept(cast(ReadingState, row.state), row.note)
    return found


def of_reader(connection: Connection, reader: str) -> dict[int, Kept]:
    """Return all that a reader keeps beside papers, saved ones or no longer saved ones."""
    statement = select(shelf).where(shelf.c.reader == reader)
    return {row.paper_key: Kept(cast(ReadingState, row.state), row.note) for row in connection.execute(statement)}


def move(connection: Connection, key: int, into: int) -> None:
    """Give what is kept beside paper `key` to paper `into`; where both have something, the notes are joined."""
    for row in connection.execute(select(shelf).where(shelf.c.paper_key == key)).all():
        other = of_papers(connection, row.reader, [into]).get(into)
        connection.execute(delete(shelf).where(shelf.c.reader == row.reader, shelf.c.paper_key == key))
        state = cast(ReadingState, row.state)
        if other is not None:
            state = max(state, other.state, key=STATES.index)
        notes = dict.fromkeys(filter(None, (other.note if other else "", row.note)))
        put(connection, row.reader, into, Kept(state, "\n".join(notes)), datetime.fromisoformat(row.changed))
