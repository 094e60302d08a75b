"""Papers that readers were shown in digests, so that none comes twice."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from broadsheet.store.dialect import in_parts
from broadsheet.store.schema import shown


def add(connection: Connection, reader: str, keys: Collection[int], place: str, at: datetime) -> None:
    """Note that a reader was shown these papers; those shown before stay as they were."""
    new = set(keys) - among(connection, reader, keys)
    rows = [
        {"reader": reader, "paper_key": key, "place": place, "at": at.isoformat(timespec="microseconds")}
        for key in sorted(new)
    ]
    if rows:
        connection.execute(insert(shown), rows)


def among(connection: Connection, reader: str, keys: Collection[int]) -> set[int]:
    """Return those of these papers that a reader was shown."""
    found: set[int] = set()
    for part in in_parts(sorted(keys)):
        statement = select(shown.c.paper_key).where(shown.c.reader == reader, shown.c.paper_key.in_(part))
        found.update(connection.execute(statement).scalars())
    return found


def within(connection: Connection, readers: Collection[str], first: int, last: int) -> dict[str, set[int]]:
    """Return which papers with keys from `first` to `last` each of these readers was shown; others are left out."""
    found: dict[str, set[int]] = {}
    for part in in_parts(sorted(readers)):
        between = (shown.c.reader.in_(part), shown.c.paper_key.between(first, last))
        for row in connection.execute(select(shown.c.reader, shown.c.paper_key).where(*between)):
            found.setdefault(row.reader, set()).add(row.paper_key)
    return found


def move(connection: Connection, key: int, into: int) -> None:
    """Let what was shown as paper `key` count as paper `into`."""
    had = select(shown.c.reader).where(shown.c.paper_key == into)
    connection.execute(delete(shown).where(shown.c.paper_key == key, shown.c.reader.in_(had)))
    connection.execute(update(shown).where(shown.c.paper_key == key).values(paper_key=into))
