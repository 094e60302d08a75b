"""What was read of papers. Derived: it can be read again, but for what readers corrected, which is kept apart."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, true, update

from broadsheet.model.facts import Reading, corrected
from broadsheet.store import corrections, counters
from broadsheet.store.dialect import in_parts, insert_into, write_rows
from broadsheet.store.fact_rows import ReadPaper, named, read_paper, unpack
from broadsheet.store.schema import entities, papers, readings

Names = tuple[tuple[str, str, str], ...]  # kind, key, name
_NOTHING = "[]"  # as packed


@dataclass(frozen=True, slots=True)
class Unread:
    """A paper whose text, as it is now, this version of the extraction has not read."""

    key: int
    title: str
    abstract: str
    text_digest: str


def pending(connection: Connection, version: int, limit: int, *, below: int | None = None) -> list[Unread]:
    """Return up to `limit` papers that this version has not read, those that came last first.

    With `below`, only those of a lower key: who goes through all of them need not look at those read before.
    """
    statement = (
        select(papers.c.key, papers.c.title, papers.c.abstract, papers.c.text_digest)
        .select_from(papers.outerjoin(readings, _current(version)))
        .where(readings.c.paper_key.is_(None), papers.c.key < below if below is not None else true())
        .order_by(papers.c.key.desc())
        .limit(limit)
    )
    return [Unread(*row) for row in connection.execute(statement)]


def count(connection: Connection, version: int) -> int:
    """Return how many papers this version has read as they are now."""
    statement = select(func.count()).select_from(papers.join(readings, _current(version)))
    return int(connection.execute(statement).scalar_one())


def current(connection: Connection, version: int, keys: Collection[int]) -> list[int]:
    """Return those of these papers that this version has read as they are now."""
    found: list[int] = []
    for part in in_parts(sorted(keys)):
        statement = select(papers.c.key).join(readings, _current(version)).where(papers.c.key.in_(part))
        found += connection.execute(statement).scalars()
    return found


def save(connection: Connection, version: int, read: Sequence[tuple[Unread, Reading]]) -> int:
    """Keep what was read of papers, as `keep` does."""
    return keep(connection, version, [read_paper(one.key, one.text_digest, reading) for one, reading in read])


def keep(connection: Connection, version: int, read: Sequence[ReadPaper]) -> int:
    """Keep what was read of papers, and let names and index follow where that is new; return the change number.

    A paper that has gone meanwhile, or has another text by now, is passed over.
    """
    texts, facts_before = _before(connection, [one.key for one in read])
    current = [one for one in read if texts.get(one.key) == one.text_digest]
    rows = [
        {"paper_key": one.key, "version": version, "text_digest": one.text_digest, "facts": one.facts}
        for one in current
    ]
    statement = insert_into(connection, readings)
    replaced = {name: statement.excluded[name] for name in ("version", "text_digest", "facts")}
    write_rows(connection, statement.on_conflict_do_update(index_elements=["paper_key"], set_=replaced), rows)
    names_before = _names_before(connection, list(facts_before))
    changed = {
        one.key: one
        for one in current
        if facts_before.get(one.key, _NOTHING) != one.facts or names_before.get(one.key, set()) != set(one.names)
    }
    corrected_ones = corrections.of_papers(connection, changed)
    names = {key: one.names for key, one in changed.items()} | {
        key: named(corrected(Reading(unpack(changed[key].facts)), said)) for key, said in corrected_ones.items()
    }
    return _settle(connection, names, had_names={*facts_before, *corrected_ones})


def settle(connection: Connection, keys: Collection[int]) -> int:
    """Make names and index follow what holds of these papers, corrections included; return the change number."""
    holding = of_papers(connection, keys)
    return _settle(connection, {key: named(holding.get(key, Reading())) for key in keys}, had_names=set(keys))


def of_papers(connection: Connection, keys: Collection[int]) -> dict[int, Reading]:
    """Return what holds of those of these papers that were read or corrected, by their keys."""
    found: dict[int, Reading] = {}
    for part in in_parts(sorted(keys)):
        statement = select(readings.c.paper_key, readings.c.facts).where(readings.c.paper_key.in_(part))
        found.update((row.paper_key, Reading(unpack(row.facts))) for row in connection.execute(statement))
    for key, said in corrections.of_papers(connection, keys).items():
        found[key] = corrected(found.get(key, Reading()), said)
    return found


def _before(connection: Connection, keys: Sequence[int]) -> tuple[dict[int, str], dict[int, str]]:
    """The digests of the papers' texts as they are now, and the facts that were read before."""
    texts: dict[int, str] = {}
    facts: dict[int, str] = {}
    statement = select(papers.c.key, papers.c.text_digest, readings.c.facts).select_from(
        papers.outerjoin(readings, readings.c.paper_key == papers.c.key)
    )
    for part in in_parts(keys):
        for row in connection.execute(statement.where(papers.c.key.in_(part))):
            texts[row.key] = row.text_digest
            if row.facts is not None:
                facts[row.key] = row.facts
    return texts, facts


def _names_before(connection: Connection, keys: Sequence[int]) -> dict[int, set[tuple[str, str, str]]]:
    found: dict[int, set[tuple[str, str, str]]] = {}
    for part in in_parts(keys):
        for row in connection.execute(select(entities).where(entities.c.paper_key.in_(part))):
            found.setdefault(row.paper_key, set()).add((row.kind, row.key, row.name))
    return found


def _settle(connection: Connection, names: Mapping[int, Names], *, had_names: Collection[int]) -> int:
    """Replace the names of papers; only those in `had_names` can have any."""
    if not names:
        return counters.last_change(connection)
    change = counters.take(connection, "change")[-1]
    rows = [
        {"kind": kind, "key": key, "paper_key": paper_key, "name": name}
        for paper_key, several in names.items()
        for kind, key, name in several
    ]
    for part in in_parts([key for key in names if key in had_names]):
        connection.execute(delete(entities).where(entities.c.paper_key.in_(part)))
    for part in in_parts(names):
        connection.execute(update(papers).where(papers.c.key.in_(part)).values(change=change))
    write_rows(connection, insert_into(connection, entities).on_conflict_do_nothing(), rows)
    return change


def _current(version: int) -> ColumnElement[bool]:
    return and_(
        readings.c.paper_key == papers.c.key,
        readings.c.version == version,
        readings.c.text_digest == papers.c.text_digest,
    )
