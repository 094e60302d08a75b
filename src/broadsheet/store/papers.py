"""Papers: read and write them, find them by identifier, title and day."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, Row, delete, func, insert, literal, select, update

from broadsheet.model.names import title_key
from broadsheet.model.paper import Author, Link, Paper, Version
from broadsheet.store import corrections, counters, marks, picks, shelf, shown, signals
from broadsheet.store.dialect import in_parts, insert_into, write_rows
from broadsheet.store.readings import settle
from broadsheet.store.schema import (
    entities,
    identifiers,
    lookups,
    merged_papers,
    papers,
    readings,
    source_records,
    titles,
    vectors,
)

_PLAIN = (
    *("id", "title", "abstract", "summary", "arxiv_id", "doi", "acl_id", "year", "kind", "venue"),
    *("volume", "issue", "pages", "publisher", "journal_ref", "comment", "license", "standing", "standing_note"),
)


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many papers are listed under a day."""

    day: date
    count: int


def find_key(connection: Connection, paper_id: str) -> int | None:
    """Return the key of the paper with this public id, old ids included; None where there is none."""
    return find_keys(connection, [paper_id]).get(paper_id)


def find_keys(connection: Connection, paper_ids: Collection[str]) -> dict[str, int]:
    """Return the keys of the papers that are known by these public ids, old ids included."""
    found: dict[str, int] = {}
    for part in in_parts(paper_ids):
        statement = select(identifiers.c.id, identifiers.c.paper_key).where(identifiers.c.id.in_(part))
        found.update((row.id, row.paper_key) for row in connection.execute(statement))
    return found


def find_by_titles(connection: Connection, title_keys: Collection[str]) -> dict[str, list[int]]:
    """Return for each title key (`model.names.title_key`) the keys of the papers known by it, in rising order."""
    by_digest = {_title_digest(key): key for key in title_keys if key}
    found: dict[str, list[int]] = {}
    for part in in_parts(by_digest):
        statement = (
            select(titles.c.digest, titles.c.paper_key).where(titles.c.digest.in_(part)).order_by(titles.c.paper_key)
        )
        for row in connection.execute(statement):
            found.setdefault(by_digest[row.digest], []).append(row.paper_key)
    return found


def get(connection: Connection, keys: Sequence[int]) -> list[Paper]:
    """Return the papers with these keys, in the order asked for; keys that are gone are left out."""
    found: dict[int, Paper] = {}
    for part in in_parts(keys):
        for row in connection.execute(select(papers).where(papers.c.key.in_(part))):
            found[row.key] = _paper(row)
    return [found[key] for key in keys if key in found]


def outlines(connection: Connection, keys: Sequence[int]) -> list[Paper]:
    """Return the papers with these keys as `get` does, with nothing but id, title, summary, day and links: of many."""
    names = ("key", "id", "title", "summary", "day", "links")
    found: dict[int, Paper] = {}
    for part in in_parts(keys):
        for row in connection.execute(select(*(papers.c[name] for name in names)).where(papers.c.key.in_(part))):
            key, paper_id, title, summary, day, links = row
            known = tuple(Link(*link) for link in orjson.loads(links)) if links != "[]" else ()
            found[key] = Paper(key, paper_id, title, summary=summary, day=date.fromisoformat(day), links=known)
    return [found[key] for key in keys if key in found]


def authors(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[Author, ...]]:
    """Return the authors of the papers with these keys; keys that are gone are left out."""
    found: dict[int, tuple[Author, ...]] = {}
    for part in in_parts(keys):
        for key, names in connection.execute(select(papers.c.key, papers.c.authors).where(papers.c.key.in_(part))):
            found[key] = tuple(Author(*author) for author in orjson.loads(names))
    return found


def get_by_id(connection: Connection, paper_id: str) -> Paper | None:
    """Return the paper that is, or once was, known by this public id."""
    key = find_key(connection, paper_id)
    return None if key is None else next(iter(get(connection, [key])), None)


