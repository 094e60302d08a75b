"""Names of systems and datasets in papers, joined by `model.entities.entity_key`; `settle` of readings keeps them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, Connection, func, select

from broadsheet.store.fact_rows import LONG_FORM
from broadsheet.store.schema import entities, papers

EntityKind = Literal["system", "dataset"]


@dataclass(frozen=True, slots=True)
class Entity:
    """A system or dataset: its key, the name that most papers write, and how many papers name it."""

    kind: EntityKind
    key: str
    name: str
    papers: int


def papers_of(connection: Connection, kind: EntityKind, key: str) -> list[int]:
    """Return the keys of the papers that introduce this system, or use this dataset, latest day first."""
    statement = (
        select(entities.c.paper_key)
        .join(papers, papers.c.key == entities.c.paper_key)
        .where(_is(kind), entities.c.key == key)
        .order_by(papers.c.day.desc(), papers.c.key.desc())
    )
    return list(connection.execute(statement).scalars())


def count_before(connection: Connection, kind: EntityKind, key: str, day: date) -> int:
    """Return how many papers of earlier days introduce this system, or use this dataset."""
    statement = (
        select(func.count())
        .select_from(entities.join(papers, papers.c.key == entities.c.paper_key))
        .where(_is(kind), entities.c.key == key, papers.c.day < day.isoformat())
    )
    return int(connection.execute(statement).scalar_one())


def names(connection: Connection, kind: EntityKind, key: str) -> list[tuple[str, int]]:
    """Return how papers write this name, and how many do, the most frequent first."""
    number = func.count().label("number")
    statement = (
        select(entities.c.name, number)
        .where(_is(kind), entities.c.key == key)
        .group_by(entities.c.name)
        .order_by(number.desc(), entities.c.name)
    )
    return [(row.name, row.number) for row in connection.execute(statement)]


def listed(
    connection: Connection,
    kind: EntityKind,
    *,
    first: int = 0,
    limit: int = 100,
    starting: str = "",
    by_name: bool = False,
) -> list[Entity]:
    """Return entities from place `first` on, those that most papers name first; of equal ones, or `by_name`, by key.

    With `starting`, only those whose key begins with it.
    """
    number = func.count().label("number")
    statement = (
        select(entities.c.key, number)
        .where(entities.c.kind == kind, entities.c.key.startswith(starting, autoescape=True))
        .group_by(entities.c.key)
        .order_by(*(() if by_name else (number.desc(),)), entities.c.key)
        .offset(first)
        .limit(limit)
    )
    counted = {row.key: row.number for row in connection.execute(statement)}
    written = written_as(connection, kind, list(counted))
    return [Entity(kind, key, written[key], count) for key, count in counted.items()]


def count(connection: Connection, kind: EntityKind, *, starting: str = "") -> int:
    """Return how many entities there are, with `starting` those whose key begins with it."""
    mine = (entities.c.kind == kind, entities.c.key.startswith(starting, autoescape=True))
    return int(connection.execute(select(func.count(entities.c.key.distinct())).where(*mine)).scalar_one())


def written_as(connection: Connection, kind: EntityKind, keys: list[str]) -> dict[str, str]:
    """Return for each of these keys that any paper has the name that most papers write."""
    number = func.count().label("number")
    statement = (
        select(entities.c.key, entities.c.name, number)
        .where(_is(kind), entities.c.key.in_(keys))
        .group_by(entities.c.key, entities.c.name)
        .order_by(number, entities.c.name.desc())
    )
    return {row.key: row.name for row in connection.execute(statement)}


def _is(kind: EntityKind) -> ColumnElement[bool]:
    """A system is found by its long form too; in lists it stands once, under its name."""
    return entities.c.kind.in_(["system", LONG_FORM]) if kind == "system" else entities.c.kind == kind
