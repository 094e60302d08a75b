"""Answers of services that may be used again, or asked for on condition. A cache: any row may go at any time."""

from dataclasses import dataclass

import orjson
import zstandard
from sqlalchemy import Connection, delete, func, select

from broadsheet.store.dialect import clock_ms, insert_into
from broadsheet.store.schema import kept_answers

_MOST = 20_000  # answers kept, the oldest go first


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer with its validators; `fresh_until` in ms since 1970, 0 where it must be asked for again."""

    url: str
    etag: str
    last_modified: str
    fresh_until: int
    headers: dict[str, str]
    body: bytes


def find(connection: Connection, url: str) -> KeptAnswer | None:
    """Return the answer kept for this address."""
    row = connection.execute(select(kept_answers).where(kept_answers.c.url == url)).one_or_none()
    if row is None:
        return None
    body = zstandard.ZstdDecompressor().decompress(row.body)
    return KeptAnswer(row.url, row.etag, row.last_modified, row.fresh_until, orjson.loads(row.headers), body)


def keep(connection: Connection, answer: KeptAnswer) -> None:
    """Keep an answer in place of the one before it."""
    values = {
        "url": answer.url,
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "fresh_until": answer.fresh_until,
        "headers": orjson.dumps(answer.headers).decode(),
        "body": zstandard.ZstdCompressor(level=3).compress(answer.body),
        "kept": clock_ms(connection),
    }
    statement = insert_into(connection, kept_answers).values(values)
    statement = statement.on_conflict_do_update(
        index_elements=["url"], set_={name: statement.excluded[name] for name in values if name != "url"}
    )
    connection.execute(statement)
    _let_go(connection)


def forget(connection: Connection, seconds: float) -> int:
    """Let go of answers that were kept longer ago than this; return how many."""
    before = clock_ms(connection) - int(seconds * 1000)
    return connection.execute(delete(kept_answers).where(kept_answers.c.kept < before)).rowcount


def _let_go(connection: Connection) -> None:
    count = connection.execute(select(func.count()).select_from(kept_answers)).scalar_one()
    if count > _MOST:
        oldest = select(kept_answers.c.url).order_by(kept_answers.c.kept).limit(count - _MOST)
        connection.execute(delete(kept_answers).where(kept_answers.c.url.in_(oldest)))