def changed_after(connection: Connection, change: int, limit: int) -> list[Paper]:
    """Return up to `limit` papers whose last change is later than `change`, oldest change first.

    Papers of one change are never torn apart: the last change's papers are all in the
    answer, which may therefore be longer than `limit`.
    """
    border = select(papers.c.change).where(papers.c.change > change).order_by(papers.c.change).limit(limit)
    last = connection.execute(select(func.max(border.subquery().c.change))).scalar()
    if last is None:
        return []
    statement = (
        select(papers).where(papers.c.change > change, papers.c.change <= last).order_by(papers.c.change, papers.c.key)
    )
    return [_paper(row) for row in connection.execute(statement)]


def count_changed_after(connection: Connection, change: int) -> int:
    """Return the number of papers whose last change is later than `change`."""
    return int(connection.execute(select(func.count()).where(papers.c.change > change)).scalar_one())


def merged_after(connection: Connection, change: int) -> list[int]:
    """Return the keys of papers that went into another paper after `change`."""
    statement = select(merged_papers.c.key).where(merged_papers.c.change > change)
    return list(connection.execute(statement).scalars())


def stream(connection: Connection) -> Iterator[Paper]:
    """Yield every paper in order of key, with flat memory."""
    last = 0
    while True:
        statement = select(papers).where(papers.c.key > last).order_by(papers.c.key).limit(1_000)
        page = [_paper(row) for row in connection.execute(statement)]
        if not page:
            return
        yield from page
        last = page[-1].key


def of_day(connection: Connection, first: date, last: date, *, limit: int, offset: int = 0) -> list[Paper]:
    """Return papers listed from `first` to `last`, both included: newest day first, then latest arrival."""
    statement = (
        select(papers)
        .where(papers.c.day.between(first.isoformat(), last.isoformat()))
        .order_by(papers.c.day.desc(), papers.c.key.desc())
        .limit(limit)
        .offset(offset)
    )
    return [_paper(row) for row in connection.execute(statement)]


def count_days(connection: Connection, first: date, last: date) -> list[DayCount]:
    """Return the days from `first` to `last` that have papers, newest first, with their counts."""
    statement = (
        select(papers.c.day, func.count())
        .where(papers.c.day.between(first.isoformat(), last.isoformat()))
        .group_by(papers.c.day)
        .order_by(papers.c.day.desc())
    )
    return [DayCount(date.fromisoformat(day), count) for day, count in connection.execute(statement)]


def neighbour_days(connection: Connection, first: date, last: date) -> tuple[date | None, date | None]:
    """Return the nearest day with papers before `first`, and the nearest after `last`."""
    before = connection.execute(select(func.max(papers.c.day)).where(papers.c.day < first.isoformat())).scalar()
    after = connection.execute(select(func.min(papers.c.day)).where(papers.c.day > last.isoformat())).scalar()
    return _day(before), _day(after)


def count(connection: Connection) -> int:
    """Return the number of papers."""
    return int(connection.execute(select(func.count()).select_from(papers)).scalar_one())


def sources(connection: Connection) -> list[str]:
    """Return the names of all sources that gave a record, in order; reads one entry of the index for each."""
    found: list[str] = []
    statement = select(func.min(source_records.c.source))
    last = connection.execute(statement).scalar()
    while last is not None:
        found.append(last)
        last = connection.execute(statement.where(source_records.c.source > last)).scalar()
    return found


def count_sources(connection: Connection) -> dict[str, int]:
    """Return for every source the number of papers that it knows, most first."""
    number = func.count(source_records.c.paper_key.distinct()).label("number")
    statement = select(source_records.c.source, number).group_by(source_records.c.source).order_by(number.desc())
    return {row.source: row.number for row in connection.execute(statement)}


