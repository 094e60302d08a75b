"""Papers that may be suggested: what follows and suggestions ask of them, and nothing more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from broadsheet.store.dialect import in_parts
from broadsheet.store.schema import papers


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper that may be suggested; `authors` are their display names in order."""

    key: int
    id: str
    title: str
    authors: tuple[str, ...]
    day: date
    categories: tuple[str, ...]


def of_papers(connection: Connection, keys: Collection[int]) -> list[Candidate]:
    """Return those of these papers that stand in the library, by key: not the withdrawn, retracted and deleted ones."""
    columns = select(*(papers.c[name] for name in ("key", "id", "title", "authors", "day", "categories")))
    found: list[Candidate] = []
    for part in in_parts(sorted(keys)):
        statement = columns.where(papers.c.key.in_(part), papers.c.standing == "").order_by(papers.c.key)
        found += map(_candidate, connection.execute(statement))
    return found


def listed_until(connection: Connection, last: date, limit: int) -> list[int]:
    """Return the papers listed up to a day, the latest first."""
    until = papers.c.day <= last.isoformat()
    statement = select(papers.c.key).where(until).order_by(papers.c.day.desc(), papers.c.key.desc()).limit(limit)
    return list(connection.execute(statement).scalars())


def _candidate(row: Row[Any]) -> Candidate:
    return Candidate(
        key=row.key,
        id=row.id,
        title=row.title,
        authors=tuple(name for name, *_ in orjson.loads(row.authors)),
        day=date.fromisoformat(row.day),
        categories=tuple(orjson.loads(row.categories)),
    )
