"""Mails, letters and a mail server to test with."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broadsheet.mail.post import Post
from broadsheet.mail.signing import Signer
from broadsheet.model.digest import Contents, Digest, Piece, Plan, Section
from broadsheet.model.letter import Letter
from broadsheet.model.reader import Reader
from broadsheet.render.mails import open_mail_templates

MORNING = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
ALICE = Reader("alice", "alice@example.org", "Alice Adams", "reader", "Europe/Berlin", 0.1, MORNING, MORNING)
SITE = "https://papers.example.org"


def post(*, site: str = SITE, signer: Signer | None = None, mailbox: str = "leave@example.org") -> Post:
    """What mails are made with in tests."""
    secret = b"a secret of thirty-two bytes, yes"
    return Post(site, "Broadsheet", "papers@example.org", mailbox, secret, open_mail_templates(), signer)


def plan(number: int = 12, *, address: str = "alice@example.org", name: str = "Morning papers") -> Plan:
    """A plan of Alice's."""
    when = ("weekdays", 0, 1, 7, 0, "Europe/Berlin")
    return Plan(number, "alice", name, *when, address, True, Contents(), "say", MORNING, MORNING)  # type: ignore[arg-type]


def piece(number: int, title: str = "", **given: Any) -> Piece:
    """A paper in a digest."""
    values: dict[str, Any] = {
        "key": number,
        "id": f"arxiv:2611.{number:05d}",
        "title": title or f"A study of networks that grow, number {number}",
        "authors": ("Bob Brown", "Łukasz Żółć"),
        "author_count": 5,
        "day": date(2026, 11, 20),
        "category": "cs.LG",
        "teaser": "We show that networks grow, and give code.",
        "reasons": ("close to “Attention Is All You Need” that you saved",),
        "code": "https://example.org/code",
    }
    return Piece(**(values | given))


def digest(*pieces: Piece, quiet: str = "", subject: str = "", more: int = 0) -> Digest:
    """A digest with these papers in one section."""
    sections = (Section("personal", "For you", "/for-you", pieces, more),) if pieces else ()
    left_out = {"shown before": 12, "excluded by “never cs.CR”": 3}
    subject = subject or f"{len(pieces)} papers for you"
    return Digest(
        12, "alice", "2026-11-21", MORNING, MORNING - timedelta(1), MORNING, subject, sections, quiet, left_out
    )


def letter(number: int = 1, *, recipient: str = "", kind: str = "digest", size: int = 0) -> Letter:
    """A letter that is no mail of ours, but one that any server takes."""
    recipient = recipient or f"reader{number}@example.org"
    message_id = f"<digest.{number}.2026-11-21@example.org>"
    text = (
        f"From: papers@example.org\r\nTo: {recipient}\r\nSubject: Papers\r\nDate: Sat, 21 Nov 2026 07:00:00 +0000\r\n"
        f"Message-ID: {message_id}\r\n\r\nPapers.\r\n{('x' * 70 + chr(13) + chr(10)) * (size // 72)}"
    )
    return Letter(f"{kind}/{number}/2026-11-21", kind, "alice", recipient, "Papers", message_id, text.encode(), MORNING)


@dataclass(frozen=True)
class MailServer:
    """A running server and what it took so far."""

    port: int
    record: Path
    process: "subprocess.Popen[str]"

    @property
    def address(self) -> str:
        """As the setting has it."""
        return f"smtp://127.0.0.1:{self.port}"

    def taken(self) -> list[dict[str, Any]]:
        """What was accepted, in order."""
        if not self.record.exists():
            return []
        return [json.loads(line) for line in self.record.read_text().splitlines()]

    def stop(self) -> None:
        """End the server."""
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def start_server(record: Path, **script: Any) -> MailServer:
    """Start a server that follows a script, see `smtp_server.Script`."""
    command = [sys.executable, str(Path(__file__).parent / "smtp_server.py"), str(record), json.dumps(script)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return MailServer(int(process.stdout.readline()), record, process)


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[Callable[..., MailServer]]:
    """Start mail servers; they end with the test."""
    started: list[MailServer] = []

    def start(**script: Any) -> MailServer:
        folder = tmp_path / f"server{len(started)}"
        folder.mkdir()
        started.append(start_server(folder / "taken", **script))
        return started[-1]

    yield start
    for server in started:
        server.stop()
