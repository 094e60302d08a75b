"""The stream of papers by day, as editions read it: many papers, few columns."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, exists, func, select

from broadsheet.store.dialect import in_parts
from broadsheet.store.schema import papers, source_records, vectors

_UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper under its day. `links`: the kinds of its links."""

    key: int
    id: str
    day: date
    categories: tuple[str, ...]
    sources: tuple[str, ...]
    links: frozenset[str]

    @property
    def category(self) -> str:
        """The primary category, empty where none is known."""
        return self.categories[0] if self.categories else _UNKNOWN


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a paper stands in the stream: its day as a proleptic ordinal, its primary category or an empty text."""

    key: int
    day: int
    category: str


def listed(connection: Connection, first: date, last: date, known_until: datetime) -> list[Listed]:
    """Return the papers listed from `first` to `last` that the library knew at a moment, by day and key.

    Papers that were withdrawn, retracted or deleted are left out.
    """
    late = _later(connection, known_until)
    statement = _listed_columns().where(_between(first, last)).order_by(papers.c.day, papers.c.key)
    return [one for one in map(_listed, connection.execute(statement)) if one.key not in late]


def listed_by_key(connection: Connection, keys: Collection[int]) -> list[Listed]:
    """Return those of these papers that stand in the library, by day and key."""
    found: list[Listed] = []
    for part in in_parts(sorted(keys)):
        statement = _listed_columns().where(papers.c.key.in_(part), papers.c.standing == "")
        found += map(_listed, connection.execute(statement))
    return sorted(found, key=lambda one: (one.day, one.key))


def placed(connection: Connection, first: date, last: date, known_until: datetime) -> list[Placed]:
    """Return where the papers of some days stand that were known at a moment, by day and key."""
    late = _later(connection, known_until)
    columns = select(papers.c.key, papers.c.day, papers.c.categories)
    statement = columns.where(_between(first, last)).order_by(papers.c.day, papers.c.key)
    return [
        Placed(key, date.fromisoformat(day).toordinal(), _primary(categories))
        for key, day, categories in connection.execute(statement)
        if key not in late
    ]


def arrived(connection: Connection, after: datetime, until: datetime) -> set[int]:
    """Return the papers whose first record came in after a moment, and up to another."""
    return {key for (key,) in connection.execute(_first_after(after, until))}


def arrived_lately(connection: Connection, after: datetime, until: datetime, first: date) -> set[int]:
    """Return those of the papers that arrived between two moments that are listed from `first` on and stand."""
    here = _first_after(after, until).join(papers, papers.c.key == source_records.c.paper_key)
    recent = here.where(papers.c.day >= first.isoformat(), papers.c.standing == "")
    return {key for (key,) in connection.execute(recent)}


def came_in(connection: Connection, first: date, last: date, after: datetime) -> bool:
    """Whether records of papers listed from `first` to `last` came in after a moment."""
    stamp = after.isoformat(timespec="seconds")
    here = select(source_records.c.paper_key).join(papers, papers.c.key == source_records.c.paper_key)
    statement = here.where(_between(first, last), source_records.c.received > stamp).limit(1)
    return connection.execute(statement).first() is not None


def texts(connection: Connection, keys: Collection[int]) -> Iterator[tuple[int, str, str]]:
    """Yield key, title and abstract (or summary) of those of these papers that there are, by key."""
    for part in in_parts(sorted(keys)):
        columns = (papers.c.key, papers.c.title, papers.c.abstract, papers.c.summary)
        for row in connection.execute(select(*columns).where(papers.c.key.in_(part)).order_by(papers.c.key)):
            yield row.key, row.title, row.abstract or row.summary


def count_without_vector(connection: Connection, model: str, first: date, last: date) -> tuple[int, int]:
    """Count the papers listed from `first` to `last`, and those of them that have no vector of a model."""
    has_one = exists().where(vectors.c.model == model, vectors.c.paper_key == papers.c.key)
    without = func.coalesce(func.sum(case((has_one, 0), else_=1)), 0)
    every, missing = connection.execute(select(func.count(), without).where(_between(first, last))).one()
    return int(every), int(missing)


def days(connection: Connection) -> list[date]:
    """Return the days that have papers, newest first; of those that were withdrawn or deleted none counts."""
    statement = select(papers.c.day).where(papers.c.standing == "").distinct().order_by(papers.c.day.desc())
    return [date.fromisoformat(day) for day in connection.execute(statement).scalars()]


def _later(connection: Connection, moment: datetime) -> set[int]:
    """Return the papers that were not known at a moment: no record of theirs had come in by then."""
    return {key for (key,) in connection.execute(_first_after(moment))}


def _first_after(moment: datetime, until: datetime | None = None) -> Select[int]:
    """Select the papers of which records came in after a moment, and up to another, but none before."""
    stamp = moment.isoformat(timespec="seconds")
    earlier = source_records.alias("earlier")
    known = exists().where(earlier.c.paper_key == source_records.c.paper_key, earlier.c.received <= stamp)
    statement = select(source_records.c.paper_key).where(source_records.c.received > stamp, ~known).distinct()
    if until is None:
        return statement
    return statement.where(source_records.c.received <= until.isoformat(timespec="seconds"))


def _between(first: date, last: date) -> ColumnElement[bool]:
    return and_(papers.c.day.between(first.isoformat(), last.isoformat()), papers.c.standing == "")


def _listed_columns() -> Select[tuple[int, str, str, str, str, str]]:
    return select(papers.c.key, papers.c.id, papers.c.day, papers.c.categories, papers.c.sources, papers.c.links)


def _listed(row: Row[Any]) -> Listed:
    return Listed(
        row.key,
        row.id,
        date.fromisoformat(row.day),
        tuple(orjson.loads(row.categories)),
        tuple(orjson.loads(row.sources)),
        frozenset(kind for kind, *_ in orjson.loads(row.links)),
    )


def _primary(categories: str) -> str:
    found = orjson.loads(categories)
    return found[0] if found else _UNKNOWN
