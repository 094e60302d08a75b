"""Send what the outbox holds, each letter once.

The rule: rather twice than never, and if twice, the same bytes under the same Message-ID, by which receivers tell. A
letter is claimed before it is handed over, and noted at once when the server has answered: in a file first (`journal`),
then in the catalog. Between the server's acceptance and that line nothing can be known (RFC 1047); it takes as long as
the answer is on its way. docs/mail.md says how rarely a process is killed there.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from broadsheet.errors import LetterRefused, MailHeldUp, StoreError
from broadsheet.lib.clock import Clock, stopwatch
from broadsheet.lib.process import name_holder
from broadsheet.mail.journal import Journal, read_journals
from broadsheet.mail.transports.base import Line, Transport
from broadsheet.mail.verdicts import judge, wait_after
from broadsheet.store import outbox, suppressions
from broadsheet.store.database import Database
from broadsheet.store.outbox import StoredLetter

log = logging.getLogger(__name__)

HOLD = 3_600.0  # seconds: what another machine has claimed and not noted is then sent again
_CLAIMED = 50  # letters at a time
_FRESH = HOLD / 4  # seconds after which a claimed letter that still waits in here is given back
_NOTED_EVERY = 0.5  # seconds
_WORTH_A_LINE = 8  # letters
_UNCERTAIN = "The process that sent it died before the answer came: it was sent again, and may have arrived twice."
_IN_A_ROW = 5  # refusals for our own sake, or lines that break, without a success: then the server is left alone


@dataclass(slots=True)
class Sent:
    """What became of the letters of one round. `held_up` says why it ended early, empty where it did not."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    recovered: int = 0  # accepted before a process died, and noted only now
    uncertain: int = 0  # on their way when a process died: sent again, and perhaps there twice
    held_up: str = ""
    left: bool = False  # there are more that are due

    def told(self) -> str:
        """Return all that in a sentence or two."""
        parts = [f"{self.sent:,} {'letter' if self.sent == 1 else 'letters'} sent"]
        parts += [f"{self.put_off:,} put off"] if self.put_off else []
        parts += [f"{self.failed:,} refused for good"] if self.failed else []
        parts += [f"{self.uncertain:,} sent again after a process died, perhaps twice"] if self.uncertain else []
        return f"{', '.join(parts)}.{f' {self.held_up}' if self.held_up else ''}"


def send_due(
    database: Database, transport: Transport, clock: Clock, *, folder: Path, stop: threading.Event, seconds: float = 60
) -> Sent:
    """Send what is due, for so many seconds at most; `stop` ends it after the letters in hand.

    `folder` is where the journals of this machine lie.
    """
    recovered, uncertain = _recover(database, folder, clock)
    sent = Sent(recovered=recovered, uncertain=uncertain)
    holder = name_holder()
    claimed, sent.failed = _claim(database, holder, clock)
    if not claimed:
        return sent
    elapsed = stopwatch()
    journal = Journal(folder, holder)
    sending = _Round(
        _Ground(database, transport, clock, holder, journal),
        sent,
        deque(claimed),
        go_on=lambda: not stop.is_set() and elapsed() < seconds,
    )
    known = False
    try:
        asyncio.run(sending.run())
        known = True
    finally:
        journal.finish(known=known)
    return sent


def _claim(database: Database, holder: str, clock: Clock) -> tuple[list[StoredLetter], int]:
    """Claim letters that are due; those to addresses that nothing is sent to fail at once, and are counted."""
    failed = 0
    while True:
        with database.write() as connection:
            claimed = outbox.claim(connection, holder, clock(), count=_CLAIMED, seconds=HOLD)
            barred = suppressions.among(connection, {stored.letter.recipient for stored in claimed})
            for stored in claimed:
                if (found := barred.get(stored.letter.recipient)) is not None:
                    said = f"Nothing is sent to this address any more: {found.reason}"
                    outbox.note_failed(connection, stored.letter.key, holder, said, clock())
                    failed += 1
        free = [stored for stored in claimed if stored.letter.recipient not in barred]
        if free or not claimed:
            return free, failed


