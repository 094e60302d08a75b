"""What was read of papers. Derived: it can be read again, but for what readers corrected, which is kept apart."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update

from broadsheet.model.entities import entity_key
from broadsheet.model.facts import Reading, corrected
from broadsheet.store import corrections, counters
from broadsheet.store.dialect import in_parts, insert_into, write_rows
from broadsheet.store.fact_rows import pack, unpack
from broadsheet.store.schema import entities, papers, readings


@dataclass(frozen=True, slots=True)
class Unread:
    """A paper whose text, as it is now, this version of the extraction has not read."""

    key: int
    title: str
    abstract: str
    text_digest: str


def pending(connection: Connection, version: int, limit: int) -> list[Unread]:
    """Return up to `limit` papers that this version has not read; those that came last first."""
    statement = (
        select(papers.c.key, papers.c.title, papers.c.abstract, papers.c.text_digest)
        .select_from(papers.outerjoin(readings, _current(version)))
        .where(readings.c.paper_key.is_(None))
        .order_by(papers.c.key.desc())
        .limit(limit)
    )
    return [Unread(*row) for row in connection.execute(statement)]


def count(connection: Connection, version: int) -> int:
    """Return how many papers this version has read as they are now."""
    statement = select(func.count()).select_from(papers.join(readings, _current(version)))
    return int(connection.execute(statement).scalar_one())


def save(connection: Connection, version: int, read: Sequence[tuple[Unread, Reading]]) -> int:
    """Keep what was read of papers, and settle them; return the change number.

    A paper that has gone meanwhile, or has another text by now, is passed over.
    """
    keys = [unread.key for unread, _ in read]
    now: dict[int, str] = {}
    for part in in_parts(keys):
        statement = select(papers.c.key, papers.c.text_digest).where(papers.c.key.in_(part))
        now.update((row.key, row.text_digest) for row in connection.execute(statement))
    rows = [
        {"paper_key": one.key, "version": version, "text_digest": one.text_digest, "facts": pack(reading.facts)}
        for one, reading in read
        if now.get(one.key) == one.text_digest
    ]
    statement = insert_into(connection, readings)
    replaced = {name: statement.excluded[name] for name in ("version", "text_digest", "facts")}
    write_rows(connection, statement.on_conflict_do_update(index_elements=["paper_key"], set_=replaced), rows)
    return settle(connection, [unread.key for unread, _ in read])


def settle(connection: Connection, keys: Collection[int]) -> int:
    """Make names and index follow what holds of these papers, corrections included; return the change number."""
    change = counters.take(connection, "change")[-1]
    rows = [
        {"kind": kind, "key": key, "paper_key": paper_key, "name": name}
        for paper_key, reading in of_papers(connection, keys).items()
        for (kind, key), name in _named(reading).items()
    ]
    for part in in_parts(keys):
        connection.execute(delete(entities).where(entities.c.paper_key.in_(part)))
        connection.execute(update(papers).where(papers.c.key.in_(part)).values(change=change))
    write_rows(connection, insert_into(connection, entities).on_conflict_do_nothing(), rows)
    return change


def of_papers(connection: Connection, keys: Collection[int]) -> dict[int, Reading]:
    """Return what holds of those of these papers that were read or corrected, by their keys."""
    found: dict[int, Reading] = {}
    for part in in_parts(sorted(keys)):
        statement = select(readings.c.paper_key, readings.c.facts).where(readings.c.paper_key.in_(part))
        found.update((row.paper_key, Reading(unpack(row.facts))) for row in connection.execute(statement))
    for key, said in corrections.of_papers(connection, keys).items():
        found[key] = corrected(found.get(key, Reading()), said)
    return found


def _named(reading: Reading) -> dict[tuple[str, str], str]:
    """Every name once, the first spelling of it, and a system by its long form too."""
    found: dict[tuple[str, str], str] = {}
    for fact in reading.facts:
        if fact.kind in ("system", "dataset"):
            for form in filter(None, (fact.text, fact.long_form)):
                if key := entity_key(form):
                    found.setdefault((fact.kind, key), fact.text)
    return found


def _current(version: int) -> ColumnElement[bool]:
    return and_(
        readings.c.paper_key == papers.c.key,
        readings.c.version == version,
        readings.c.text_digest == papers.c.text_digest,
    )
