"""What at most one process does at a time: a lease is held until it is given back, runs out, or its process dies."""

from sqlalchemy import Connection, delete, or_, select, update

from broadsheet.lib.process import is_gone
from broadsheet.store.dialect import clock_ms, insert_into
from broadsheet.store.schema import leases


def claim(connection: Connection, name: str, holder: str, seconds: float) -> bool:
    """Take the lease for so many seconds; False where another holds it."""
    now = clock_ms(connection)
    until = now + int(seconds * 1000)
    fresh = insert_into(connection, leases).values(name=name, holder=holder, held_until=until)
    if connection.execute(fresh.on_conflict_do_nothing().returning(leases.c.name)).scalar():
        return True
    held_by = connection.execute(select(leases.c.holder).where(leases.c.name == name)).scalar_one()
    free = or_(leases.c.holder == holder, leases.c.held_until <= now)
    if is_gone(held_by):
        free = or_(free, leases.c.holder == held_by)
    taken = update(leases).where(leases.c.name == name, free).values(holder=holder, held_until=until)
    return bool(connection.execute(taken).rowcount)


def renew(connection: Connection, name: str, holder: str, seconds: float) -> bool:
    """Hold the lease for so many seconds from now; False where it was lost."""
    until = clock_ms(connection) + int(seconds * 1000)
    statement = update(leases).where(leases.c.name == name, leases.c.holder == holder).values(held_until=until)
    return bool(connection.execute(statement).rowcount)


def release(connection: Connection, name: str, holder: str) -> None:
    """Give the lease back; nothing happens where it was lost."""
    connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))


def held(connection: Connection) -> set[str]:
    """Return the names of all leases that somebody holds who still lives, as far as that can be known."""
    alive = select(leases.c.name, leases.c.holder).where(leases.c.held_until > clock_ms(connection))
    return {row.name for row in connection.execute(alive) if not is_gone(row.holder)}
