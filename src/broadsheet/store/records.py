"""Source records: what came in, as it came, with its origin."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import zstandard
from sqlalchemy import Connection, func, insert, select

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


def known(connection: Connection, digests: Collection[str]) -> set[str]:
    """Return those of the digests whose records are in the catalog."""
    every = list(digests)
    found: set[str] = set()
    for start in range(0, len(every), _MANY):
        part = every[start : start + _MANY]
        statement = select(source_records.c.digest).where(source_records.c.digest.in_(part))
        found.update(connection.execute(statement).scalars())
    return found


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
            # File names that are not UTF-8 come with lone surrogates, which no database stores.
            "origin": record.raw.origin.encode("utf-8", "replace").decode(),
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


def count(connection: Connection) -> int:
    """Return the number of source records."""
    return int(connection.execute(select(func.count()).select_from(source_records)).scalar_one())
