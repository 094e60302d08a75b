"""Which papers a service is to be asked about: those it never was asked about, then those asked long ago."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from broadsheet.store.dialect import insert_into, write_rows
from broadsheet.store.merged import survivors
from broadsheet.store.schema import lookups, papers

# (papers younger than so many days, are asked about again after so many): what is new moves most.
AGAIN = ((30, 1), (365, 7), (100_000, 60))
CODE_ON_GITHUB = '"code","https://github.com/'


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper to ask about, by the ids and links that a service may know it by."""

    key: int
    id: str
    arxiv_id: str
    doi: str
    code: tuple[str, ...]  # addresses of links of the kind `code`
    title: str = ""


def due(
    connection: Connection,
    source: str,
    now: datetime,
    *,
    limit: int,
    linking: str = "",
    with_id: Iterable[str] = ("arxiv_id", "doi"),
) -> list[Candidate]:
    """Return up to `limit` papers to ask `source` about: never asked, newest first; then longest ago.

    Only papers that have one of the ids `with_id`, or, where `linking` is given, whose links hold that text.
    """
    if linking:
        known: ColumnElement[bool] = papers.c.links.contains(linking, autoescape=True)
    else:
        known = or_(*(papers.c[name] != "" for name in with_id))
    columns = (papers.c.key, papers.c.id, papers.c.arxiv_id, papers.c.doi, papers.c.links, papers.c.title)
    asked = and_(lookups.c.paper_key == papers.c.key, lookups.c.source == source)
    never = (
        select(*columns)
        .outerjoin(lookups, asked)
        .where(lookups.c.asked.is_(None), known)
        .order_by(papers.c.day.desc(), papers.c.key.desc())
        .limit(limit)
    )
    found = [_candidate(row) for row in connection.execute(never)]
    if len(found) < limit:
        again = (
            select(*columns)
            .join(lookups, asked)
            .where(_stale(now), known)
            .order_by(lookups.c.asked, papers.c.key)
            .limit(limit - len(found))
        )
        found += [_candidate(row) for row in connection.execute(again)]
    return found


def note(connection: Connection, source: str, now: datetime, *, found: Sequence[int], unknown: Sequence[int]) -> None:
    """Note that the source was asked about these papers; keys of papers it knew, and of those it did not.

    For a paper that went into another since it was found due, the other one is noted.
    """
    asked = now.isoformat(timespec="seconds")
    into = survivors(connection, [*found, *unknown])
    known = {into.get(key, key): False for key in unknown} | {into.get(key, key): True for key in found}
    rows = [{"source": source, "paper_key": key, "asked": asked, "found": how} for key, how in known.items()]
    statement = insert_into(connection, lookups)
    replaced = {name: statement.excluded[name] for name in ("asked", "found")}
    write_rows(connection, statement.on_conflict_do_update(index_elements=["source", "paper_key"], set_=replaced), rows)


def count(connection: Connection, source: str) -> int:
    """Return the number of papers that the source was asked about."""
    return int(connection.execute(select(func.count()).where(lookups.c.source == source)).scalar_one())


def _stale(now: datetime) -> ColumnElement[bool]:
    tiers = []
    for younger_than, after in AGAIN:
        born = (now - timedelta(days=younger_than)).date().isoformat() if younger_than < 100_000 else ""
        before = (now - timedelta(days=after)).isoformat(timespec="seconds")
        tiers.append(and_(papers.c.day >= born, lookups.c.asked < before))
    return or_(*tiers)


def _candidate(row: Any) -> Candidate:
    code = tuple(url for kind, url, _ in orjson.loads(row.links) if kind == "code")
    return Candidate(row.key, row.id, row.arxiv_id, row.doi, code, row.title)
