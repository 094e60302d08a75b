"""The job that sends letters, as the worker runs it."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.harvest.run import Ground
from broadsheet.jobs.mail import BODIES_KEPT, forget_bodies, send_letters
from broadsheet.jobs.schedule import Every
from broadsheet.jobs.timetable import MAIL
from broadsheet.jobs.worker import Worker
from broadsheet.settings import Settings
from broadsheet.store import jobs, outbox
from broadsheet.store.database import Database
from jobs_fixtures import work_on
from mail_fixtures import MORNING, letter

MINUTE = Every(1 / 60)


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Ground:
    """What jobs work on; mails go into a folder."""
    return replace(work_on(database, clock=lambda: MORNING).ground, settings=Settings(home=tmp_path / "home"))


def keep(database: Database, *numbers: int, wait: timedelta = timedelta(0)) -> None:
    with database.write() as connection:
        for number in numbers:
            outbox.put(connection, letter(number), MORNING + wait)


def test_letters_go_out(ground: Ground) -> None:
    keep(ground.database, 1, 2)
    ended = send_letters(ground, MINUTE, 1, threading.Event())
    assert (ended.outcome, ended.message, ended.due) == ("done", "2 letters sent.", MORNING + timedelta(minutes=1))
    assert len(list((ground.settings.home / "mail" / "new").iterdir())) == 2


def test_it_comes_round_when_the_next_letter_is_due(ground: Ground) -> None:
    keep(ground.database, 1, wait=timedelta(seconds=20))
    assert send_letters(ground, MINUTE, 1, threading.Event()).due == MORNING + timedelta(seconds=20)


@pytest.mark.parametrize(("failures", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (40, 60)])
def test_a_server_that_is_down_is_left_alone_for_longer_and_longer(ground: Ground, failures: int, minutes: int) -> None:
    down = replace(ground.settings, mail="smtp://127.0.0.1:9", mail_from="papers@example.org")
    keep(ground.database, 1)
    ended = send_letters(replace(ground, settings=down), MINUTE, failures, threading.Event())
    assert (ended.outcome, ended.fault) == ("failed", True)
    assert "cannot be used" in ended.message
    assert ended.due == MORNING + timedelta(minutes=minutes)


def test_settings_that_cannot_be_used_are_told(ground: Ground) -> None:
    keep(ground.database, 1)
    wrong = replace(ground, settings=replace(ground.settings, mail="smtp://mail.example.org"))
    assert "BROADSHEET_MAIL_FROM" in send_letters(wrong, MINUTE, 1, threading.Event()).message
    with ground.database.read() as connection:
        assert outbox.count(connection) == {"waiting": 1}


def test_the_worker_has_it_on_its_timetable(ground: Ground) -> None:
    keep(ground.database, 1)
    work = replace(work_on(ground.database, clock=lambda: MORNING), ground=ground)
    assert Worker(work).run_one(MAIL).ended.message == "1 letter sent."
    with ground.database.read() as connection:
        job = jobs.get(connection, MAIL)
    assert job is not None
    assert job.due == MORNING + timedelta(minutes=1)


def test_old_bodies_are_let_go(ground: Ground) -> None:
    keep(ground.database, 1)
    with ground.database.write() as connection:
        outbox.note_sent(connection, {letter(1).key: "250"}, MORNING - BODIES_KEPT - timedelta(days=1))
    assert forget_bodies(ground) == "The text of 1 old letter was let go."
    assert forget_bodies(ground) == ""
