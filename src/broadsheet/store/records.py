"""Source records: what came in, as it came, with its origin."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import zstandard
from sqlalchemy import Connection, func, insert, select, update

from broadsheet.model.raw import RawRecord
from broadsheet.store import counters
from broadsheet.store.dialect import write_rows
from broadsheet.store.schema import source_records

_MANY = 5_000


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A source record in the catalog. `number` is its place in the order of arrival, 0 before it is stored."""

    raw: RawRecord
    paper_key: int
    source: str
    source_id: str
    received: datetime
    number: int = 0


def digest(raw: RawRecord) -> str:
    """Digest of format and payload: equal for the same record from wherever it came."""
    return hashlib.blake2b(raw.format.encode() + b"\0" + raw.payload, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A record that the catalog has: whose it is, of which paper."""

    paper_key: int
    source: str


def known(connection: Connection, digests: Collection[str]) -> dict[str, KnownRecord]:
    """Return those of the digests whose records are in the catalog."""
    every = list(digests)
    found: dict[str, KnownRecord] = {}
    columns = (source_records.c.digest, source_records.c.paper_key, source_records.c.source)
    for start in range(0, len(every), _MANY):
        statement = select(*columns).where(source_records.c.digest.in_(every[start : start + _MANY]))
        found.update((row.digest, KnownRecord(row.paper_key, row.source)) for row in connection.execute(statement))
    return found


def outdated(connection: Connection, digests: Collection[str]) -> set[str]:
    """Return those of the digests whose source has since said something else of the same id in the same format.

    What it says in another format stands beside it: two formats taken in turn would else outdate each other for ever.
    """
    series = tuple(source_records.c[name] for name in ("paper_key", "source", "source_id", "format"))
    every = list(digests)
    found: set[str] = set()
    for start in range(0, len(every), _MANY):
        part = source_records.c.digest.in_(every[start : start + _MANY])
        asked = connection.execute(select(source_records.c.digest, source_records.c.number, *series).where(part)).all()
        # By paper, in a statement of its own: within one, SQLite looks for later records among all of the source.
        theirs = source_records.c.paper_key.in_({row.paper_key for row in asked})
        newest = select(*series, func.max(source_records.c.number).label("last")).where(theirs).group_by(*series)
        last = {tuple(row[:4]): row.last for row in connection.execute(newest)}
        found.update(row.digest for row in asked if row.number < last[tuple(row[2:])])
    return found


def renew(connection: Connection, digests: Collection[str]) -> None:
    """Let these records be the last that their sources said."""
    every = sorted(digests)
    for digest_, number in zip(every, counters.take(connection, "record", len(every)) if every else (), strict=True):
        statement = update(source_records).where(source_records.c.digest == digest_)
        connection.execute(statement.values(number=number))


def add(connection: Connection, added: Sequence[StoredRecord]) -> None:
    """Add records that are not `known`, in their order of arrival."""
    if not added:
        return
    compressor = zstandard.ZstdCompressor(level=3)
    numbers = counters.take(connection, "record", len(added))
    rows = [
        {
            "digest": digest(record.raw),
            "number": number,
            "paper_key": record.paper_key,
            "source": record.source,
            "source_id": record.source_id,
            "format": record.raw.format,
            "payload": compressor.compress(record.raw.payload),
            # No database stores lone surrogates, of which file names that are not UTF-8 have some; PostgreSQL no NUL.
            "origin": record.raw.origin.encode("utf-8", "replace").decode().replace("\0", ""),
            "position": record.raw.position,
            "received": record.received.isoformat(timespec="seconds"),
        }
        for number, record in zip(numbers, added, strict=True)
    ]
    write_rows(connection, insert(source_records), rows)


def of_papers(connection: Connection, keys: Iterable[int]) -> dict[int, list[StoredRecord]]:
    """Return all records of these papers, in order of arrival."""
    every = list(keys)
    found: dict[int, list[StoredRecord]] = {key: [] for key in every}
    decompressor = zstandard.ZstdDecompressor()
    for start in range(0, len(every), _MANY):
        part = every[start : start + _MANY]
        statement = select(source_records).where(source_records.c.paper_key.in_(part)).order_by(source_records.c.number)
        for row in connection.execute(statement):
            payload = decompressor.decompress(row.payload)
            found[row.paper_key].append(
                StoredRecord(
                    raw=RawRecord(row.format, payload, row.origin, row.position),
                    paper_key=row.paper_key,
                    source=row.source,
                    source_id=row.source_id,
                    received=datetime.fromisoformat(row.received),
                    number=row.number,
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class Arrivals:
    """When the first and the latest of a paper's records came in (UTC)."""

    first: datetime
    latest: datetime


def arrivals(connection: Connection, keys: Collection[int]) -> dict[int, Arrivals]:
    """Return when these papers came into the library and when they last changed; papers without records are left out.

    What services count about a paper is no change of it.
    """
    every = list(keys)
    first, latest = func.min(source_records.c.received), func.max(source_records.c.received)
    columns = (source_records.c.paper_key, first.label("first"), latest.label("latest"))
    found: dict[int, Arrivals] = {}
    for start in range(0, len(every), _MANY):
        part = source_records.c.paper_key.in_(every[start : start + _MANY])
        for row in connection.execute(select(*columns).where(part).group_by(source_records.c.paper_key)):
            found[row.paper_key] = Arrivals(datetime.fromisoformat(row.first), datetime.fromisoformat(row.latest))
    return found


def count(connection: Connection) -> int:
    """Return the number of source records."""
    return int(connection.execute(select(func.count()).select_from(source_records)).scalar_one())
