"""A curator's hand: papers are picked for editions that are still open."""

from datetime import datetime

from broadsheet.editions.calendar import bounds, closes, current
from broadsheet.errors import NotFound
from broadsheet.store import editions, papers, picks
from broadsheet.store.database import Connection
from broadsheet.store.picks import Pick

LONGEST_LINE = 280  # characters


def pick(
    connection: Connection, key: int, edition_id: str, *, leads: bool, line: str, curator: str, now: datetime
) -> Pick:
    """Pin a paper to an edition, with a line on it; where that one is closed, to the one that is open now.

    NotFound where there is no such paper or edition; the `edition` of what is returned says where it went.
    """
    if not papers.get(connection, [key]):
        raise NotFound("This paper is not in the library any more.")
    into = open_for(connection, edition_id, now)
    said = " ".join("".join(sign if sign.isprintable() else " " for sign in line).split())[:LONGEST_LINE]
    return picks.add(connection, key, into, leads=leads, line=said, curator=curator, made=now)


def open_for(connection: Connection, edition_id: str, now: datetime) -> str:
    """Return the edition that a pick goes into: the one asked for, or where that is closed the one open now."""
    period, _, _ = bounds(edition_id)
    held = editions.head(connection, edition_id)
    is_closed = (held is not None and held.closed) or now >= closes(edition_id)
    return current(period, now) if is_closed else edition_id
