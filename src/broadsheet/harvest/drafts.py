"""Put the records of a batch to the papers that they speak of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from broadsheet.harvest.identity import Known, identifiers, may_share_identifier, same_by_title
from broadsheet.model.names import title_key
from broadsheet.model.paper import Paper, Record
from broadsheet.model.raw import RawRecord
from broadsheet.store import counters, papers
from broadsheet.store.database import Connection


@dataclass(slots=True, eq=False)
class Draft:
    """A paper while a batch is taken in. `old` is None for a paper the catalog has not got."""

    key: int
    old: Paper | None
    known: Known
    added: list[tuple[RawRecord, Record]] = field(default_factory=list)
    swallowed: list[int] = field(default_factory=list)  # keys of papers that turned out to be this one


class Drafts:
    """The papers that a batch touches: found in the catalog or made by the batch itself."""

    def __init__(self, connection: Connection, batch: Sequence[Record]) -> None:
        self._connection = connection
        ids = {one for record in batch for one in identifiers(record)}
        keys_by_id = papers.find_keys(connection, ids)
        keys_by_title = papers.find_by_titles(connection, {title_key(record.title) for record in batch})
        keys = {*keys_by_id.values(), *(key for keys in keys_by_title.values() for key in keys)}
        self._by_key = {
            paper.key: Draft(paper.key, paper, Known.of(paper)) for paper in papers.get(connection, [*keys])
        }
        self._by_id = {one: self._by_key[key] for one, key in keys_by_id.items()}
        self._by_title = {title: [self._by_key[key] for key in keys] for title, keys in keys_by_title.items()}
        self._new_keys = iter(counters.take(connection, "paper", len(batch)) if batch else ())

    def touched(self) -> list[Draft]:
        """Return the drafts that a record of the batch went into."""
        return [draft for draft in self._by_key.values() if draft.added]

    def place(self, raw: RawRecord, record: Record) -> None:
        """Put a record to the paper that it speaks of."""
        known, ids, title = Known.of(record), identifiers(record), title_key(record.title)
        draft = self._find_by_id(ids, known) or self._find_by_title(title, record.title, known)
        if draft is None:
            key = next(self._new_keys)
            draft = self._by_key[key] = Draft(key, None, known)
        else:
            draft.known.add(known)
        draft.added.append((raw, record))
        for one in ids:
            self._by_id.setdefault(one, draft)
        of_title = self._by_title.setdefault(title, [])
        if draft not in of_title:
            of_title.append(draft)

    def _find_by_id(self, ids: Sequence[str], known: Known) -> Draft | None:
        found: list[Draft] = []
        for one in ids:
            draft = self._by_id.get(one)
            if draft and draft not in found and may_share_identifier(known, draft.known):
                found.append(draft)
        return self._unite(found) if found else None

    def _find_by_title(self, key: str, title: str, known: Known) -> Draft | None:
        of_title = self._by_title.get(key, ())
        return next((draft for draft in of_title if same_by_title(title, known, draft.known)), None)

    def _unite(self, drafts: list[Draft]) -> Draft:
        """Make one of drafts that a record shows to be the same paper; the oldest key stays."""
        stays, *others = sorted(drafts, key=lambda draft: draft.key)
        for other in others:
            if not may_share_identifier(stays.known, other.known):
                continue
            stays.known.add(other.known)
            stays.added = other.added + stays.added
            stays.swallowed += [other.key, *other.swallowed] if other.old else other.swallowed
            del self._by_key[other.key]
            for index in (self._by_id, self._by_title):
                _redirect(index, other, stays)
        return stays


def _redirect(index: dict[str, Draft] | dict[str, list[Draft]], old: Draft, new: Draft) -> None:
    for name, value in index.items():
        if value is old:
            index[name] = new  # type: ignore[assignment]
        elif isinstance(value, list) and old in value:
            value[:] = [new if one is old else one for one in value]
