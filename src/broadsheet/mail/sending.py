"""Send what the outbox holds, each letter once.

The rule: rather twice than never, and if twice, the same bytes under the same Message-ID, by which receivers tell. A
letter is claimed before it is handed over, and noted at once when the server has answered: in a file first (`journal`),
then in the catalog. Between the server's acceptance and that line nothing can be known (RFC 1047); it takes as long as
the answer is on its way. To a server the `courier` therefore sends, whom nobody has reason to kill.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from broadsheet.errors import LetterRefused, MailHeldUp
from broadsheet.lib.clock import Clock, stopwatch
from broadsheet.lib.process import name_holder
from broadsheet.mail.journal import Journal, ended_holders, read_journals
from broadsheet.mail.transports.base import Line, Transport
from broadsheet.mail.verdicts import judge, wait_after
from broadsheet.store import outbox, suppressions
from broadsheet.store.database import Connection, Database
from broadsheet.store.outbox import StoredLetter

log = logging.getLogger(__name__)

HOLD = 3_600.0  # seconds: what another machine has claimed and not noted is then sent again
_CLAIMED = 50  # letters at a time
_FRESH = HOLD / 4  # seconds after which a claimed letter that still waits in here is given back
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
    elapsed = stopwatch()
    ground = _Ground(database, transport, clock, name_holder(), folder)
    sending = _Round(ground, sent, go_on=lambda: not stop.is_set() and elapsed() < seconds)
    sending.refill()
    if sending.queue:
        sending.work()
    return sent


def _recover(database: Database, folder: Path, clock: Clock) -> tuple[int, int]:
    """Take up what processes that died have left: note what was accepted, let the rest wait again.

    Return how many were accepted, and of how many that is not known.
    """
    ended = ended_holders(folder)  # before the catalog is asked, which then has all that they hold
    with database.read() as connection:
        gone = outbox.left_behind(connection)
    for holder in ended.keys() - set(gone):  # it died when all was noted, and only its file was left to take away
        ended[holder].unlink(missing_ok=True)
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
    folder: Path


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A letter that was not taken: what was said, when it is tried again (None: never), and whether it bounced."""

    stored: StoredLetter
    said: str
    wait: timedelta | None
    bounced: bool = False


