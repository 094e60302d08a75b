"""Take raw records into the catalog: each in once, the same paper found again, all in safe batches.

A batch is one transaction: a process killed at any point leaves whole batches, and taking
the same records in again finds the first ones known and goes on with the rest.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from broadsheet.errors import BadRecord
from broadsheet.harvest.drafts import Added, Draft, Drafts
from broadsheet.harvest.identity import identifiers
from broadsheet.harvest.merge import Source, merge
from broadsheet.harvest.understood import understand
from broadsheet.lib.clock import Clock
from broadsheet.model.names import local_id
from broadsheet.model.paper import Paper, Record
from broadsheet.model.raw import RawRecord, Refusal
from broadsheet.store import counters, papers, records, signals
from broadsheet.store.database import Connection, Database
from broadsheet.store.records import KnownRecord, StoredRecord
from broadsheet.store.signals import Signal

BATCH = 2_000
_REFUSALS_KEPT = 1_000

Adapt = Callable[[RawRecord], Record]


@dataclass(slots=True)
class Report:
    """What became of the records of one import. `refusals` holds the first thousand, `refused` counts all."""

    read: int = 0
    new: int = 0
    completed: int = 0
    unchanged: int = 0
    deleted: int = 0  # of the completed: papers that their source has taken away
    signals: int = 0  # readings that were not known
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, refusal: Refusal) -> None:
        """Count a refusal."""
        self.refused += 1
        if len(self.refusals) < _REFUSALS_KEPT:
            self.refusals.append(refusal)


class _DryRunOver(Exception):
    """Undoes the transaction of a dry run."""


def take_in(
    database: Database,
    raws: Iterable[RawRecord | Refusal],
    *,
    adapt: Adapt,
    clock: Clock,
    report: Report,
    dry_run: bool = False,
    on_batch: Callable[[Report], None] | None = None,
) -> None:
    """Take all records in, counting into `report`, which is true after every batch even if the next one fails.

    With `dry_run` everything is done in one transaction that is undone at the end.
    """
    batches = _batches(raws)
    if not dry_run:
        for batch in batches:
            with database.write() as connection:
                counted = take_batch(connection, batch, adapt, clock)
            _add(report, counted)
            if on_batch:
                on_batch(report)
        return
    try:
        with database.write() as connection:
            for batch in batches:
                _add(report, take_batch(connection, batch, adapt, clock))
                if on_batch:
                    on_batch(report)
            raise _DryRunOver
    except _DryRunOver:
        pass


def _batches(raws: Iterable[RawRecord | Refusal]) -> Iterator[list[RawRecord | Refusal]]:
    """Cut into batches of at most BATCH records and about 32 MB, so that memory stays flat with huge records."""
    batch: list[RawRecord | Refusal] = []
    size = 0
    for raw in raws:
        batch.append(raw)
        size += len(raw.payload) if isinstance(raw, RawRecord) else 0
        if len(batch) >= BATCH or size >= 32 << 20:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _add(total: Report, counted: Report) -> None:
    for name in ("read", "new", "completed", "unchanged", "deleted", "signals"):
        setattr(total, name, getattr(total, name) + getattr(counted, name))
    for refusal in islice(counted.refusals, BATCH):
        total.refuse(refusal)


def take_batch(
    connection: Connection,
    batch: Sequence[RawRecord | Refusal],
    adapt: Adapt,
    clock: Clock,
    *,
    as_of_now: bool = False,
) -> Report:
    """Take one batch in, within the caller's transaction; return what became of its records.

    `as_of_now` tells that the records are what their source says at this moment, as the answers of a
    service are and files are not: a known record then stands again above what came after it.
    """
    report = Report(read=sum(isinstance(raw, RawRecord) for raw in batch))
    # On PostgreSQL two imports at once would otherwise make the same paper twice.
    counters.queue_up(connection)
    fresh, known = _adapt_unknown(connection, batch, adapt, report)
    if as_of_now:
        _revive(connection, known, adapt, report)
    drafts = Drafts(connection, [record for _, record in fresh], lambda keys: understand(connection, keys, adapt))
    for raw, record in fresh:
        if not drafts.place(raw, record):
            report.unchanged += 1
    _write(connection, drafts.touched(), clock, report)
    _count_readings(connection, batch, clock, report)
    return report


def _adapt_unknown(
    connection: Connection, batch: Sequence[RawRecord | Refusal], adapt: Adapt, report: Report
) -> tuple[list[tuple[RawRecord, Record]], Mapping[str, KnownRecord]]:
    """Return the records that the catalog has not got, understood, and those it has; count those and the refused."""
    unseen: dict[str, RawRecord] = {}
    for raw in batch:
        if isinstance(raw, Refusal):
            report.refuse(raw)
        elif unseen.setdefault(records.digest(raw), raw) is not raw:
            report.unchanged += 1
    known = records.known(connection, unseen.keys())
    report.unchanged += len(known)
    fresh = []
    for digest, raw in unseen.items():
        if digest in known:
            continue
        try:
            fresh.append((raw, adapt(raw)))
        except BadRecord as error:
            report.refuse(Refusal(raw.origin, raw.position, raw.unit, str(error)))
    return fresh, known


def _revive(connection: Connection, known: Mapping[str, KnownRecord], adapt: Adapt, report: Report) -> None:
    """Let known records stand again that their sources had replaced, and their papers with them."""
    again = records.outdated(connection, known)
    if not again:
        return
    records.renew(connection, again)
    keys = sorted({known[one].paper_key for one in again})
    sources = understand(connection, keys, adapt)
    old = papers.get(connection, keys)
    merged = _with_own_ids(connection, [merge(paper.key, sources[paper.key]) for paper in old])
    changed = [new for new, before in zip(merged, old, strict=True) if new != before]
    papers.write(connection, changed, {paper.key: [paper.id] for paper in changed})
    report.completed += len(changed)
    report.unchanged -= len(changed)
    report.deleted += sum(new.standing == "deleted" != before.standing for new, before in zip(merged, old, strict=True))


def _count_readings(connection: Connection, batch: Sequence[RawRecord | Refusal], clock: Clock, report: Report) -> None:
    """Add what the batch's services count, to the papers that their records now belong to."""
    counted = {records.digest(raw): raw for raw in batch if isinstance(raw, RawRecord) and raw.readings}
    if not counted:
        return
    seen = clock()
    report.signals += signals.add(
        connection,
        [
            Signal(of.paper_key, reading.kind, of.source, reading.value, seen)
            for digest, of in records.known(connection, counted).items()
            for reading in counted[digest].readings
        ],
    )


