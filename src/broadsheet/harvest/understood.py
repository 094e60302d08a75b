"""The records that the catalog holds of papers, as today's adapters understand them."""

import logging
from collections.abc import Callable, Collection
from dataclasses import fields

from broadsheet.errors import BadRecord
from broadsheet.harvest.merge import Source
from broadsheet.model.paper import Paper, Record
from broadsheet.model.raw import RawRecord
from broadsheet.store import papers, records
from broadsheet.store.database import Connection
from broadsheet.store.records import StoredRecord

log = logging.getLogger(__name__)

_SHARED = {one.name for one in fields(Record)} & {one.name for one in fields(Paper)}


def understand(
    connection: Connection, keys: Collection[int], adapt: Callable[[RawRecord], Record]
) -> dict[int, list[Source]]:
    """Return the stored records of these papers in the order of their arrival.

    One that an adapter once took and now refuses is passed over for what the paper says: else a newer program would
    stop at it for ever, or the paper would lose what it had of it.
    """
    read = {
        key: [(one, _adapted(one, adapt)) for one in of_paper]
        for key, of_paper in records.of_papers(connection, keys).items()
    }
    doubtful = [key for key, of_paper in read.items() if not all(record for _, record in of_paper)]
    shown = {paper.key: paper for paper in papers.get(connection, doubtful)}
    return {
        key: [
            Source(record or _stand_in(one, shown[key]), one.number, one.received.date(), one.raw.format)
            for one, record in of_paper
        ]
        for key, of_paper in read.items()
    }


def _adapted(stored: StoredRecord, adapt: Callable[[RawRecord], Record]) -> Record | None:
    try:
        return adapt(stored.raw)
    except BadRecord as error:
        log.warning(
            "a stored record is no longer understood source=%s id=%s format=%s: %s",
            *(stored.source, stored.source_id, stored.raw.format, error),
        )
        return None


def _stand_in(stored: StoredRecord, paper: Paper) -> Record:
    """Return what the paper says as if the record had said it."""
    said = {name: getattr(paper, name) for name in _SHARED}
    version = max((one.number for one in paper.versions), default=None)
    return Record(stored.source, stored.source_id, version=version, announced=paper.day, **said)
