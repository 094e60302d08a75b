"""Editions as they were printed. A closed one is never written again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
import zstandard
from sqlalchemy import Connection, Row, select

from broadsheet.errors import StoreError
from broadsheet.model.edition import Edition, Period
from broadsheet.store import counters
from broadsheet.store.dialect import insert_into
from broadsheet.store.schema import editions

_HEAD = tuple(editions.c[name] for name in ("id", "period", "first", "last", "closed", "known_until", "inputs"))


@dataclass(frozen=True, slots=True)
class EditionHead:
    """Which edition it is, and its state: with `id` and `known_until` the same, everything in it is."""

    id: str
    period: Period
    first: date
    last: date
    closed: bool
    known_until: datetime
    inputs: str


def put(connection: Connection, edition: Edition) -> bool:
    """Store an edition, in place of one of the same id that was still open; tell whether it was stored."""
    counters.queue_up(connection)
    held = head(connection, edition.id)
    if held is not None and held.closed:
        return False
    row = {
        "id": edition.id,
        "period": edition.period,
        "first": edition.first.isoformat(),
        "last": edition.last.isoformat(),
        "closed": edition.closed,
        "known_until": edition.known_until.isoformat(),
        "formula": edition.formula,
        "inputs": edition.inputs,
        "document": zstandard.compress(msgspec.json.encode(edition)),
    }
    statement = insert_into(connection, editions).values(**row)
    replaced = {name: statement.excluded[name] for name in row if name != "id"}
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=replaced))
    return True


def get(connection: Connection, edition_id: str) -> Edition | None:
    """Return an edition, None where there is none of this id; StoreError where its document is damaged."""
    text = _document(connection, edition_id)
    return None if text is None else _edition(edition_id, text)


def head(connection: Connection, edition_id: str) -> EditionHead | None:
    """Return which edition it is and its state, None where there is none of this id."""
    row = connection.execute(select(*_HEAD).where(editions.c.id == edition_id)).one_or_none()
    return None if row is None else _head(row)


def heads(
    connection: Connection,
    period: Period,
    *,
    limit: int,
    closed: bool | None = None,
    before: date | None = None,
) -> list[EditionHead]:
    """Return the editions of a period, newest first.

    All of them, closed or open ones, those that end before a day.
    """
    statement = select(*_HEAD).where(editions.c.period == period).order_by(editions.c.first.desc()).limit(limit)
    if closed is not None:
        statement = statement.where(editions.c.closed == closed)
    if before is not None:
        statement = statement.where(editions.c.last < before.isoformat())
    return [_head(row) for row in connection.execute(statement)]


def neighbours(connection: Connection, period: Period, first: date) -> tuple[str, str]:
    """Return the ids of the editions before and after the one that begins on a day, empty where there is none."""
    of_period = select(editions.c.id).where(editions.c.period == period).limit(1)
    begins = editions.c.first
    before = of_period.where(begins < first.isoformat()).order_by(begins.desc())
    after = of_period.where(begins > first.isoformat()).order_by(begins)
    return connection.execute(before).scalar() or "", connection.execute(after).scalar() or ""


def ids(connection: Connection, *, closed: bool) -> set[str]:
    """Return the ids of all editions that are closed, or of all that are open."""
    return set(connection.execute(select(editions.c.id).where(editions.c.closed == closed)).scalars())


def latest_with(connection: Connection, key: int, paper_id: str) -> Edition | None:
    """Return the latest edition that keeps a paper, known by its key or this id; None where none does.

    An open one ends for this where it was made last; of those that end on the same day the shortest is the latest.
    """
    every = [_head(row) for row in connection.execute(select(*_HEAD))]
    every.sort(key=lambda one: (min(one.last, one.known_until.date()), one.first), reverse=True)
    told = (b'"key":%d,' % key, b'"id":' + msgspec.json.encode(paper_id))
    for one in every:
        text = _document(connection, one.id)
        if text is not None and any(name in text for name in told):
            return _edition(one.id, text)
    return None


def forget(connection: Connection, edition_ids: Sequence[str]) -> int:
    """Delete editions that are still open; return how many."""
    statement = editions.delete().where(editions.c.id.in_(edition_ids), editions.c.closed.is_(False))
    return connection.execute(statement).rowcount


def _head(row: Row[Any]) -> EditionHead:
    first, last = date.fromisoformat(row.first), date.fromisoformat(row.last)
    known = datetime.fromisoformat(row.known_until)
    return EditionHead(row.id, row.period, first, last, row.closed, known, row.inputs)


def _document(connection: Connection, edition_id: str) -> bytes | None:
    document = connection.execute(select(editions.c.document).where(editions.c.id == edition_id)).scalar()
    try:
        return None if document is None else zstandard.decompress(document)
    except zstandard.ZstdError as error:
        raise _damaged(edition_id, error) from error


def _edition(edition_id: str, text: bytes) -> Edition:
    try:
        return msgspec.json.decode(text, type=Edition)
    except msgspec.DecodeError as error:
        raise _damaged(edition_id, error) from error


def _damaged(edition_id: str, error: Exception) -> StoreError:
    return StoreError(f"The edition {edition_id} is damaged in the catalog ({error}).")
