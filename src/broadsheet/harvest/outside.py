"""How a harvest reaches services: the door, with politeness and memory held in the catalog."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType

from broadsheet.errors import HeldOff, Stopped
from broadsheet.lib.clock import epoch_ms, stopwatch
from broadsheet.lib.http.answer import Answer, Rule
from broadsheet.lib.http.door import LONGEST_WAIT, Door
from broadsheet.lib.process import name_holder
from broadsheet.store import hosts, kept_answers
from broadsheet.store.database import Database
from broadsheet.store.kept_answers import KeptAnswer

_LARGEST_KEPT = 4 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Outside:
    """What leads outside. `stop` ends every wait at once; `routes` and `rules` are for servers of one's own.

    `rules` stand before those that sources have for their hosts.
    """

    contact: str = ""
    stop: threading.Event | None = None
    routes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    rules: Mapping[str, Rule] = field(default_factory=lambda: MappingProxyType({}))

    def open(
        self,
        database: Database,
        rules: Mapping[str, Rule],
        on_wait: Callable[[float, str], None] | None = None,
    ) -> Door:
        """Open the door for one harvest."""
        rest = rest_until(self.stop or threading.Event())
        return Door(
            pace=StoredPace(database, rest),
            sleep=rest,
            contact=self.contact,
            rules={**rules, **self.rules},
            memory=StoredMemory(database),
            routes=self.routes,
            on_wait=on_wait,
        )


def rest_until(stop: threading.Event) -> Callable[[float], None]:
    """Return a function that waits so many seconds, and raises Stopped as soon as `stop` is set."""

    def rest(seconds: float) -> None:
        if stop.wait(seconds):
            raise Stopped("Stopped.")

    return rest


class StoredPace:
    """Gives out turns over all processes that share the catalog."""

    def __init__(self, database: Database, rest: Callable[[float], None]) -> None:
        self._database, self._rest = database, rest

    @contextmanager
    def turn(self, host: str, interval: float, longest: float) -> Iterator[float]:
        """Wait for a turn and hold it for the block, `longest` seconds at most; gives the seconds waited.

        HeldOff where the host asked on an earlier occasion to wait for longer than a harvest waits.
        """
        holder = name_holder()
        waited = stopwatch()
        while True:
            with self._database.write() as connection:
                turn = hosts.take_turn(connection, host, holder, interval=interval, longest=longest)
            if turn.granted:
                break
            if turn.wait > LONGEST_WAIT:
                minutes = turn.wait / 60
                raise HeldOff(f"{host} asked not to be asked for {minutes:.0f} more minutes.", turn.wait)
            self._rest(turn.wait)
        try:
            yield waited()
        finally:
            with self._database.write() as connection:
                hosts.give_back(connection, host, holder, interval=interval)

    def hold_off(self, host: str, seconds: float) -> None:
        """Let nobody ask this host for so long."""
        with self._database.write() as connection:
            hosts.hold_off(connection, host, seconds)


@dataclass(frozen=True, slots=True)
class _Remembered:
    answer: Answer
    fresh: bool


class StoredMemory:
    """Keeps answers in the catalog."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recall(self, url: str) -> _Remembered | None:
        """Return what was answered at this address."""
        with self._database.read() as connection:
            kept = kept_answers.find(connection, url)
        if kept is None:
            return None
        return _Remembered(Answer(kept.url, 200, kept.headers, kept.body, kept=True), kept.fresh_until > epoch_ms())

    def keep(self, answer: Answer, fresh_for: float) -> None:
        """Keep an answer of moderate size."""
        if len(answer.body) > _LARGEST_KEPT:
            return
        headers = dict(answer.headers)
        fresh_until = epoch_ms() + int(min(fresh_for, 30 * 86_400.0) * 1000) if fresh_for else 0
        kept = KeptAnswer(
            answer.url,
            headers.get("etag", ""),
            headers.get("last-modified", ""),
            fresh_until,
            headers,
            answer.body,
        )
        with self._database.write() as connection:
            kept_answers.keep(connection, kept)
