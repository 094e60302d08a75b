"""Make digests: those that are due, one that is asked for, or one to look at that is not kept."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from broadsheet.digests.calendar import day_at, next_due, period_name
from broadsheet.digests.composing import Known, Period, compose
from broadsheet.digests.shared import Shared, news_of, prepare
from broadsheet.digests.trending import PERIOD_OF
from broadsheet.digests.words import when_of
from broadsheet.editions.calendar import SETTLED
from broadsheet.errors import BroadsheetError, StoreBusy
from broadsheet.lib.clock import Clock, clocks_of, stopwatch
from broadsheet.mail.digests import digest_key
from broadsheet.model.digest import Digest, Plan
from broadsheet.model.edition import Period as EditionPeriod
from broadsheet.model.letter import Letter
from broadsheet.model.reader import Reader
from broadsheet.personal.learn import learn_all
from broadsheet.render.fragments import counted
from broadsheet.search.library import Library
from broadsheet.store import counters, digest_plans, digests, follows, marks, merged, outbox, readers, shown
from broadsheet.store.database import Connection, Database

log = logging.getLogger(__name__)

Write = Callable[[Reader, Plan, Digest], Letter]

_A_TURN = 200  # plans that are looked at together
_AT_ONCE = 25  # digests that one transaction writes
_TRIES = 3  # for a digest that is asked for: another of the reader's may be written meanwhile


@dataclass(frozen=True, slots=True)
class Desk:
    """What digests are made with. `write` makes the mail that carries one."""

    library: Library
    write: Write


@dataclass(frozen=True, slots=True)
class Made:
    """What was done: digests kept, those of them without papers, mails put into the outbox, plans that failed.

    `left` tells that more are due, `seconds` where the time went.
    """

    digests: int = 0
    quiet: int = 0
    letters: int = 0
    failed: int = 0
    left: bool = False
    seconds: Mapping[str, float] = field(default_factory=dict)

    def told(self) -> str:
        """Say it in a sentence."""
        said = f"{counted(self.digests, 'digest')} made, {self.quiet:,} without papers; {self.letters:,} to be mailed."
        if self.failed:
            said += f" {counted(self.failed, 'plan')} failed; the log says why."
        return said + (" More are due." if self.left else "")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A digest before it is kept, None where none is to be made; `plan` as it was read, and what becomes of it."""

    plan: Plan
    digest: Digest | None
    letter: Letter | None
    due: datetime | None
    covered: datetime | None


def preview(library: Library, plan: Plan, now: datetime) -> Digest:
    """Return the digest that would come now; nothing is written."""
    # What is still coming in just now may be in it: an extra digest does not move what the plan has covered.
    to_the_last = now + SETTLED
    shared = prepare(library, [plan], to_the_last)
    (known,) = _known(library, shared, [plan]).values()
    here = now.astimezone(clocks_of(plan.zone))
    period = Period(f"now-{now.astimezone(UTC):%Y-%m-%dT%H:%M}", f"{here.day} {here:%B, %H:%M}")
    return compose(shared, news_of(shared, plan, to_the_last), plan, period, known, made=now)


def send_now(desk: Desk, plan: Plan, now: datetime) -> Digest:
    """Make an extra digest and keep it, with its mail where the plan has a confirmed address.

    What the plan's next digest covers stays as it is; papers that are in this one will not be in it.
    """
    for _ in range(_TRIES):
        digest = preview(desk.library, plan, now)
        with desk.library.database.read() as connection:
            reader = readers.get(connection, plan.reader)
        letter = _letter(desk, reader, plan, digest) if reader else None
        with desk.library.database.write() as connection:
            counters.queue_up(connection)
            kept = digests.get(connection, plan.number, digest.period)
            if kept is not None:
                return kept
            if _still_right(connection, digest):
                _keep(connection, digest, letter)
                return digest
    raise StoreBusy("Another digest was written meanwhile. Ask for this one again.")


