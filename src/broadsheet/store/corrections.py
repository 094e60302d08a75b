"""What readers said of facts that were read out of papers: append-only, the latest holds."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from broadsheet.model.facts import Correction, Fact
from broadsheet.store import counters
from broadsheet.store.dialect import in_parts
from broadsheet.store.fact_rows import pack, unpack
from broadsheet.store.schema import corrections


def put(
    connection: Connection, key: int, reader: str, *, before: Fact | None, after: Fact | None, made: datetime
) -> Correction:
    """Keep a correction of a paper's fact; `store.readings.settle` must follow, so that it counts."""
    number = counters.take(connection, "correction")[0]
    row = {"number": number, "paper_key": key, "reader": reader, "made": made.isoformat(timespec="microseconds")}
    connection.execute(insert(corrections).values(**row, before=_packed(before), after=_packed(after)))
    return Correction(number, key, reader, made, before, after and replace(after, by=reader))


def of_reader(connection: Connection, reader: str) -> list[Correction]:
    """Return the corrections of a reader that hold, in the order they were made."""
    return [_correction(row) for row in connection.execute(_holding().where(corrections.c.reader == reader))]


def take_back(connection: Connection, correction: Correction, reader: str, made: datetime) -> None:
    """Let a correction count no more; `store.readings.settle` must follow."""
    number = counters.take(connection, "correction")[0]
    row = {"number": number, "paper_key": correction.paper_key, "reader": reader}
    connection.execute(
        insert(corrections).values(
            **row, made=made.isoformat(timespec="microseconds"), takes_back=correction.number, before=None, after=None
        )
    )


def get(connection: Connection, number: int) -> Correction | None:
    """Return a correction that holds."""
    row = connection.execute(_holding().where(corrections.c.number == number)).first()
    return None if row is None else _correction(row)


def of_papers(connection: Connection, keys: Collection[int]) -> dict[int, list[Correction]]:
    """Return for those of these papers that have any the corrections that hold, in the order they were made."""
    found: dict[int, list[Correction]] = {}
    for part in in_parts(sorted(keys)):
        for row in connection.execute(_holding().where(corrections.c.paper_key.in_(part))):
            found.setdefault(row.paper_key, []).append(_correction(row))
    return found


def stream(connection: Connection) -> Iterator[Correction]:
    """Yield all corrections that hold, in the order they were made."""
    for row in connection.execute(_holding()):
        yield _correction(row)


def move(connection: Connection, key: int, into: int) -> int:
    """Give the corrections of paper `key` to paper `into`; return how many. `store.readings.settle` must follow."""
    return connection.execute(update(corrections).where(corrections.c.paper_key == key).values(paper_key=into)).rowcount


def _holding() -> Select[Any]:
    undone = select(corrections.c.takes_back).where(corrections.c.takes_back.is_not(None))
    said = corrections.c.takes_back.is_(None)
    return select(corrections).where(said, corrections.c.number.not_in(undone)).order_by(corrections.c.number)


def _correction(row: Row[Any]) -> Correction:
    made = datetime.fromisoformat(row.made)
    after = _unpacked(row.after)
    if after is not None:
        after = replace(after, by=row.reader)
    return Correction(row.number, row.paper_key, row.reader, made, _unpacked(row.before), after)


def _packed(fact: Fact | None) -> str | None:
    # Who said it stands beside it only, so that nothing within leads to a reader who has left.
    return None if fact is None else pack([replace(fact, by="")])


def _unpacked(text: str | None) -> Fact | None:
    return None if text is None else unpack(text)[0]
