"""What readers follow, and what they never want to see."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, delete, insert, select, update

from broadsheet.model.follow import Follow, FollowKind
from broadsheet.store import counters
from broadsheet.store.dialect import in_parts
from broadsheet.store.schema import follows


def add(
    connection: Connection,
    reader: str,
    kind: FollowKind,
    value: str,
    title: str,
    *,
    excluded: bool,
    made: datetime,
) -> Follow:
    """Let a reader follow something, or never see it; what is there already stays as it is and is returned.

    To follow what was excluded takes the exclusion away, and the other way round.
    """
    number = counters.take(connection, "follow")[0]  # writers queue up here, so two clicks make one follow
    same = (follows.c.reader == reader, follows.c.kind == kind, follows.c.value == value)
    row = connection.execute(select(follows).where(*same, follows.c.excluded == excluded)).first()
    if row is not None:
        return _follow(row)
    connection.execute(delete(follows).where(*same))
    follow = Follow(number, reader, kind, value, title, excluded, made)
    connection.execute(
        insert(follows).values(
            number=number,
            reader=reader,
            kind=kind,
            value=value,
            title=title,
            excluded=excluded,
            made=made.isoformat(timespec="microseconds"),
        )
    )
    return follow


def of_reader(connection: Connection, reader: str) -> list[Follow]:
    """Return what a reader follows and excludes, in the order in which it was added."""
    statement = select(follows).where(follows.c.reader == reader).order_by(follows.c.number)
    return [_follow(row) for row in connection.execute(statement)]


def of_readers(connection: Connection, readers: Collection[str]) -> dict[str, list[Follow]]:
    """Return what each of these readers follows and excludes; readers without anything are left out."""
    found: dict[str, list[Follow]] = {}
    for part in in_parts(sorted(readers)):
        statement = select(follows).where(follows.c.reader.in_(part)).order_by(follows.c.number)
        for row in connection.execute(statement):
            found.setdefault(row.reader, []).append(_follow(row))
    return found


def get(connection: Connection, reader: str, number: int) -> Follow | None:
    """Return a follow of a reader, None where the reader has none of this number."""
    own = (follows.c.reader == reader, follows.c.number == number)
    row = connection.execute(select(follows).where(*own)).one_or_none()
    return None if row is None else _follow(row)


def find(connection: Connection, reader: str, kind: FollowKind, value: str) -> Follow | None:
    """Return the reader's follow or exclusion of exactly this, None where there is none."""
    own = (follows.c.reader == reader, follows.c.kind == kind, follows.c.value == value)
    row = connection.execute(select(follows).where(*own).order_by(follows.c.number)).first()
    return None if row is None else _follow(row)


def rename(connection: Connection, reader: str, number: int, title: str) -> Follow | None:
    """Give a follow another name; return it, None where the reader has none of this number."""
    own = (follows.c.reader == reader, follows.c.number == number)
    connection.execute(update(follows).where(*own).values(title=title))
    return get(connection, reader, number)


def remove(connection: Connection, reader: str, number: int) -> Follow | None:
    """Take a follow away; return what it was, None where the reader has none of this number."""
    found = get(connection, reader, number)
    if found is not None:
        connection.execute(delete(follows).where(follows.c.reader == reader, follows.c.number == number))
    return found


def _follow(row: Row[Any]) -> Follow:
    return Follow(
        number=row.number,
        reader=row.reader,
        kind=cast(FollowKind, row.kind),
        value=row.value,
        title=row.title,
        excluded=bool(row.excluded),
        made=datetime.fromisoformat(row.made),
    )