def write(connection: Connection, changed: Sequence[Paper], ids: Mapping[int, Iterable[str]]) -> int:
    """Insert or replace papers by key, and make them known by `ids` (key -> public ids); return the change number.

    Nothing to replace takes no new change number.
    """
    change = counters.last_change(connection)
    if changed:
        change = counters.take(connection, "change")[-1]
        write_rows(connection, _upsert(connection), [_values(paper, change) for paper in changed])
        _insert_missing(connection, titles, [_title_row(paper) for paper in changed])
    rows = [{"id": one, "paper_key": key} for key, several in ids.items() for one in several]
    _insert_missing(connection, identifiers, rows)
    return change


def merge_into(connection: Connection, key: int, into: int) -> None:
    """Let paper `key` go into paper `into`: what is known moves there, what is derived is dropped."""
    change = counters.take(connection, "change")[-1]
    moved_titles = select(titles.c.digest, literal(into)).where(titles.c.paper_key == key)
    known = select(titles.c.digest).where(titles.c.paper_key == into).scalar_subquery()
    connection.execute(
        insert(titles).from_select(["digest", "paper_key"], moved_titles.where(titles.c.digest.not_in(known)))
    )
    connection.execute(delete(titles).where(titles.c.paper_key == key))
    for table in (identifiers, source_records):
        connection.execute(update(table).where(table.c.paper_key == key).values(paper_key=into))
    for family in (signals, marks, picks, shown, shelf):
        family.move(connection, key, into)
    corrected = corrections.move(connection, key, into)
    for table in (vectors, lookups, readings, entities):
        connection.execute(delete(table).where(table.c.paper_key == key))
    connection.execute(delete(papers).where(papers.c.key == key))
    connection.execute(insert(merged_papers).values(key=key, into_key=into, change=change))
    if corrected:
        settle(connection, [into])


def add_titles(connection: Connection, known: Iterable[tuple[int, str]]) -> None:
    """Make papers findable by further titles, given as (key, title)."""
    rows = [{"digest": _title_digest(title_key(title)), "paper_key": key} for key, title in known]
    _insert_missing(connection, titles, rows)


def text_digest(paper: Paper) -> str:
    """Digest of what is embedded of a paper."""
    return hashlib.blake2b(paper.text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _title_digest(key: str) -> str:
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _title_row(paper: Paper) -> dict[str, object]:
    return {"digest": _title_digest(title_key(paper.title)), "paper_key": paper.key}


def _insert_missing(connection: Connection, table: Any, rows: list[dict[str, object]]) -> None:
    write_rows(connection, insert_into(connection, table).on_conflict_do_nothing(), rows)


def _upsert(connection: Connection) -> Any:
    statement = insert_into(connection, papers)
    replaced = {column.name: statement.excluded[column.name] for column in papers.columns if column.name != "key"}
    return statement.on_conflict_do_update(index_elements=["key"], set_=replaced)


def _values(paper: Paper, change: int) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(paper, name) for name in _PLAIN}
    values.update(
        key=paper.key,
        authors=_json([(a.name, a.family, a.given) for a in paper.authors]),
        versions=_json([(v.number, _iso(v.day) or "") for v in paper.versions]),
        categories=_json(paper.categories),
        keywords=_json(paper.keywords),
        links=_json([(link.kind, link.url, link.origin) for link in paper.links]),
        sources=_json(paper.sources),
        published=_iso(paper.published),
        updated=_iso(paper.updated),
        day=paper.day.isoformat(),
        text_digest=text_digest(paper),
        change=change,
    )
    return values


def _paper(row: Row[Any]) -> Paper:
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Paper(
        key=row.key,
        authors=tuple(Author(*author) for author in orjson.loads(row.authors)),
        versions=tuple(Version(number, _day(day)) for number, day in orjson.loads(row.versions)),
        categories=tuple(orjson.loads(row.categories)),
        keywords=tuple(orjson.loads(row.keywords)),
        links=tuple(Link(*link) for link in orjson.loads(row.links)),
        sources=tuple(orjson.loads(row.sources)),
        published=_day(row.published),
        updated=_day(row.updated),
        day=date.fromisoformat(row.day),
        change=row.change,
        **plain,
    )


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
