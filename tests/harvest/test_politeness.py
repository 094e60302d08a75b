"""However many processes harvest, a host is asked by one at a time, and never sooner than it allows."""

import multiprocessing
import threading
import time
from collections.abc import Sequence
from itertools import pairwise

import pytest
from processes import HOST, ask

from broadsheet.errors import HeldOff, Stopped
from broadsheet.harvest.outside import Outside, StoredPace, rest_until
from broadsheet.lib.clock import epoch_ms
from broadsheet.lib.http.answer import Rule
from broadsheet.store import hosts
from broadsheet.store.database import Database
from upstream import Asked, Reply, Upstream

INTERVAL = 0.1  # seconds, in place of arXiv's three


def slowly(asked: Asked) -> Reply:
    time.sleep(0.02)
    return Reply(b"papers")


def gaps(log: Sequence[Asked]) -> list[float]:
    """Seconds from the end of each answer to the next request, by the server's own clock."""
    ordered = sorted(log, key=lambda asked: asked.begun)
    return [after.begun - before.ended[0] for before, after in pairwise(ordered)]


def address(database: Database) -> str:
    return str(database._engine.url.render_as_string(hide_password=False))


def start(database: Database, upstream: Upstream, times: int) -> multiprocessing.process.BaseProcess:
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=ask, args=(address(database), upstream.origin, INTERVAL, times))
    process.start()
    return process


def test_two_processes_share_the_turns(any_database: Database, upstream: Upstream) -> None:
    upstream.answer(HOST, slowly)
    both = [start(any_database, upstream, 8) for _ in range(2)]
    for process in both:
        process.join(60)
    assert [process.exitcode for process in both] == [0, 0]
    assert len(upstream.log) == 16
    assert min(gaps(upstream.log)) >= INTERVAL


def test_a_killed_process_leaves_its_turn_to_others(any_database: Database, upstream: Upstream) -> None:
    begun = threading.Event()

    def forever(asked: Asked) -> Reply:
        begun.set()
        time.sleep(1.0)
        return Reply(b"late")

    upstream.answer(HOST, forever)
    process = start(any_database, upstream, 1)
    assert begun.wait(30)
    process.kill()
    process.join(30)
    upstream.answer(HOST, slowly)
    before = time.monotonic()
    ask(address(any_database), upstream.origin, INTERVAL, 2)
    assert time.monotonic() - before < 5.0
    first, second, _ = upstream.log
    assert second.begun - first.begun >= INTERVAL


def test_a_wish_to_be_left_alone_holds_for_everybody(any_database: Database, upstream: Upstream) -> None:
    upstream.answer(HOST, lambda asked: Reply(b"", 503, {"Retry-After": "7200"}))
    routes, rules = upstream.routes, {HOST: Rule(interval=INTERVAL, attempts=1)}
    with Outside(routes=routes).open(any_database, rules) as door, pytest.raises(HeldOff):
        door.get(f"https://{HOST}/", lambda answer: answer.body)
    with any_database.write() as connection:
        turn = hosts.take_turn(connection, HOST, "bob", interval=INTERVAL, longest=60)
    assert not turn.granted
    assert 7_000 < turn.wait <= 7_200


def test_a_wish_that_one_heard_while_another_asked_holds_for_both(any_database: Database) -> None:
    with any_database.write() as connection:
        assert hosts.take_turn(connection, HOST, "alice", interval=0, longest=60).granted
        hosts.give_back(connection, HOST, "alice", interval=0)
    time.sleep(0.01)
    with any_database.write() as connection:
        assert hosts.take_turn(connection, HOST, "bob", interval=0, longest=60).granted
        hosts.hold_off(connection, HOST, 600)  # alice had read her answer by now
        hosts.give_back(connection, HOST, "bob", interval=0)
        assert hosts.take_turn(connection, HOST, "alice", interval=0, longest=60).wait > 590


def test_waiting_for_a_turn_ends_when_asked_to_stop(any_database: Database) -> None:
    stop = threading.Event()
    pace = StoredPace(any_database, rest_until(stop))
    with pace.turn(HOST, 60.0, 60.0):
        pass
    threading.Timer(0.2, stop.set).start()
    with pytest.raises(Stopped), pace.turn(HOST, 60.0, 60.0):
        pass


def test_a_clock_that_was_set_back_does_not_close_a_host(any_database: Database) -> None:
    with any_database.write() as connection:
        assert hosts.take_turn(connection, HOST, "alice", interval=3, longest=60).granted
        connection.exec_driver_sql(f"UPDATE hosts SET holder = '', free_at = {epoch_ms() + 10**12}")
        assert hosts.take_turn(connection, HOST, "bob", interval=3, longest=60).wait <= 86_400


def test_hosts_have_turns_of_their_own(any_database: Database) -> None:
    with any_database.write() as connection:
        assert hosts.take_turn(connection, "one.example", "alice", interval=3, longest=60).granted
        assert hosts.take_turn(connection, "two.example", "alice", interval=3, longest=60).granted
        assert not hosts.take_turn(connection, "one.example", "bob", interval=3, longest=60).granted
