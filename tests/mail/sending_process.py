"""A process that sends what the outbox holds, to be killed."""

import threading
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.mail.sending import send_due
from broadsheet.mail.transports.smtp import read_smtp
from broadsheet.store.database import open_database


def send_all(url: str, server: str, folder: str) -> None:
    """Send until nothing is due."""
    database = open_database(url)
    transport = read_smtp(server, "papers@example.org")
    while True:
        sent = send_due(database, transport, lambda: datetime.now(UTC), folder=Path(folder), stop=threading.Event())
        if not sent.left and not sent.sent:
            break
    database.close()
