"""Where harvests go on, and what became of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from broadsheet.store import counters
from broadsheet.store.dialect import insert_into
from broadsheet.store.schema import harvest_cursors, harvest_runs

Cursor = dict[str, Any]  # JSON that its source understands


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One harvest of one source. `ended` is None while it runs, and stays so if it is killed."""

    id: int
    source: str
    started: datetime
    ended: datetime | None
    verdict: str
    report: dict[str, Any]


def read_cursor(connection: Connection, source: str, scope: str) -> Cursor | None:
    """Return where the harvest of this scope goes on, None where it has not begun."""
    where = (harvest_cursors.c.source == source, harvest_cursors.c.scope == scope)
    text = connection.execute(select(harvest_cursors.c.cursor).where(*where)).scalar()
    return None if text is None else dict(orjson.loads(text))


def write_cursor(connection: Connection, source: str, scope: str, cursor: Cursor, now: datetime) -> None:
    """Note where the harvest of this scope goes on; to be called in the transaction of the records before it."""
    values = {
        "source": source,
        "scope": scope,
        "cursor": orjson.dumps(cursor, option=orjson.OPT_SORT_KEYS).decode(),
        "written": now.isoformat(timespec="seconds"),
    }
    statement = insert_into(connection, harvest_cursors).values(values)
    replaced = {name: statement.excluded[name] for name in ("cursor", "written")}
    connection.execute(statement.on_conflict_do_update(index_elements=["source", "scope"], set_=replaced))


def forget_cursors(connection: Connection, source: str) -> int:
    """Let the next harvest of this source begin anew; return how many scopes that concerns."""
    return connection.execute(delete(harvest_cursors).where(harvest_cursors.c.source == source)).rowcount


def begin_run(connection: Connection, source: str, started: datetime, report: dict[str, Any]) -> int:
    """Note that a harvest begins; return the run's id."""
    run = counters.take(connection, "run")[-1]
    connection.execute(
        insert(harvest_runs).values(
            id=run, source=source, started=started.isoformat(timespec="seconds"), verdict="", report=_json(report)
        )
    )
    return run


def write_run(
    connection: Connection, run: int, report: dict[str, Any], *, verdict: str = "", ended: datetime | None = None
) -> None:
    """Note how far a run is, or, with `ended`, what became of it."""
    values: dict[str, Any] = {"report": _json(report), "verdict": verdict}
    if ended is not None:
        values["ended"] = ended.isoformat(timespec="seconds")
    connection.execute(update(harvest_runs).where(harvest_runs.c.id == run).values(values))


def get_run(connection: Connection, run: int) -> StoredRun | None:
    """Return one run."""
    row = connection.execute(select(harvest_runs).where(harvest_runs.c.id == run)).one_or_none()
    return None if row is None else _run(row)


def runs(connection: Connection, *, source: str = "", limit: int = 20) -> list[StoredRun]:
    """Return the last runs, newest first; of one source, or of all."""
    statement = select(harvest_runs).order_by(harvest_runs.c.id.desc()).limit(limit)
    if source:
        statement = statement.where(harvest_runs.c.source == source)
    return [_run(row) for row in connection.execute(statement)]


def last_runs(connection: Connection) -> list[StoredRun]:
    """Return the last run of every source that was ever harvested, by name of source."""
    newest = select(func.max(harvest_runs.c.id)).group_by(harvest_runs.c.source)
    statement = select(harvest_runs).where(harvest_runs.c.id.in_(newest)).order_by(harvest_runs.c.source)
    return [_run(row) for row in connection.execute(statement)]


def forget_runs(connection: Connection, kept: int) -> int:
    """Let go of all but the last `kept` runs of every source; return how many went."""
    gone = 0
    for source in connection.execute(select(harvest_runs.c.source).distinct()).scalars().all():
        mine = harvest_runs.c.source == source
        first = select(harvest_runs.c.id).where(mine).order_by(harvest_runs.c.id.desc()).offset(kept - 1).limit(1)
        oldest = connection.execute(first).scalar()
        if oldest is not None:
            gone += connection.execute(delete(harvest_runs).where(mine, harvest_runs.c.id < oldest)).rowcount
    return gone


def _json(report: dict[str, Any]) -> str:
    return orjson.dumps(report).decode()


def _run(row: Row[Any]) -> StoredRun:
    ended = datetime.fromisoformat(row.ended) if row.ended else None
    return StoredRun(
        row.id, row.source, datetime.fromisoformat(row.started), ended, row.verdict, orjson.loads(row.report)
    )
