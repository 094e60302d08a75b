"""A process that sends what the outbox holds, to be killed."""

import os
import threading
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.mail.courier import deliver_due
from broadsheet.mail.sending import Sent
from broadsheet.settings import Settings
from broadsheet.store.database import open_database

OUTBOX = "outbox"  # in the data folder


def send(url: str, server: str, home: str) -> Sent:
    """Do one round, as jobs and commands do."""
    settings = Settings(home=Path(home), database_url=url, mail=server, mail_from="papers@example.org")
    database = open_database(url)
    try:
        return deliver_due(settings, database, lambda: datetime.now(UTC), stop=threading.Event(), seconds=600)
    finally:
        database.close()


def send_in_a_group(url: str, server: str, home: str) -> None:
    """Do one round in a group of processes of our own, which is what gets killed."""
    os.setpgid(0, 0)
    send(url, server, home)