def _write(connection: Connection, drafts: list[Draft], clock: Clock, report: Report) -> None:
    """Merge every draft with what the catalog holds of it and write papers, ids and records."""
    for draft in drafts:
        for swallowed in draft.swallowed:
            papers.merge_into(connection, swallowed, draft.key)
    now = clock()
    merged = _with_own_ids(connection, [_merge(draft, draft.added, now.date()) for draft in drafts])
    for draft, paper in zip(drafts, merged, strict=True):
        _count(report, draft, paper, now.date())
    changed = [paper for draft, paper in zip(drafts, merged, strict=True) if paper != draft.old or draft.swallowed]
    papers.write(
        connection, changed, {paper.key: [paper.id, *_ids(draft)] for draft, paper in zip(drafts, merged, strict=True)}
    )
    papers.add_titles(
        connection,
        [
            (paper.key, one.record.title)
            for draft, paper in zip(drafts, merged, strict=True)
            for one in draft.added
            if one.record.title != paper.title
        ],
    )
    arrived = sorted(((one, draft.key) for draft in drafts for one in draft.added), key=lambda pair: pair[0].place)
    records.add(
        connection,
        [StoredRecord(one.raw, key, one.record.source, one.record.source_id, now) for one, key in arrived],
    )


def _merge(draft: Draft, added: Sequence[Added], today: date) -> Paper:
    first = draft.before[-1].number + 1 if draft.before else 1
    new = [Source(one.record, number, today, one.raw.format) for number, one in enumerate(added, first)]
    return merge(draft.key, [*draft.before, *new])


def _ids(draft: Draft) -> set[str]:
    return {one for added in draft.added for one in identifiers(added.record)}


def _with_own_ids(connection: Connection, merged: list[Paper]) -> list[Paper]:
    """Give papers that no registry knows an id that no other paper has: two editorials may share all they say."""
    local = {paper.id for paper in merged if paper.id.startswith("bs:")}
    owners = papers.find_keys(connection, local)
    own = []
    for paper in merged:
        turn = 1
        while paper.id.startswith("bs:") and owners.setdefault(paper.id, paper.key) != paper.key:
            turn += 1
            author = paper.authors[0].name if paper.authors else ""
            paper = replace(paper, id=local_id(paper.title, author, turn))
            owners |= papers.find_keys(connection, [paper.id])
        own.append(paper)
    return own


def _count(report: Report, draft: Draft, paper: Paper, today: date) -> None:
    """Count a draft's records: the first may make the paper, of the others one completes it if it is richer by them."""
    old, others = draft.old, len(draft.added)
    if old is None:
        report.new += 1
        others -= 1
        old = _merge(draft, draft.added[:1], today) if others else paper
    richer = int(others > 0 and replace(old, id=paper.id) != paper)
    report.deleted += paper.standing == "deleted" != old.standing
    report.completed += richer
    report.unchanged += others - richer
