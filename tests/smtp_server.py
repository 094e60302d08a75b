"""A real SMTP server in a process of its own: `smtp_server.py RECORD [SCRIPT]`; prints its port, records what it took.

RECORD gets a line for each mail that was accepted, on the disk before the client is told: a JSON object with the
envelope and the name of the file, beside RECORD, that holds the bytes. SCRIPT is a JSON object: what to answer to
which recipient and how often, see `Script`.
"""

import asyncio
import hashlib
import json
import os
import ssl
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class Script:
    """`recipients`: the answers to RCPT by address, one after another, the last for ever; `""` accepts.

    `data`: the same for the end of the data. `most`: mails on one connection, then 421. `slow`: seconds between keeping
    a mail and saying so. `keep`: whether the bytes are kept, too. `certificate`: a file with one and its key;
    STARTTLS is then asked for, and `password` of anybody.
    """

    recipients: dict[str, list[str]] = field(default_factory=dict)
    data: dict[str, list[str]] = field(default_factory=dict)
    sender: str = ""
    most: int = 0
    slow: float = 0.0
    keep: bool = True
    certificate: str = ""
    password: str = ""


class Handler:
    """Accepts what the script lets through."""

    def __init__(self, record: Path, script: Script) -> None:
        self._script = script
        self._folder = record.parent
        self._record = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._count = 0
        self._taken: Counter[Any] = Counter()

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        """Take the sender, unless this connection has had its mails."""
        if self._script.most and self._taken[session.peer] >= self._script.most:
            return "421 4.7.0 Too many messages on this connection"
        if self._script.sender:
            return self._script.sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        """Take a recipient."""
        if refusal := _next(self._script.recipients.get(address)):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the mail, then say so."""
        if refusal := _next(self._script.data.get(envelope.rcpt_tos[0])):
            return refusal
        self._count += 1
        self._taken[session.peer] += 1
        content = envelope.content or b""
        assert isinstance(content, bytes)
        name = f"{os.getpid()}-{self._count}.eml" if self._script.keep else ""
        if name:
            (self._folder / name).write_bytes(content)
        head = content.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
        message_id = next(line for line in head.split("\r\n") if line.lower().startswith("message-id:"))
        taken = {
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "id": message_id.partition(":")[2].strip(),
            "file": name,
            "digest": hashlib.sha256(content).hexdigest(),
        }
        os.write(self._record, json.dumps(taken).encode() + b"\n")
        if self._script.slow:
            await asyncio.sleep(self._script.slow)
        return "250 2.0.0 Kept"


def _next(answers: list[str] | None) -> str:
    if not answers:
        return ""
    return answers.pop(0) if len(answers) > 1 else answers[0]


async def main(record: Path, script: Script) -> None:
    """Serve on loopback until killed."""
    handler = Handler(record, script)
    loop = asyncio.get_running_loop()
    options: dict[str, Any] = {}
    if script.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(script.certificate)
        options = {"tls_context": context, "require_starttls": True, "auth_required": True}

        def check(*given: Any) -> AuthResult:
            return AuthResult(success=given[-1].password == script.password.encode(), handled=False)

        options["authenticator"] = check

    def talk() -> SMTP:
        return SMTP(handler, hostname="mail.example.org", loop=loop, **options)

    server = await loop.create_server(talk, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    given = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
    asyncio.run(main(Path(sys.argv[1]), Script(**given)))