def make_due(
    desk: Desk, clock: Clock, *, go_on: Callable[[], bool] = lambda: True, share: tuple[int, int] = (0, 1)
) -> Made:
    """Make the digests that are due, until all are made or `go_on` says no; of a `share` as `digest_plans.due` has it.

    Any number of processes may do this at once: each digest is kept by one of them, with its mail and the note of the
    papers that it showed, in one transaction.
    """
    turn = _Turn(desk, clock, go_on)
    while go_on():
        with desk.library.database.read() as connection:
            due = digest_plans.due(connection, clock(), limit=_A_TURN, but=turn.put_aside, share=share)
        if not due:
            break
        turn.make(due)
    with desk.library.database.read() as connection:
        left = bool(digest_plans.due(connection, clock(), limit=1, but=turn.put_aside, share=share))
    return replace(turn.done, failed=len(turn.put_aside), left=left, seconds=turn.seconds)


class _Turn:
    """One turn at what is due: what was done so far, and what later plans can use of what was gathered."""

    def __init__(self, desk: Desk, clock: Clock, go_on: Callable[[], bool]) -> None:
        self.done = Made()
        self.seconds: dict[str, float] = defaultdict(float)
        self._tried: Counter[int] = Counter()
        self._desk, self._clock, self._go_on = desk, clock, go_on
        self._shared: dict[EditionPeriod, Shared] = {}

    @property
    def put_aside(self) -> list[int]:
        """The plans whose digests could not be made in several tries; the next turn tries again."""
        return [number for number, tries in self._tried.items() if tries >= _TRIES]

    def make(self, due: Sequence[Plan]) -> None:
        """Make the digests of these plans, those of the same width together: they read the same papers."""
        for period in dict.fromkeys(PERIOD_OF[plan.rhythm] for plan in due):
            now = self._clock()
            plans = [plan for plan in due if PERIOD_OF[plan.rhythm] == period]
            with self._timed("gathering"):
                shared = prepare(self._desk.library, plans, now, self._shared.get(period))
            self._shared[period] = shared
            with self._timed("matching follows"):
                self._match(shared, plans)
            for start in range(0, len(plans), _AT_ONCE):
                if not self._go_on():
                    return
                self._make(shared, plans[start : start + _AT_ONCE], now)

    def _match(self, shared: Shared, plans: Sequence[Plan]) -> None:
        """Match all that these plans' readers follow at once, which takes less time than reader by reader."""
        with self._desk.library.database.read() as connection:
            followed = follows.of_readers(connection, {plan.reader for plan in plans})
        try:
            shared.match(one for every in followed.values() for one in every)
        except BroadsheetError:
            raise
        except Exception:  # reader by reader it shows whose follow it was, and the others go on
            log.exception("matching follows together failed")

    @contextmanager
    def _timed(self, phase: str) -> Iterator[None]:
        elapsed = stopwatch()
        yield
        self.seconds[phase] += elapsed()

    def _make(self, shared: Shared, plans: Sequence[Plan], now: datetime) -> None:
        """Make digests together; where that breaks in a way not foreseen, one by one, so that one spoils no other."""
        try:
            self._make_together(shared, plans, now)
        except BroadsheetError:
            raise
        except Exception:  # the others go on, and the log tells it whole
            if len(plans) == 1:
                log.exception("digest failed plan=%d", plans[0].number)
                self._tried[plans[0].number] = _TRIES
                return
            for plan in plans:
                self._tried[plan.number] -= 1
            for plan in plans:
                self._make(shared, [plan], now)

    def _make_together(self, shared: Shared, plans: Sequence[Plan], now: datetime) -> None:
        self._tried.update(plan.number for plan in plans)
        with self._timed("reading readers, learning"):
            known = _known(self._desk.library, shared, plans)
        drafts: list[_Draft] = []
        for plan in plans:
            try:
                with self._timed("choosing, writing mails"):
                    draft = _draft(self._desk, shared, plan, known[plan.reader], now)
            except BroadsheetError as error:
                log.warning("digest failed plan=%d message=%s", plan.number, error)
                self._tried[plan.number] = _TRIES
                continue
            drafts.append(draft)
            if draft.digest is not None:
                # Another plan of the same reader may come next.
                shown_now = {*known[plan.reader].shown} | keys_of(draft.digest)
                known[plan.reader] = replace(known[plan.reader], shown=shown_now)
        with self._timed("keeping"):
            kept, moved = _keep_all(self._desk.library.database, drafts)
        for number in moved:
            del self._tried[number]
        self.done = replace(
            self.done,
            digests=self.done.digests + len(kept),
            quiet=self.done.quiet + sum(not one.digest.count for one in kept if one.digest),
            letters=self.done.letters + sum(one.letter is not None for one in kept),
        )


