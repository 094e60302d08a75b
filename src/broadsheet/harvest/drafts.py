"""Put the records of a batch to the papers that they speak of."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from broadsheet.harvest.identity import Known, identifiers, may_share_identifier, same_by_title
from broadsheet.harvest.merge import Source
from broadsheet.model.names import title_key
from broadsheet.model.paper import Paper, Record
from broadsheet.model.raw import RawRecord
from broadsheet.store import counters, papers
from broadsheet.store.database import Connection

SourcesOf = Callable[[Collection[int]], Mapping[int, Sequence[Source]]]


@dataclass(slots=True, eq=False)
class Draft:
    """A paper while a batch is taken in. `old` is None for a paper the catalog has not got."""

    key: int
    old: Paper | None
    known: Known
    before: list[Source] = field(default_factory=list)  # what the catalog holds of it, in order of arrival
    added: list["Added"] = field(default_factory=list)  # in order of arrival
    swallowed: list[int] = field(default_factory=list)  # keys of papers that turned out to be this one


@dataclass(slots=True, eq=False)
class Added:
    """A record of the batch, with its place in the batch."""

    place: int
    raw: RawRecord
    record: Record


class Drafts:
    """The papers that a batch touches: found in the catalog or made by the batch itself."""

    def __init__(self, connection: Connection, batch: Sequence[Record], sources_of: SourcesOf) -> None:
        ids = {one for record in batch for one in identifiers(record)}
        keys_by_id = papers.find_keys(connection, ids)
        keys_by_title = papers.find_by_titles(connection, {title_key(record.title) for record in batch})
        keys = {*keys_by_id.values(), *(key for keys in keys_by_title.values() for key in keys)}
        before = sources_of(keys)
        self._by_key = {
            paper.key: Draft(paper.key, paper, _known(before[paper.key]), list(before[paper.key]))
            for paper in papers.get(connection, [*keys])
        }
        self._by_id = {one: self._by_key[key] for one, key in keys_by_id.items()}
        self._by_title = {title: [self._by_key[key] for key in keys] for title, keys in keys_by_title.items()}
        self._new_keys = iter(counters.take(connection, "paper", len(batch)) if batch else ())
        self._placed = 0

    def touched(self) -> list[Draft]:
        """Return the drafts that a record of the batch went into."""
        return [draft for draft in self._by_key.values() if draft.added]

    def place(self, raw: RawRecord, record: Record) -> bool:
        """Put a record to the paper that it speaks of; papers that it shows to be one become one.

        False for a record without a title, such as the notice of a deletion, of a paper that nobody knows.
        """
        ids, title = identifiers(record), title_key(record.title)
        known = Known.of(record)
        draft = None
        for found in self._found_by_id(ids):
            if may_share_identifier(known, found.known):
                draft = self._join(draft, found, known)
        for found in list(self._by_title.get(title, ())):
            if found is not draft and same_by_title(record.title, known, found.known):
                draft = self._join(draft, found, known)
        if draft is None and not record.title:
            return False
        if draft is None:
            key = next(self._new_keys)
            draft = self._by_key[key] = Draft(key, None, known)
        self._placed += 1
        draft.added.append(Added(self._placed, raw, record))
        self._remember(draft, ids, title)
        return True

    def _found_by_id(self, ids: Sequence[str]) -> list[Draft]:
        return list(dict.fromkeys(draft for one in ids if (draft := self._by_id.get(one))))

    def _join(self, draft: Draft | None, found: Draft, known: Known) -> Draft:
        """Take what was found as, or into, the record's paper, and note there what the record makes `known`."""
        if draft is not None:
            found = self._unite(draft, found)
        found.known.add(known)
        known.add(found.known)
        return found

    def _unite(self, one: Draft, two: Draft) -> Draft:
        """Make one of two drafts; the older key stays."""
        stays, goes = (one, two) if one.key < two.key else (two, one)
        stays.known.add(goes.known)
        stays.before = sorted([*stays.before, *goes.before], key=lambda source: source.number)
        stays.added = sorted([*stays.added, *goes.added], key=lambda added: added.place)
        stays.swallowed += [goes.key, *goes.swallowed] if goes.old else goes.swallowed
        del self._by_key[goes.key]
        self._by_id = {name: stays if draft is goes else draft for name, draft in self._by_id.items()}
        for title, drafts in self._by_title.items():
            if goes in drafts:
                self._by_title[title] = list(dict.fromkeys(stays if draft is goes else draft for draft in drafts))
        return stays

    def _remember(self, draft: Draft, ids: Sequence[str], title: str) -> None:
        for one in ids:
            self._by_id.setdefault(one, draft)
        of_title = self._by_title.setdefault(title, []) if title else []
        if draft not in of_title:
            of_title.append(draft)


def _known(sources: Sequence[Source]) -> Known:
    """Return what all records of a paper together say of its identity."""
    known = Known.of(sources[0].record)
    for source in sources[1:]:
        known.add(Known.of(source.record))
    return known
