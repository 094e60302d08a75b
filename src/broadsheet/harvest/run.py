"""Harvest one source: page after page into the catalog, resumable at any point, with a report that is kept."""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from broadsheet.errors import (
    AlreadyRunning,
    BroadsheetError,
    BudgetSpent,
    HeldOff,
    Stopped,
    StoreError,
    Unreachable,
    UpstreamError,
)
from broadsheet.harvest.adapters import adapt
from broadsheet.harvest.intake import BATCH, Report, take_batch
from broadsheet.harvest.outside import Outside
from broadsheet.harvest.reports import RunReport, Verdict, VerdictKey
from broadsheet.harvest.sources.base import ASKED, Asking, Counted, Item, Page, Source, Wanted
from broadsheet.lib.clock import Clock, stopwatch
from broadsheet.lib.http.door import Door
from broadsheet.lib.process import name_holder
from broadsheet.model.raw import RawRecord, Refusal
from broadsheet.settings import Settings
from broadsheet.store import budgets, harvests, leases, lookups, papers, records, signals
from broadsheet.store.database import Connection, Database
from broadsheet.store.harvests import Cursor, StoredRun
from broadsheet.store.lookups import Candidate
from broadsheet.store.signals import Signal

log = logging.getLogger(__name__)

_LEASE_NAME = "harvest "
LEASE = (
    1_800.0  # seconds: longer than one request and one wait, after which it is renewed; a dead holder's ends at once
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What harvests stand on."""

    database: Database
    settings: Settings
    clock: Clock
    outside: Outside


Progress = Callable[[RunReport], None]


def harvest(
    ground: Ground,
    source: Source,
    wanted: Wanted,
    *,
    on_page: Progress | None = None,
    on_wait: Callable[[float, str], None] | None = None,
) -> StoredRun:
    """Harvest a source until it has no more, and return the stored run with its verdict.

    Failures of the service end in the verdict, not in an exception. AlreadyRunning where another
    process harvests the same source; StoreError where the catalog fails, after which the run is
    found as killed and the next one goes on.
    """
    with _leased(ground, source) as holder:
        run = _Run(ground, source, wanted, holder, on_page)

        def keep_and_tell(seconds: float, reason: str) -> None:
            run.keep_lease()
            if on_wait:
                on_wait(seconds, reason)

        with ground.outside.open(ground.database, source.hosts, keep_and_tell) as door:
            run.begin(door)
            verdict = run.go()
        return run.end(verdict)


def running(connection: Connection) -> set[str]:
    """Return the names of the sources that are being harvested now, by whatever process."""
    return {name.removeprefix(_LEASE_NAME) for name in leases.held(connection) if name.startswith(_LEASE_NAME)}


@contextmanager
def _leased(ground: Ground, source: Source) -> Iterator[str]:
    name, holder = _LEASE_NAME + source.name, name_holder()
    with ground.database.write() as connection:
        if not leases.claim(connection, name, holder, LEASE):
            raise AlreadyRunning(f"{source.title} is being harvested already. The status page shows how far it is.")
    try:
        yield holder
    finally:
        with suppress(StoreError), ground.database.write() as connection:
            leases.release(connection, name, holder)


class _Run:
    def __init__(self, ground: Ground, source: Source, wanted: Wanted, holder: str, on_page: Progress | None) -> None:
        self._ground, self._source, self._wanted, self._holder = ground, source, wanted, holder
        self._on_page = on_page
        self._database = ground.database
        self._elapsed = stopwatch()
        self._report = RunReport(
            since=wanted.since.isoformat() if wanted.since else "",
            sets=list(wanted.sets),
            limit=wanted.limit,
            asked_for=wanted.query or " ".join(wanted.ids[:20]),
        )

    def begin(self, door: Door) -> None:
        """Note that the run begins, and that any unfinished one before it was killed."""
        self._door = door
        self._asking = Asking(
            door=door,
            settings=self._ground.settings,
            wanted=self._wanted,
            now=self._ground.clock,
            cursor=self._cursor,
            due=self._due,
            spend=self._spend,
            known=self._known,
        )
        with self._database.write() as connection:
            for before in harvests.runs(connection, source=self._source.name, limit=5):
                if before.ended is None:
                    message = "The program ended in the middle. What was complete is kept; the next harvest goes on."
                    harvests.write_run(
                        connection,
                        before.id,
                        {**before.report, "message": message},
                        verdict="killed",
                        ended=self._ground.clock(),
                    )
            self._id = harvests.begin_run(connection, self._source.name, self._ground.clock(), self._report.as_json())

    def go(self) -> Verdict:
        """Take page after page in; return how it ended."""
        try:
            for page in self._source.harvest(self._asking):
                if not self._take(page):
                    return Verdict("partial", f"The limit of {self._wanted.limit:,} records is reached.", "limit")
            return self._source.judge(self._report, self._asking) or Verdict("fine")
        except AlreadyRunning as error:
            return Verdict("partial", str(error), "stopped")
        except (Stopped, KeyboardInterrupt):
            return Verdict("partial", "Stopped on request. The next harvest goes on from here.", "stopped")
        except HeldOff as error:
            message = f"{error} The next harvest after that goes on from here."
            return Verdict("partial", message, "held off", error.seconds)
        except BudgetSpent as error:
            return Verdict("partial", str(error), "budget")
        except Unreachable as error:
            advice = "Check the connection and run it again; it goes on from here. Papers can also come from files."
            return Verdict("partial" if self._report.pages else "failed", f"{error} {advice}", "unreachable")
        except UpstreamError as error:
            key: VerdictKey = "partial" if self._report.pages else "failed"
            return Verdict(key, f"{_sentence(error)} Try again later.", "upstream")
        except StoreError:
            raise
        except BroadsheetError as error:
            return Verdict("failed", _sentence(error), "fault")

    def end(self, verdict: Verdict) -> StoredRun:
        """Keep the report with its verdict."""
        self._bring_up()
        self._report.message, self._report.cause = verdict.message, verdict.cause
        self._report.again_in = verdict.again_in
        with self._database.write() as connection:
            harvests.write_run(
                connection, self._id, self._report.as_json(), verdict=verdict.key, ended=self._ground.clock()
            )
            stored = harvests.get_run(connection, self._id)
        assert stored is not None
        log.info(
            "harvested source=%s verdict=%s read=%d new=%d changed=%d refused=%d seconds=%.1f",
            *(self._source.name, verdict.key, self._report.read, self._report.new),
            *(self._report.changed, self._report.refused, self._report.seconds),
        )
        return stored

    def _take(self, page: Page) -> bool:
        """Take a page in; False once the limit is reached."""
        items, whole = self._within_limit(page.items)
        parts = [items[start : start + BATCH] for start in range(0, len(items), BATCH)] or [items]
        for number, part in enumerate(parts, 1):
            with self._database.write() as connection:
                self._renew(connection)
                self._report.count(_take_part(connection, part, self._source, self._ground.clock))
                if number == len(parts) and whole:
                    self._note(connection, page)
                self._bring_up()
                harvests.write_run(connection, self._id, self._report.as_json())
            if self._ground.outside.stop and self._ground.outside.stop.is_set() and number < len(parts):
                raise Stopped("Stopped.")
        if self._on_page:
            self._on_page(self._report)
        if self._ground.outside.stop and self._ground.outside.stop.is_set():
            raise Stopped("Stopped.")
        limit = self._wanted.limit
        return limit is None or self._report.read < limit

    def keep_lease(self) -> None:
        """Hold the source for another while; AlreadyRunning where another process has taken it over."""
        with self._database.write() as connection:
            self._renew(connection)

    def _renew(self, connection: Connection) -> None:
        if not leases.renew(connection, _LEASE_NAME + self._source.name, self._holder, LEASE):
            message = f"This harvest of {self._source.title} was silent for so long that another took its place."
            raise AlreadyRunning(f"{message} What was complete is kept.")

    def _within_limit(self, items: Sequence[Item]) -> tuple[Sequence[Item], bool]:
        """Return what of a page is within the limit, and whether that is all of it.

        Records that the catalog has do not count on the page where the limit falls: a page that is larger than the
        limit would else be begun anew each time and never be passed.
        """
        if self._wanted.limit is None or len(items) <= (room := self._wanted.limit - self._report.read):
            return items, True
        digests = [records.digest(item) if isinstance(item, RawRecord) else "" for item in items]
        with self._database.read() as connection:
            known = records.known(connection, {*digests})
        for place, digest in enumerate(digests):
            room -= digest not in known
            if room < 0:
                return items[:place], False
        return items, True

    def _note(self, connection: Connection, page: Page) -> None:
        """Note in the transaction of a page's last records what is known behind it."""
        report, now = self._report, self._ground.clock()
        report.pages += 1
        report.looked_up += len(page.asked) + len(page.unknown)
        report.not_known += len(page.unknown)
        report.total = page.total if page.total is not None else report.total
        report.newest = max(report.newest, page.newest.isoformat() if page.newest else "")
        for text in page.notes:
            report.note(text)
        if page.cursor is not None and (self._wanted.is_ordinary or page.scope.startswith(ASKED)):
            harvests.write_cursor(connection, self._source.name, page.scope, page.cursor, now)
        lookups.note(connection, self._source.name, now, found=page.asked, unknown=page.unknown)

    def _bring_up(self) -> None:
        self._report.count_traffic(self._door.traffic)
        self._report.seconds = round(self._elapsed(), 1)

    def _cursor(self, scope: str) -> Cursor | None:
        with self._database.read() as connection:
            return harvests.read_cursor(connection, self._source.name, scope)

    def _due(self, *, limit: int, linking: str = "", with_id: Sequence[str] = ("arxiv_id", "doi")) -> list[Candidate]:
        with self._database.read() as connection:
            return lookups.due(
                connection, self._source.name, self._ground.clock(), limit=limit, linking=linking, with_id=with_id
            )

    def _known(self, ids: Collection[str]) -> set[str]:
        with self._database.read() as connection:
            return {*papers.find_keys(connection, ids)}

    def _spend(self, cost: int, limit: int) -> None:
        day = self._ground.clock().date().isoformat()
        with self._database.write() as connection:
            if not budgets.spend(connection, self._source.name, day, cost, limit):
                raise BudgetSpent(
                    f"Today's budget for {self._source.title} is spent. The next harvest after midnight UTC goes on."
                )


def _take_part(connection: Connection, items: Sequence[Item], source: Source, clock: Clock) -> Report:
    raws: list[RawRecord | Refusal] = [item for item in items if not isinstance(item, Counted)]
    report = take_batch(connection, raws, adapt, clock, as_of_now=True)
    counted = [item for item in items if isinstance(item, Counted)]
    seen = clock()
    report.read += len(counted)
    moved = signals.add(
        connection,
        [
            Signal(item.paper_key, reading.kind, source.name, reading.value, seen)
            for item in counted
            for reading in item.readings
        ],
    )
    report.signals += moved
    return report


def _sentence(error: Exception) -> str:
    text = str(error)
    first = text.partition(" ")[0]
    if first.isalpha() and first.islower():  # not arXiv
        text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
