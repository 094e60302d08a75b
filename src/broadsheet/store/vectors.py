"""Vectors of papers, by model. Derived: a model's vectors can be made again from the papers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, select, update

from broadsheet.store import counters
from broadsheet.store.dialect import in_parts, insert_into
from broadsheet.store.schema import papers, vectors

_STORED = np.dtype("<f2")
_OUTDATED = ""  # the digest of no text


@dataclass(frozen=True, slots=True)
class Pending:
    """A paper that the model has no current vector of, and the length of its text in characters."""

    key: int
    length: int


@dataclass(frozen=True, slots=True)
class VectorBlock:
    """Vectors in order of change: keys of shape (n,), int64, and unit rows of shape (n, d), float32."""

    keys: NDArray[np.int64]
    rows: NDArray[np.float32]
    change: int  # of the last row


def pending(connection: Connection, model: str, limit: int) -> list[Pending]:
    """Return up to `limit` papers whose text, as it is now, the model has not embedded; those that came last first."""
    length = func.length(papers.c.title) + func.length(papers.c.abstract) + func.length(papers.c.summary)
    statement = (
        select(papers.c.key, length)
        .select_from(papers.outerjoin(vectors, _current(model)))
        .where(vectors.c.paper_key.is_(None))
        .order_by(papers.c.key.desc())
        .limit(limit)
    )
    return [Pending(key, length) for key, length in connection.execute(statement)]


def count(connection: Connection, model: str) -> int:
    """Return how many papers have a current vector of this model."""
    statement = select(func.count()).select_from(papers.join(vectors, _current(model)))
    return int(connection.execute(statement).scalar_one())


def count_models(connection: Connection) -> dict[str, int]:
    """Return for every model that made vectors how many there are, stale ones included."""
    statement = select(vectors.c.model, func.count().label("number")).group_by(vectors.c.model)
    return {row.model: row.number for row in connection.execute(statement)}


def save(
    connection: Connection,
    model: str,
    keys: Sequence[int],
    text_digests: Sequence[str],
    rows: NDArray[np.float32],
) -> int:
    """Store vectors (unit rows, shape (len(keys), d)) made from texts of these digests; return the change number.

    A paper that has gone meanwhile is passed over.
    """
    change = counters.take(connection, "change")[-1]
    present = set(connection.execute(select(papers.c.key).where(papers.c.key.in_(keys))).scalars())
    values = [
        {"paper_key": key, "model": model, "text_digest": digest, "vector": row.tobytes(), "change": change}
        for key, digest, row in zip(keys, text_digests, rows.astype(_STORED), strict=True)
        if key in present
    ]
    if values:
        statement = insert_into(connection, vectors)
        replaced = {name: statement.excluded[name] for name in ("text_digest", "vector", "change")}
        connection.execute(
            statement.on_conflict_do_update(index_elements=["model", "paper_key"], set_=replaced), values
        )
    return change


def changed_after(connection: Connection, model: str, change: int, *, block: int = 8_192) -> Iterator[VectorBlock]:
    """Yield the model's vectors that were made after `change`, oldest first, in blocks of about `block` rows.

    A block never ends within a change.
    """
    while True:
        of_model = (vectors.c.model == model, vectors.c.change > change)
        border = select(vectors.c.change).where(*of_model).order_by(vectors.c.change).limit(block).subquery()
        last = connection.execute(select(func.max(border.c.change))).scalar()
        if last is None:
            return
        statement = (
            select(vectors.c.paper_key, vectors.c.vector)
            .where(*of_model, vectors.c.change <= last)
            .order_by(vectors.c.change, vectors.c.paper_key)
        )
        found = connection.execute(statement).all()
        data = b"".join(row.vector for row in found)
        rows = np.frombuffer(data, dtype=_STORED).reshape(len(found), -1).astype(np.float32)
        yield VectorBlock(np.array([row.paper_key for row in found], dtype=np.int64), rows, last)
        change = last


def of_papers(connection: Connection, model: str, keys: Sequence[int]) -> tuple[NDArray[np.bool_], NDArray[np.float16]]:
    """Return for each paper whether it has a vector of the model, and the vectors, shape (n, d), zeros for the others.

    The vectors stand in the order of the keys, of which none may come twice.
    """
    has_one = np.zeros(len(keys), dtype=np.bool_)
    rows = np.zeros((len(keys), 0), dtype=_STORED)
    place_of = {key: place for place, key in enumerate(keys)}
    for part in in_parts(sorted(keys)):
        statement = select(vectors.c.paper_key, vectors.c.vector)
        found = connection.execute(statement.where(vectors.c.model == model, vectors.c.paper_key.in_(part))).all()
        if not found:
            continue
        block = np.frombuffer(b"".join(vector for _, vector in found), dtype=_STORED).reshape(len(found), -1)
        if not rows.shape[1]:
            rows = np.zeros((len(keys), block.shape[1]), dtype=_STORED)
        places = [place_of[key] for key, _ in found]
        rows[places], has_one[places] = block, True
    return has_one, rows


def count_outdated(connection: Connection, model: str) -> int:
    """Return how many papers have a vector of this model that was made of an earlier text, or taken over."""
    every = select(func.count()).select_from(vectors).where(vectors.c.model == model)
    return int(connection.execute(every).scalar_one()) - count(connection, model)


def has_model(connection: Connection, models: Sequence[str]) -> bool:
    """Return whether there are vectors of one of these models."""
    return bool(connection.execute(select(exists().where(vectors.c.model.in_(models)))).scalar_one())


def take_over(connection: Connection, model: str, earlier: str) -> int:
    """Let the vectors of an earlier model stand in for those that this model has yet to make; return how many do.

    They count as outdated, and give way one by one.
    """
    own = select(vectors.c.paper_key).where(vectors.c.model == model)
    connection.execute(delete(vectors).where(vectors.c.model == earlier, vectors.c.paper_key.in_(own)))
    taken = update(vectors).where(vectors.c.model == earlier).values(model=model, text_digest=_OUTDATED)
    return connection.execute(taken).rowcount


def drop_model(connection: Connection, model: str) -> int:
    """Delete all vectors of a model; return how many there were."""
    return connection.execute(delete(vectors).where(vectors.c.model == model)).rowcount


def _current(model: str) -> ColumnElement[bool]:
    return and_(
        vectors.c.paper_key == papers.c.key,
        vectors.c.model == model,
        vectors.c.text_digest == papers.c.text_digest,
    )
