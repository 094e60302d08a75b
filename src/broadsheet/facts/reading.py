"""Read every paper that this version of the extraction has not read."""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from broadsheet.errors import BroadsheetError
from broadsheet.extract.facts.read import VERSION
from broadsheet.facts.beside import PROGRAM, Reader, Silent, readers
from broadsheet.facts.one import read_one, unreadable
from broadsheet.lib.clock import stopwatch
from broadsheet.lib.process import name_holder
from broadsheet.store import leases, papers
from broadsheet.store import readings as store
from broadsheet.store.database import Database
from broadsheet.store.fact_rows import ReadPaper
from broadsheet.store.readings import Unread

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]  # done, of how many

_PORTION = 256  # papers read and kept at a time: what a kill repeats at most, for each process
_AT_ONCE = 4_096  # papers whose texts are held in memory
_NOT_THE_TEXTS = 8  # papers, and no other, that all cannot be read: then the fault is with the program
_FEW = 48  # are read here: a process takes longer to start
_ALONE = 20.0  # seconds that one paper may take
_LEASE, _LEASE_FOR, _LOOK_EVERY = "reading", 60.0, 2.0  # seconds


def read_pending(
    database: Database,
    *,
    stop: Callable[[], bool] | None = None,
    progress: Progress | None = None,
    processes: int = 1,
    nicely: bool = False,
    program: Sequence[str] = PROGRAM,
) -> int:
    """Read papers and keep what was read, those that came last first; return how many were.

    The reading is done by so many processes, with `nicely` at low priority. Two that read would read the same papers:
    a command leaves it to one that reads already, and who reads nicely to any command. `stop` is asked between
    portions. What was read by an earlier version serves until a paper's turn comes.
    """
    stopped = stop or (lambda: False)
    with database.read() as connection:
        total = papers.count(connection) - store.count(connection, VERSION) if progress else 0
        few = store.pending(connection, VERSION, _FEW + 1)
    if len(few) <= _FEW:
        return _read_here(database, few, progress)
    done = 0
    turn = _Turn(database, nicely=nicely)
    with turn, readers(processes if turn.is_mine() else 0, program, nicely=nicely) as several:
        while several and not stopped():
            before = done
            for read in _read_beside(several, _portions(database), lambda: stopped() or not turn.is_mine()):
                _keep(database, read)
                done += len(read)
                if progress:
                    progress(done, max(total, done))
            if done == before:  # else some may have come in meanwhile
                break
    return done


class _Turn:
    """The turn to read; who reads nicely takes none, and goes on while nobody has it."""

    def __init__(self, database: Database, *, nicely: bool) -> None:
        self._database, self._nicely = database, nicely
        self._holder = name_holder()
        self._said: Callable[[], float] = lambda: _LEASE_FOR
        self._mine = True

    def is_mine(self) -> bool:
        """Whether to go on; asked often, it looks now and then."""
        if self._said() < _LOOK_EVERY:
            return self._mine
        if self._nicely:
            with self._database.read() as connection:
                self._mine = _LEASE not in leases.held(connection)
        else:
            with self._database.write() as connection:
                self._mine = leases.claim(connection, _LEASE, self._holder, _LEASE_FOR)
        self._said = stopwatch()
        return self._mine

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        if not self._nicely:
            with self._database.write() as connection:
                leases.release(connection, _LEASE, self._holder)


def count_unread(database: Database) -> int:
    """Return how many papers have yet to be read."""
    with database.read() as connection:
        return papers.count(connection) - store.count(connection, VERSION)


def _read_here(database: Database, few: Sequence[Unread], progress: Progress | None) -> int:
    if few:
        _keep(database, [read_one(one) for one in few])
        if progress:
            progress(len(few), len(few))
    return len(few)


def _keep(database: Database, read: Sequence[ReadPaper]) -> None:
    faulty = {one.key: one.fault for one in read if one.fault}
    if len(faulty) == len(read) > _NOT_THE_TEXTS:
        raise BroadsheetError(f"Abstracts cannot be read, which is no fault of theirs: {next(iter(faulty.values()))}")
    with database.write() as connection:
        store.keep(connection, VERSION, read)
        for paper in papers.get(connection, list(faulty)):
            log.error("%s could not be read and is kept without facts: %s", paper.id, faulty[paper.key])


def _portions(database: Database) -> Iterator[list[Unread]]:
    """Go once through the papers that are to be read, from the last on."""
    below = None
    while True:
        with database.read() as connection:
            found = store.pending(connection, VERSION, _AT_ONCE, below=below)
        for start in range(0, len(found), _PORTION):
            yield found[start : start + _PORTION]
        if len(found) < _AT_ONCE:
            return
        below = found[-1].key


def _read_beside(
    several: Sequence[Reader], portions: Iterator[list[Unread]], stopped: Callable[[], bool]
) -> Iterator[list[ReadPaper]]:
    """Keep every reader at work; yield what they answer, in the order in which it was given to them."""
    at_work: deque[tuple[Reader, list[Unread]]] = deque()
    idle = list(several)
    while not stopped():
        while idle and (portion := next(portions, None)):
            idle[-1].hand(portion)
            at_work.append((idle.pop(), portion))
        if not at_work:
            return
        reader, portion = at_work.popleft()
        try:
            read = reader.answer(stopped)
        except Silent:
            read = _read_singly(reader, portion, stopped)
        if read is None:
            return
        idle.append(reader)
        # It gets its next portion before this one is written.
        if following := next(portions, None):
            idle.pop().hand(following)
            at_work.append((reader, following))
        yield read


def _read_singly(reader: Reader, portion: Sequence[Unread], stopped: Callable[[], bool]) -> list[ReadPaper] | None:
    """Find the paper that a reader died of, or never comes to an end with, and leave that one without facts."""
    read: list[ReadPaper] = []
    reader.restart()
    reader.greet()
    for one in portion:
        reader.hand([one])
        try:
            answer = reader.answer(stopped, _ALONE)
        except Silent:
            answer = [unreadable(one, f"the process that reads ends with it, or takes over {_ALONE:.0f} s")]
            reader.restart()
            reader.greet()
        if answer is None:
            return None
        read += answer
    return read