def _recover(database: Database, folder: Path, clock: Clock) -> tuple[int, int]:
    """Take up what processes that died have left: note what was accepted, let the rest wait again.

    Return how many were accepted, and of how many that is not known.
    """
    with database.read() as connection:
        gone = outbox.left_behind(connection)
    if not gone:
        return 0, 0
    # In this order: a holder that is gone takes nothing more down, so what its file lacks was not noted.
    left = list(read_journals(folder, gone))
    accepted = {key: answer for one in left for key, answer in one.accepted.items()}
    uncertain = {key for one in left for key in one.uncertain} - accepted.keys()
    with database.write() as connection:
        outbox.note_sent(connection, accepted, clock())
        outbox.release(connection, gone, uncertain, _UNCERTAIN)
    for one in left:
        one.file.unlink(missing_ok=True)
    log.info("outbox recovered accepted=%d uncertain=%d", len(accepted), len(uncertain))
    return len(accepted), len(uncertain)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a round works with."""

    database: Database
    transport: Transport
    clock: Clock
    holder: str
    journal: Journal


@dataclass(slots=True)
class _Round:
    """One round of sending: lines that take letters from a queue, and a task that notes what was accepted."""

    ground: _Ground
    sent: Sent
    queue: deque[StoredLetter]
    go_on: Callable[[], bool]
    waited: Callable[[], float] = field(default_factory=stopwatch)  # seconds since the queue was filled
    accepted: dict[str, str] = field(default_factory=dict)  # not yet noted in the catalog: key and answer
    done: asyncio.Event = field(default_factory=asyncio.Event)
    filling: asyncio.Lock = field(default_factory=asyncio.Lock)
    open_lines: int = 0
    in_a_row: int = 0  # refusals that are not the recipient's, since a letter was taken

    async def run(self) -> None:
        noting = asyncio.create_task(self._note())
        try:
            wanted = min(self.ground.transport.lines, 1 + len(self.queue) // _WORTH_A_LINE)
            await self._all_lines(wanted)
        finally:
            self.done.set()
            await noting
            self.sent.left = bool(self.queue)
            with self.ground.database.write() as connection:
                outbox.give_back(connection, self.ground.holder, [stored.letter.key for stored in self.queue])

    async def _all_lines(self, wanted: int) -> None:
        """Open so many lines; where one fails in a way not foreseen, the others end after the letters in hand."""
        ended = await asyncio.gather(*(self._line() for _ in range(wanted)), return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error

    async def _line(self) -> None:
        """Hand letters over on one line after another, as long as lines carry any."""
        broken = 0
        while self._goes_on() and self.queue:
            opened, carried = False, 0
            try:
                async with self.ground.transport.open() as line:
                    opened = True
                    with self._counted():
                        while (stored := await self._next()) is not None:
                            await self._carry(line, stored)
                            carried += 1
                return
            except MailHeldUp as error:
                if not opened and self.open_lines:
                    return  # the server takes fewer lines than we would open
                broken = 1 if carried else broken + 1
                # A line that carried letters may have had its fill of them; one that broke with a letter in hand may
                # have broken for that letter's sake. Others say that the server is of no use now.
                if (not carried and not error.in_hand) or broken >= _IN_A_ROW:
                    self.sent.held_up = str(error)
            except BaseException:
                self.sent.held_up = "Something broke on our side."
                raise

    async def _carry(self, line: Line, stored: StoredLetter) -> None:
        letter = stored.letter
        self.ground.journal.begin(letter.key)
        try:
            answer = await line.hand_over(letter)
        except LetterRefused as refused:
            await asyncio.to_thread(self._note_refused, stored, refused)
        except MailHeldUp as error:
            if error.in_hand:
                await asyncio.to_thread(self._put_off, stored, str(error), wait_after(letter.key, stored.attempts))
            else:
                self.queue.appendleft(stored)
            raise
        else:
            answer += f" {_UNCERTAIN}" if stored.answer == _UNCERTAIN else ""
            self.ground.journal.note(letter.key, answer)  # first of all: see there
            self.accepted[letter.key] = answer
            self.sent.sent += 1
            self.in_a_row = 0

    async def _next(self) -> StoredLetter | None:
        """Return the next letter to be sent, None where there is none or the round is to end."""
        async with self.filling:
            if self._goes_on() and not self.queue:
                ground = self.ground
                claimed, failed = await asyncio.to_thread(_claim, ground.database, ground.holder, ground.clock)
                self.queue.extend(claimed)
                self.sent.failed += failed
                self.waited = stopwatch()
            return self.queue.popleft() if self._goes_on() and self.queue else None

    def _goes_on(self) -> bool:
        return self.go_on() and not self.sent.held_up and self.waited() < _FRESH

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.open_lines += 1
        try:
            yield
        finally:
            self.open_lines -= 1

    async def _note(self) -> None:
        """Note in the catalog now and then what was accepted: more often would keep answers waiting for a turn."""
        ended = False
        while not ended:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.done.wait(), _NOTED_EVERY)
            ended = self.done.is_set()
            answers, self.accepted = self.accepted, {}
            try:
                await asyncio.to_thread(self._note_accepted, answers)
            except StoreError as error:
                self.accepted = {**answers, **self.accepted}
                self.sent.held_up = str(error)
                if ended:
                    raise  # the journal keeps them for whoever sends next

    def _note_accepted(self, answers: dict[str, str]) -> None:
        with self.ground.database.write() as connection:
            outbox.note_sent(connection, answers, self.ground.clock())

    def _note_refused(self, stored: StoredLetter, refused: LetterRefused) -> None:
        verdict = judge(refused, stored.letter.key, stored.attempts)
        if verdict.bounced:
            with self.ground.database.write() as connection:
                suppressions.add(connection, stored.letter.recipient, str(refused), self.ground.clock())
        self._put_off(stored, str(refused), verdict.wait)
        self.in_a_row = self.in_a_row + 1 if verdict.ours else 0
        if self.in_a_row >= _IN_A_ROW:
            self.sent.held_up = f"The mail server refuses one letter after another: {refused}"

    def _put_off(self, stored: StoredLetter, said: str, wait: timedelta | None) -> None:
        key, ground = stored.letter.key, self.ground
        with ground.database.write() as connection:
            if wait is None:
                outbox.note_failed(connection, key, ground.holder, said, ground.clock())
                self.sent.failed += 1
            else:
                outbox.put_off(connection, key, ground.holder, said, ground.clock() + wait)
                self.sent.put_off += 1
        log.info("letter refused key=%s again=%s answer=%s", key, wait, said)
