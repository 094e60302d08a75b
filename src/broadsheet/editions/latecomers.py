"""Papers that came in after the edition of their own days had closed: they go into the one that is open then."""

from datetime import datetime, timedelta

from broadsheet.editions.calendar import bounds, closes, id_of
from broadsheet.store import editions, stream
from broadsheet.store.database import Connection
from broadsheet.store.editions import EditionHead
from broadsheet.store.stream import Listed

_LATE = timedelta(days=30)  # how long before an edition a paper may be listed that is taken into it


def latecomers(connection: Connection, edition_id: str, known_until: datetime) -> list[Listed]:
    """Return the papers that came in while an edition was the one open, and too late for that of their own days.

    The calendar decides, not the order in which editions are made: nobody is asked for them for a week, then they are
    printed newest first. So each of these papers is in one edition, however late that is made.
    """
    period, first, last = bounds(edition_id)
    opened = closes(edition_id) - (last - first + timedelta(days=1))
    until = min(closes(edition_id), known_until)
    late = stream.arrived(connection, opened, until)
    earlier = [one for one in stream.listed_by_key(connection, late) if first - _LATE <= one.day < first]
    own = {one.key: id_of(period, one.day) for one in earlier}
    made = {head.id: head.known_until for one in sorted(set(own.values())) if (head := _closed(connection, one))}
    missed = {moment: stream.arrived(connection, max(opened, moment), until) for moment in set(made.values())}
    return [one for one in earlier if own[one.key] in made and one.key in missed[made[own[one.key]]]]


def _closed(connection: Connection, edition_id: str) -> EditionHead | None:
    head = editions.head(connection, edition_id)
    return head if head is not None and head.closed else None
