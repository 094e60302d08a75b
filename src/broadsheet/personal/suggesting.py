"""Suggestions for one reader, as pages and commands ask for them."""

from datetime import datetime

from broadsheet.model.suggestion import Suggestion
from broadsheet.personal.learn import learn
from broadsheet.personal.pool import gather, listed_lately
from broadsheet.personal.rank import suggest
from broadsheet.search.library import Library
from broadsheet.store import readers


def for_reader(library: Library, reader: str, now: datetime, *, days: int = 14, limit: int = 50) -> list[Suggestion]:
    """Return suggestions from the papers of the last days: none that the reader judged, saved, hid or excludes."""
    pool = gather(library, listed_lately(library, now, days), now)
    with library.database.read() as connection:
        known = readers.get(connection, reader)
    exploration = known.exploration if known else 0.0
    seed = f"{reader} {now.date()}"
    return suggest(learn(library, reader), pool, limit=limit, exploration=exploration, seed=seed)
