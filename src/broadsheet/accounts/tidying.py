"""Let go of what opens nothing any more."""

from datetime import datetime, timedelta

from broadsheet.accounts.recognition import IDLE
from broadsheet.store import limits, one_time, sessions
from broadsheet.store.database import Connection

_LINKS_KEPT = timedelta(days=30)  # to be told apart from links that never were
_TRIES_KEPT = timedelta(days=2)  # the slowest bucket is empty after an hour


def tidy(connection: Connection, now: datetime) -> None:
    """Let go of sessions that are over, of links that are long too old, and of tries that count no more."""
    sessions.forget(connection, now, now - IDLE)
    one_time.forget(connection, now - _LINKS_KEPT)
    limits.forget(connection, now, _TRIES_KEPT)
