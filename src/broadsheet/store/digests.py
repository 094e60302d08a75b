"""Digests as they were made: one for a plan and a period, never written again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import zstandard
from sqlalchemy import Connection, Row, func, select

from broadsheet.errors import StoreError
from broadsheet.model.digest import Digest
from broadsheet.store.dialect import insert_into
from broadsheet.store.schema import digests

_HEAD = tuple(digests.c[name] for name in ("plan", "period", "reader", "made", "subject", "papers"))


@dataclass(frozen=True, slots=True)
class DigestHead:
    """Which digest it is, and how many papers are in it."""

    plan: int
    period: str
    reader: str
    made: datetime
    subject: str
    papers: int


def put(connection: Connection, digest: Digest) -> bool:
    """Keep a digest; False where its plan has one for this period already, which stays."""
    row = {
        "plan": digest.plan,
        "period": digest.period,
        "reader": digest.reader,
        "made": digest.made.isoformat(timespec="seconds"),
        "subject": digest.subject,
        "papers": digest.count,
        "document": zstandard.compress(msgspec.json.encode(digest)),
    }
    statement = insert_into(connection, digests).values(**row).on_conflict_do_nothing().returning(digests.c.plan)
    return connection.execute(statement).scalar() is not None


def get(connection: Connection, plan: int, period: str) -> Digest | None:
    """Return a plan's digest for a period, None where there is none; StoreError where it is damaged."""
    mine = (digests.c.plan == plan, digests.c.period == period)
    document = connection.execute(select(digests.c.document).where(*mine)).scalar()
    return None if document is None else _digest(plan, period, document)


def exists(connection: Connection, plan: int, period: str) -> bool:
    """Whether a plan has a digest for a period."""
    mine = (digests.c.plan == plan, digests.c.period == period)
    return connection.execute(select(digests.c.plan).where(*mine)).first() is not None


def heads(connection: Connection, reader: str, *, limit: int, offset: int = 0, plan: int = 0) -> list[DigestHead]:
    """Return a reader's digests, the latest first; of one plan, or of all."""
    statement = select(*_HEAD).where(*_of(reader, plan)).order_by(digests.c.made.desc(), digests.c.period.desc())
    return [_head(row) for row in connection.execute(statement.limit(limit).offset(offset))]


def count(connection: Connection, reader: str, *, plan: int = 0) -> int:
    """Count a reader's digests; of one plan, or of all."""
    return int(connection.execute(select(func.count()).where(*_of(reader, plan))).scalar_one())


def latest(connection: Connection, reader: str, *, limit: int) -> list[Digest]:
    """Return a reader's last digests, the latest first."""
    columns = select(digests.c.plan, digests.c.period, digests.c.document)
    statement = columns.where(digests.c.reader == reader).order_by(digests.c.made.desc(), digests.c.period.desc())
    return [_digest(row.plan, row.period, row.document) for row in connection.execute(statement.limit(limit))]


def _of(reader: str, plan: int) -> Sequence[Any]:
    mine = [digests.c.reader == reader]
    return [*mine, digests.c.plan == plan] if plan else mine


def _head(row: Row[Any]) -> DigestHead:
    return DigestHead(row.plan, row.period, row.reader, datetime.fromisoformat(row.made), row.subject, row.papers)


def _digest(plan: int, period: str, document: bytes) -> Digest:
    try:
        return msgspec.json.decode(zstandard.decompress(document), type=Digest)
    except (msgspec.DecodeError, zstandard.ZstdError) as error:
        raise StoreError(f"The digest {plan}/{period} is damaged in the catalog ({error}).") from error
