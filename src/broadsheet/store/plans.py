"""What the reader wants harvested by the timetable."""

from dataclasses import dataclass
from datetime import date, datetime

import orjson
from sqlalchemy import Connection, select

from broadsheet.store.dialect import insert_into
from broadsheet.store.schema import plans


@dataclass(frozen=True, slots=True)
class Plan:
    """One source: whether it is harvested, of what, and from when on (None: as the source sees fit).

    `caught_up` tells that a harvest from then on came to its end, so that the next ones go on from there.
    """

    source: str
    enabled: bool = True
    sets: tuple[str, ...] = ()
    since: date | None = None
    caught_up: bool = False


def every(connection: Connection) -> list[Plan]:
    """Return all plans by name of source."""
    return [_plan(row.source, row.enabled, row.choices) for row in connection.execute(select(plans).order_by("source"))]


def get(connection: Connection, source: str) -> Plan | None:
    """Return the plan for a source, None where the reader never chose."""
    row = connection.execute(select(plans).where(plans.c.source == source)).one_or_none()
    return None if row is None else _plan(row.source, row.enabled, row.choices)


def put(connection: Connection, plan: Plan, now: datetime) -> None:
    """Keep a plan in place of the one before it."""
    since = plan.since.isoformat() if plan.since else None
    choices = {"sets": plan.sets, "since": since, "caught_up": plan.caught_up}
    values = {
        "source": plan.source,
        "enabled": plan.enabled,
        "choices": orjson.dumps(choices).decode(),
        "changed": now.isoformat(timespec="seconds"),
    }
    statement = insert_into(connection, plans).values(values)
    replaced = {name: statement.excluded[name] for name in ("enabled", "choices", "changed")}
    connection.execute(statement.on_conflict_do_update(index_elements=["source"], set_=replaced))


def _plan(source: str, enabled: bool, choices: str) -> Plan:
    chosen = orjson.loads(choices)
    since = date.fromisoformat(chosen["since"]) if chosen.get("since") else None
    return Plan(source, enabled, tuple(chosen.get("sets", ())), since, bool(chosen.get("caught_up")))
