"""Politeness over all processes that share the catalog: who may ask a host, and when."""

from dataclasses import dataclass

from sqlalchemy import Connection, case, select, update

from broadsheet.lib.process import is_gone
from broadsheet.store.dialect import clock_ms, insert_into
from broadsheet.store.schema import hosts


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether the host may be asked now; if not, after how many seconds it is worth asking again."""

    granted: bool
    wait: float = 0.0


LONGEST_HOLD_MS = 86_400_000
_BUSY = 0.25  # seconds: how soon to look again whether another process has its answer


def take_turn(connection: Connection, host: str, holder: str, *, interval: float, longest: float) -> Turn:
    """Take the host for one request, if nobody is asking it and the last answer is `interval` seconds past.

    A turn that is not given back runs out after `longest` seconds, or as soon as its process is known to
    have died; the next one is the interval after that was noticed. Needs a write transaction.
    """
    blank = {"host": host, "free_at": 0, "holder": "", "held_since": 0, "held_until": 0}
    connection.execute(insert_into(connection, hosts).values(blank).on_conflict_do_nothing())
    row = connection.execute(select(hosts).where(hosts.c.host == host).with_for_update()).one()
    now, pause = clock_ms(connection), int(interval * 1000)
    free_at = row.free_at
    if row.holder:
        if row.held_until > now and not is_gone(row.holder):
            return Turn(False, _BUSY)
        # Nobody knows when its last request arrived there, but it was before now.
        free_at = max(free_at, now + pause + 1)
        connection.execute(update(hosts).where(hosts.c.host == host).values(holder="", free_at=free_at))
    # A clock that was set back must not close the host for longer than a host may wish.
    free_at = min(free_at, now + LONGEST_HOLD_MS)
    if now < free_at:
        return Turn(False, (free_at - now) / 1000)
    values = {"holder": holder, "held_since": now, "held_until": now + int(longest * 1000)}
    connection.execute(update(hosts).where(hosts.c.host == host).values(values))
    return Turn(True)


def give_back(connection: Connection, host: str, holder: str, *, interval: float) -> None:
    """End a turn: the host may be asked again `interval` seconds from now, by whomever.

    A wish to be left alone that came meanwhile stands, though another process heard it.
    """
    free_at = clock_ms(connection) + int(interval * 1000) + 1  # the clock has dropped part of a millisecond
    statement = update(hosts).where(hosts.c.host == host, hosts.c.holder == holder)
    later = case((hosts.c.free_at > free_at, hosts.c.free_at), else_=free_at)
    connection.execute(statement.values(holder="", free_at=later))


def hold_off(connection: Connection, host: str, seconds: float) -> None:
    """Let nobody ask the host for so many seconds, at most a day, as it wished; a longer wish stands."""
    until = clock_ms(connection) + min(int(seconds * 1000), LONGEST_HOLD_MS)
    statement = update(hosts).where(hosts.c.host == host, hosts.c.free_at < until)
    connection.execute(statement.values(free_at=until))
