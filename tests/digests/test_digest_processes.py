"""Killed at any point, and made by several processes at once, digests end the same: each once, with its mail."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.digests.making import make_due
from broadsheet.model.digest import Contents
from broadsheet.store import digest_plans, digests, shown
from broadsheet.store.database import Database
from digests_cast import NOON, Newsroom, titles

ROOT = Path(__file__).resolve().parent.parent
READERS = 60


@pytest.fixture
def room(database: Database) -> Newsroom:
    """Sixty readers with two plans each, and papers for them."""
    made = Newsroom(database)
    for number in range(12):
        made.put(f"Weaving of kind {number}", arrived=NOON - timedelta(hours=1))
    with database.write() as connection:
        for number in range(READERS):
            connection.exec_driver_sql(
                "INSERT INTO readers (id, email, name, role, password, zone, exploration, made) "
                f"VALUES ('reader{number}', '', '', 'reader', '', 'UTC', 0.1, '2026-11-20T12:00:00+00:00')"
            )
    for number in range(READERS):
        made.follow("cs.LG", "category", reader=f"reader{number}")
        for _ in range(2):
            made.plan(reader=f"reader{number}", contents=Contents(0, 5, 0))
    assert made.library.engine.is_whole
    return made


def begun(room: Newsroom) -> subprocess.Popen[str]:
    home = Path(room.database.address.removeprefix("sqlite:///")).parent
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{Path(__file__).parent}"}
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).parent / "digest_process.py"), str(home)],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )


def checked(room: Newsroom) -> Iterator[str]:
    """What is not as it should be once all is made."""
    with room.database.read() as connection:
        if digest_plans.due(connection, NOON, limit=1):
            yield "something is still due"
        keys = [letter.key for letter in room.letters()]
        if len(keys) != 2 * READERS or len(set(keys)) != len(keys):
            yield f"{len(keys)} letters"
        for number in range(READERS):
            made = digests.latest(connection, f"reader{number}", limit=9)
            every = [title for digest in made for title in titles(digest)]
            if len(made) != 2 or len(every) != 10 or len(set(every)) != 10:
                yield f"reader{number}: {len(made)} digests with {len(every)} papers, {len(set(every))} different"
            if len(shown.within(connection, [f"reader{number}"], 0, 99).get(f"reader{number}", ())) != 10:
                yield f"reader{number}: shown is not what was in the digests"


def test_killed_at_any_point_the_end_is_the_same(room: Newsroom) -> None:
    chance, killed = random.Random(6), 0
    for _ in range(12):
        process = begun(room)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.25))
        process.kill()
        killed += process.wait() != 0
        process.stdout.close()
    assert killed
    make_due(room.desk, lambda: NOON)
    assert list(checked(room)) == []


def test_three_processes_make_each_digest_once(room: Newsroom) -> None:
    processes = [begun(room) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    for process in processes:
        assert process.stdout is not None
        process.stdout.close()
    assert list(checked(room)) == []
