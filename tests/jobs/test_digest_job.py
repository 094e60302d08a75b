"""The job that makes what is due."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from broadsheet.harvest.outside import Outside
from broadsheet.harvest.run import Ground
from broadsheet.jobs.digests import make_digests
from broadsheet.jobs.schedule import Every
from broadsheet.settings import Settings
from broadsheet.store.database import Database
from digests_cast import NOON, Newsroom

SOON = Every(1 / 30)


def ground(database: Database, home: Path) -> Ground:
    return Ground(database, Settings(home=home), lambda: NOON, Outside())


def test_nothing_is_opened_where_nothing_is_due(database: Database) -> None:
    ended = make_digests(ground(database, Path("/nowhere")), SOON, threading.Event())
    assert (ended.outcome, ended.message) == ("done", "Nothing is due.")
    assert ended.due == NOON + timedelta(minutes=2)


def test_what_is_due_is_made(database: Database, tmp_path: Path) -> None:
    room = Newsroom(database)
    room.follow("cat:cs.LG")
    plan = room.plan(due=NOON - timedelta(hours=2), address="")
    room.put("Weaving with looms", arrived=NOON - timedelta(hours=1))
    ended = make_digests(ground(database, tmp_path), SOON, threading.Event())
    assert (ended.outcome, ended.message) == ("done", "1 digest made, 0 without papers; 0 to be mailed.")
    assert room.digest(plan, "2026-11-20").count == 1


def test_it_waits_for_new_papers_to_be_embedded_but_not_for_ever(database: Database, tmp_path: Path) -> None:
    room = Newsroom(database)
    plan = room.plan(due=NOON - timedelta(minutes=5))
    room.put("Weaving with looms", arrived=NOON - timedelta(hours=1))
    ended = make_digests(ground(database, tmp_path), SOON, threading.Event())
    assert (ended.outcome, ended.message) == ("partial", "Digests wait: 1 new paper is still to be embedded.")
    assert room.stored(plan).covered is None
    later = replace(ground(database, tmp_path), clock=lambda: NOON + timedelta(hours=1))
    assert make_digests(later, SOON, threading.Event()).outcome == "done"


def test_it_ends_when_told(database: Database, tmp_path: Path) -> None:
    Newsroom(database).plan(due=NOON - timedelta(hours=2))
    stop = threading.Event()
    stop.set()
    ended = make_digests(ground(database, tmp_path), SOON, stop)
    assert (ended.outcome, ended.due) == ("stopped", NOON)