@dataclass(slots=True)
class _Round:
    """One round of sending: lines that hand over letters of one batch after another.

    Between two batches no letter is in hand, and only then the catalog is asked: it may take its time, during which an
    answer would lie unread, and the letter that it is for would come twice if the process were killed.
    """

    ground: _Ground
    sent: Sent
    go_on: Callable[[], bool]
    queue: deque[StoredLetter] = field(default_factory=deque)
    waited: Callable[[], float] = field(default_factory=stopwatch)  # seconds since the queue was filled
    accepted: dict[str, str] = field(default_factory=dict)  # not yet noted in the catalog: key and answer
    refused: list[_Refusal] = field(default_factory=list)  # the same
    turn: asyncio.Condition = field(default_factory=asyncio.Condition)
    in_hand: int = 0
    opening: int = 0  # lines that have not been opened yet; no letter is in hand meanwhile, for the same reason
    open_lines: int = 0
    in_a_row: int = 0  # refusals that are not the recipient's, since a letter was taken

    def work(self) -> None:
        """Hand over what is in the queue and what comes after it, and note the rest at the end."""
        journal = Journal(self.ground.folder, self.ground.holder)
        known = False
        try:
            asyncio.run(
                self._all_lines(journal, min(self.ground.transport.lines, 1 + len(self.queue) // _WORTH_A_LINE))
            )
        finally:
            try:
                self._close()
                known = True
            finally:
                journal.finish(known=known)

    def refill(self) -> None:
        """Note in the catalog what became of the last letters, and claim the next, in one transaction."""
        ground = self.ground
        free = False
        while not free:
            with ground.database.write() as connection:
                self._note(connection)
                claimed = outbox.claim(connection, ground.holder, ground.clock(), count=_CLAIMED, seconds=HOLD)
                barred = suppressions.among(connection, {stored.letter.recipient for stored in claimed})
                for stored in claimed:
                    if (found := barred.get(stored.letter.recipient)) is not None:
                        said = f"Nothing is sent to this address any more: {found.reason}"
                        outbox.note_failed(connection, stored.letter.key, ground.holder, said, ground.clock())
                        self.sent.failed += 1
            self._noted()
            self.queue.extend(stored for stored in claimed if stored.letter.recipient not in barred)
            free = bool(self.queue) or not claimed
        self.waited = stopwatch()

    async def _all_lines(self, journal: Journal, wanted: int) -> None:
        """Open so many lines; where one fails in a way not foreseen, the others end after the letters in hand."""
        self.opening = wanted
        ended = await asyncio.gather(*(self._line(journal) for _ in range(wanted)), return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error

    async def _line(self, journal: Journal) -> None:
        """Hand letters over on one line after another, as long as lines carry any."""
        broken, first = 0, True
        while self._goes_on() and self.queue:
            opened, carried = False, 0
            try:
                async with self.ground.transport.open() as line:
                    opened = True
                    with self._counted():
                        first = await self._tried(first)
                        while (stored := await self._next()) is not None:
                            try:
                                await self._carry(line, stored, journal)
                            finally:
                                await self._put_down()
                            carried += 1
                return
            except MailHeldUp as error:
                first = await self._tried(first)
                if not opened and await self._others_are_open():
                    return  # the server takes fewer lines than we would open
                broken = 1 if carried else broken + 1
                # A line that carried letters may have had its fill of them; one that broke with a letter in hand may
                # have broken for that letter's sake. Others say that the server is of no use now.
                if (not carried and not error.in_hand) or broken >= _IN_A_ROW:
                    self.sent.held_up = str(error)
            except BaseException:
                self.sent.held_up = "Something broke on our side."
                await self._tried(first)
                raise

    async def _carry(self, line: Line, stored: StoredLetter, journal: Journal) -> None:
        letter = stored.letter
        journal.begin(letter.key)
        try:
            answer = await line.hand_over(letter)
        except LetterRefused as refused:
            self._judge(stored, refused)
        except MailHeldUp as error:
            if error.in_hand:
                self.refused.append(_Refusal(stored, str(error), wait_after(letter.key, stored.attempts)))
            else:
                self.queue.appendleft(stored)
            raise
        else:
            answer += f" {_UNCERTAIN}" if stored.answer == _UNCERTAIN else ""
            journal.note(letter.key, answer)  # first of all: see there
            self.accepted[letter.key] = answer
            self.sent.sent += 1
            self.in_a_row = 0

    def _judge(self, stored: StoredLetter, refused: LetterRefused) -> None:
        verdict = judge(refused, stored.letter.key, stored.attempts)
        self.refused.append(_Refusal(stored, str(refused), verdict.wait, verdict.bounced))
        self.in_a_row = self.in_a_row + 1 if verdict.ours else 0
        if self.in_a_row >= _IN_A_ROW:
            self.sent.held_up = f"The mail server refuses one letter after another: {refused}"

    async def _next(self) -> StoredLetter | None:
        """Take the next letter in hand; None where there is none, or the round is to end."""
        async with self.turn:
            while self._goes_on():
                if self.opening:
                    await self.turn.wait()
                    continue
                if not self.queue and not self.in_hand:
                    self.refill()  # without letting go of the loop: there is nothing else to do meanwhile
                    self.turn.notify_all()
                if self.queue:
                    self.in_hand += 1
                    return self.queue.popleft()
                if not self.in_hand:
                    return None
                await self.turn.wait()
            return None

    async def _tried(self, first: bool) -> bool:
        """Note that a line was opened for the first time, or could not be; the others wait for that."""
        async with self.turn:
            self.opening -= first
            self.turn.notify_all()
        return False

    async def _others_are_open(self) -> bool:
        async with self.turn:
            await self.turn.wait_for(lambda: not self.opening)
            return self.open_lines > 0

    async def _put_down(self) -> None:
        async with self.turn:
            self.in_hand -= 1
            self.turn.notify_all()

    def _goes_on(self) -> bool:
        return self.go_on() and not self.sent.held_up and self.waited() < _FRESH

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.open_lines += 1
        try:
            yield
        finally:
            self.open_lines -= 1

    def _close(self) -> None:
        """Note what is left to note, and give back what was not tried."""
        self.sent.left = bool(self.queue)
        with self.ground.database.write() as connection:
            self._note(connection)
            outbox.give_back(connection, self.ground.holder, [stored.letter.key for stored in self.queue])
        self._noted()

    def _note(self, connection: Connection) -> None:
        holder, now = self.ground.holder, self.ground.clock()
        outbox.note_sent(connection, self.accepted, now)
        for one in self.refused:
            letter = one.stored.letter
            if one.bounced:
                suppressions.add(connection, letter.recipient, one.said, now)
            if one.wait is None:
                outbox.note_failed(connection, letter.key, holder, one.said, now)
            else:
                outbox.put_off(connection, letter.key, holder, one.said, now + one.wait)

    def _noted(self) -> None:
        """Count what the catalog knows now, and forget it here."""
        for one in self.refused:
            self.sent.failed += one.wait is None
            self.sent.put_off += one.wait is not None
            log.info("letter refused key=%s again=%s answer=%s", one.stored.letter.key, one.wait, one.said)
        self.accepted, self.refused = {}, []
