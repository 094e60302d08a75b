"""The job that sends the letters that wait."""

import threading
from datetime import timedelta

from broadsheet.errors import SettingsError
from broadsheet.harvest.run import Ground
from broadsheet.jobs.schedule import At, Every
from broadsheet.mail.courier import deliver_due
from broadsheet.render.fragments import counted
from broadsheet.store import outbox
from broadsheet.store.jobs import Ended

TURN = 60.0  # seconds, then other jobs get their turn
BODIES_KEPT = timedelta(days=30)

# How long a server that cannot be used is left alone, after so many rounds in a row that it held up.
_LEFT_ALONE = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))


def send_letters(ground: Ground, when: Every | At, failures: int, stop: threading.Event) -> Ended:
    """Send what is due; told as the end of a job. `failures` in a row, this one included should it be one."""
    again = _LEFT_ALONE[min(failures, len(_LEFT_ALONE)) - 1]
    try:
        sent = deliver_due(ground.settings, ground.database, ground.clock, stop=stop, seconds=TURN)
    except SettingsError as error:
        return Ended("failed", str(error), ground.clock() + again, fault=True)
    now = ground.clock()
    if sent.held_up:
        return Ended("failed", sent.told(), now + again, fault=True)
    if stop.is_set():
        return Ended("stopped", sent.told(), now)
    with ground.database.read() as connection:
        next_due = outbox.next_due(connection)
    due = min(when.after(now), max(next_due, now)) if next_due else when.after(now)
    return Ended("partial" if sent.left or sent.failed else "done", sent.told(), due)


def forget_bodies(ground: Ground) -> str:
    """Let go of the texts of old letters, and tell of how many."""
    with ground.database.write() as connection:
        count = outbox.forget_bodies(connection, ground.clock() - BODIES_KEPT)
    return f"The text of {counted(count, 'old letter')} was let go." if count else ""
