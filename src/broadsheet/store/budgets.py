"""What services may be charged for in a day: spent before it is used, so that it is never exceeded."""

from sqlalchemy import Connection, delete, select, update

from broadsheet.store.dialect import insert_into
from broadsheet.store.schema import budgets


def spend(connection: Connection, name: str, day: str, cost: int, limit: int) -> bool:
    """Take `cost` from the day's budget; False, and nothing is taken, where that would exceed `limit`."""
    row = {"name": name, "day": day, "spent": 0}
    connection.execute(insert_into(connection, budgets).values(row).on_conflict_do_nothing())
    statement = (
        update(budgets)
        .where(budgets.c.name == name, budgets.c.day == day, budgets.c.spent + cost <= limit)
        .values(spent=budgets.c.spent + cost)
    )
    return bool(connection.execute(statement).rowcount)


def spent(connection: Connection, name: str, day: str) -> int:
    """Return what was spent on that day."""
    statement = select(budgets.c.spent).where(budgets.c.name == name, budgets.c.day == day)
    return int(connection.execute(statement).scalar() or 0)


def forget(connection: Connection, before: str) -> None:
    """Let go of what was spent before that day."""
    connection.execute(delete(budgets).where(budgets.c.day < before))
