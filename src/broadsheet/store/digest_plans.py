"""Plans of digests: who gets which digest when, where to, and what is due."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import orjson
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from broadsheet.model.digest import Contents, Plan, Quiet, Rhythm
from broadsheet.store import counters
from broadsheet.store.schema import digest_plans


def add(connection: Connection, plan: Plan) -> Plan:
    """Keep a new plan; return it with its number."""
    numbered = replace(plan, number=counters.take(connection, "plan")[0])
    connection.execute(insert(digest_plans).values(number=numbered.number, **_values(numbered)))
    return numbered


def get(connection: Connection, number: int) -> Plan | None:
    """Return a plan, None where there is none of this number."""
    row = connection.execute(select(digest_plans).where(digest_plans.c.number == number)).one_or_none()
    return None if row is None else _plan(row)


def of_reader(connection: Connection, reader: str) -> list[Plan]:
    """Return a reader's plans in the order in which they were made."""
    statement = select(digest_plans).where(digest_plans.c.reader == reader).order_by(digest_plans.c.number)
    return [_plan(row) for row in connection.execute(statement)]


def change(connection: Connection, plan: Plan) -> bool:
    """Keep a plan in place of the one of its number; False where that is gone."""
    statement = update(digest_plans).where(digest_plans.c.number == plan.number).values(**_values(plan))
    return bool(connection.execute(statement).rowcount)


def remove(connection: Connection, number: int) -> bool:
    """Delete a plan; its digests stay. Tell whether there was one."""
    return bool(connection.execute(delete(digest_plans).where(digest_plans.c.number == number)).rowcount)


def confirm(connection: Connection, number: int, address: str) -> bool:
    """Note that mail to a plan's address is wanted there; False where the plan is gone or has another address."""
    mine = (digest_plans.c.number == number, digest_plans.c.address == address)
    return bool(connection.execute(update(digest_plans).where(*mine).values(confirmed=True)).rowcount)


def stop_mail(connection: Connection, number: int) -> bool:
    """Let no more mail go out by a plan, whose digests can be read on the page from now on; False where it is gone."""
    statement = update(digest_plans).where(digest_plans.c.number == number).values(address="", confirmed=False)
    return bool(connection.execute(statement).rowcount)


def move_mail(connection: Connection, reader: str, address: str, into: str) -> None:
    """Let a reader's digests that were mailed to one address go to another that was shown to be theirs."""
    mine = (digest_plans.c.reader == reader, digest_plans.c.address == address)
    connection.execute(update(digest_plans).where(*mine).values(address=into, confirmed=True))


def due(
    connection: Connection, now: datetime, *, limit: int, but: Sequence[int] = (), share: tuple[int, int] = (0, 1)
) -> list[Plan]:
    """Return plans that are due, the one due longest first; those in `but` are left out.

    `share` is a part of all plans, counted from 0, and how many parts there are: each process takes its own.
    """
    part, parts = share
    statement = (
        select(digest_plans)
        .where(digest_plans.c.due <= _text(now), digest_plans.c.number.not_in(list(but)))
        .where(digest_plans.c.number % parts == part)
        .order_by(digest_plans.c.due, digest_plans.c.number)
        .limit(limit)
    )
    return [_plan(row) for row in connection.execute(statement)]


def count_due(connection: Connection, now: datetime) -> int:
    """Count the plans that are due."""
    statement = select(func.count()).where(digest_plans.c.due <= _text(now))
    return int(connection.execute(statement).scalar_one())


def next_due(connection: Connection) -> datetime | None:
    """Return when the next plan is due, None where none will be."""
    found = connection.execute(select(func.min(digest_plans.c.due))).scalar()
    return datetime.fromisoformat(found) if found else None


def move_on(connection: Connection, seen: Plan, due: datetime | None, covered: datetime | None) -> bool:
    """Let a plan be due then; False where it is not any more as it was seen, because another was quicker."""
    stored = get(connection, seen.number)
    if stored is None or replace(stored, confirmed=seen.confirmed) != seen:
        return False
    # On what was read: of two that saw the same row only one finds it unchanged.
    as_seen = (digest_plans.c.number == seen.number, digest_plans.c.due.is_not_distinct_from(_optional(seen.due)))
    values = {"due": _optional(due), "covered": _optional(covered)}
    return bool(connection.execute(update(digest_plans).where(*as_seen).values(values)).rowcount)


def _values(plan: Plan) -> dict[str, object]:
    contents = plan.contents
    sizes = {"personal": contents.personal, "follow": contents.follow, "trending": contents.trending}
    return {
        "reader": plan.reader,
        "name": plan.name,
        "rhythm": plan.rhythm,
        "weekday": plan.weekday,
        "monthday": plan.monthday,
        "hour": plan.hour,
        "minute": plan.minute,
        "zone": plan.zone,
        "address": plan.address,
        "confirmed": plan.confirmed,
        "contents": orjson.dumps(sizes).decode(),
        "quiet": plan.quiet,
        "made": plan.made.isoformat(timespec="seconds"),
        "due": _optional(plan.due),
        "covered": _optional(plan.covered),
    }


def _plan(row: Row[Any]) -> Plan:
    return Plan(
        number=row.number,
        reader=row.reader,
        name=row.name,
        rhythm=cast(Rhythm, row.rhythm),
        weekday=row.weekday,
        monthday=row.monthday,
        hour=row.hour,
        minute=row.minute,
        zone=row.zone,
        address=row.address,
        confirmed=row.confirmed,
        contents=Contents(**orjson.loads(row.contents)),
        quiet=cast(Quiet, row.quiet),
        made=datetime.fromisoformat(row.made),
        due=datetime.fromisoformat(row.due) if row.due else None,
        covered=datetime.fromisoformat(row.covered) if row.covered else None,
    )


def _optional(moment: datetime | None) -> str | None:
    return None if moment is None else _text(moment)


def _text(moment: datetime) -> str:
    # One zone and one length, so that texts sort as times do.
    return moment.astimezone(UTC).isoformat(timespec="seconds")