def keys_of(digest: Digest) -> set[int]:
    """Return the keys of the papers in a digest."""
    return {piece.key for section in digest.sections for piece in section.pieces}


def _known(library: Library, shared: Shared, plans: Sequence[Plan]) -> dict[str, Known]:
    """Read what is known of the readers of these plans, and match what they follow."""
    names = sorted({plan.reader for plan in plans})
    keys = [*shared.pool.keys.tolist(), *shared.work_of]
    with library.database.read() as connection:
        found = {name: readers.get(connection, name) for name in names}
        followed = follows.of_readers(connection, names)
        marked = {name: marks.of_reader(connection, name) for name in names}
        seen = shown.within(connection, names, min(keys, default=0), max(keys, default=0))
    tastes = learn_all(library, names)
    shared.match(one for every in followed.values() for one in every)
    return {
        name: Known(reader, followed.get(name, []), marked[name], tastes[name], frozenset(seen.get(name, ())))
        for name, reader in found.items()
        if reader is not None
    }


def _draft(desk: Desk, shared: Shared, plan: Plan, known: Known, now: datetime) -> _Draft:
    day = day_at(plan, now)
    due = next_due(plan, now)
    with desk.library.database.read() as connection:
        there = digests.exists(connection, plan.number, period_name(plan, day))
    if there or known.reader.suspended:
        return _Draft(plan, None, None, due, plan.covered)
    period = Period(period_name(plan, day), when_of(plan, day))
    digest = compose(shared, news_of(shared, plan, now), plan, period, known, made=now)
    stays_away = not digest.count and plan.quiet == "stay away"
    letter = None if stays_away else _letter(desk, known.reader, plan, digest)
    return _Draft(plan, digest, letter, due, digest.until)


def _letter(desk: Desk, reader: Reader, plan: Plan, digest: Digest) -> Letter | None:
    return desk.write(reader, plan, digest) if plan.address and plan.confirmed else None


def _keep_all(database: Database, drafts: Sequence[_Draft]) -> tuple[list[_Draft], list[int]]:
    """Keep digests in one transaction; return those that were kept, and the plans that are not due any more.

    The others are made by somebody else, or must be made anew.
    """
    kept: list[_Draft] = []
    moved: list[int] = []
    with database.write() as connection:
        counters.queue_up(connection)
        for draft in drafts:
            if draft.digest is not None and not _still_right(connection, draft.digest):
                continue
            if digest_plans.move_on(connection, draft.plan, draft.due, draft.covered):
                moved.append(draft.plan.number)
                if draft.digest is not None:
                    _keep(connection, draft.digest, draft.letter)
                    kept.append(draft)
    return kept, moved


def _still_right(connection: Connection, digest: Digest) -> bool:
    """Whether none of the papers was shown to the reader meanwhile, or went into another one."""
    keys = keys_of(digest)
    return not (shown.among(connection, digest.reader, keys) or merged.survivors(connection, keys))


def _keep(connection: Connection, digest: Digest, letter: Letter | None) -> None:
    if digests.put(connection, digest):
        shown.add(connection, digest.reader, keys_of(digest), digest_key(digest.plan, digest.period), digest.made)
        if letter is not None:
            outbox.put(connection, letter, digest.made)
