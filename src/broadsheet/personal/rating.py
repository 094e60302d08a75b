"""Ratings of papers by one reader: of several that contradict each other only the last one holds."""

from datetime import datetime
from typing import Literal

from broadsheet.store import marks
from broadsheet.store.database import Connection

Rating = Literal["up", "down", "uninterested", "hidden"]
RATINGS: tuple[Rating, ...] = ("up", "down", "uninterested", "hidden")


def rate(connection: Connection, reader: str, key: int, rating: Rating | None, made: datetime) -> Rating | None:
    """Let one rating hold in place of whatever held before, or none; return what held before."""
    held = marks.of_papers(connection, reader, [key]).get(key, frozenset())
    before = next((one for one in RATINGS if one in held), None)
    for one in RATINGS:
        if one in held and one != rating:
            marks.put(connection, reader, key, one, on=False, made=made)
    if rating is not None and rating not in held:
        marks.put(connection, reader, key, rating, on=True, made=made)
    return before
