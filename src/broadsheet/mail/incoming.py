"""What comes back by mail: reports that a letter could not be delivered (RFC 3464), and unsubscriptions by mail.

Anybody can write such mails. A report counts only if it names a letter by its Message-ID, which nobody but us and the
servers on the letter's way know, and it concerns that letter's recipient, whatever else it says.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default

from broadsheet.errors import LetterRefused
from broadsheet.mail.composing import key_of
from broadsheet.mail.post import Post
from broadsheet.mail.tokens import Unsubscribing, read_unsubscribe
from broadsheet.mail.verdicts import judge
from broadsheet.store import outbox, suppressions
from broadsheet.store.database import Connection

_UNSUBSCRIBE = re.compile(r"unsubscribe\s+(\S+)", re.IGNORECASE)
_NO_STATUS = "5.0.0"


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter came back: its key, the enhanced status (`5.1.1`), and what the last server said."""

    key: str
    status: str
    said: str


def read_incoming(post: Post, content: bytes) -> Bounce | Unsubscribing | None:
    """Return what a mail tells about a letter or a plan of ours, None where that is nothing."""
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    if message.get_content_type() == "multipart/report":
        return _bounce(post, message)
    found = _UNSUBSCRIBE.search(_header(message, "Subject"))
    return read_unsubscribe(post.secret, found[1]) if found else None


def take_bounce(connection: Connection, bounce: Bounce, now: datetime) -> str:
    """Note that a letter came back, and send nothing more where there is no such mailbox; return what was done."""
    stored = outbox.get(connection, bounce.key)
    if stored is None:
        return f"The outbox has no letter {bounce.key}: nothing was done."
    recipient = stored.letter.recipient
    outbox.note_returned(connection, bounce.key, bounce.said, now)
    refused = LetterRefused(bounce.said, code=550, status=bounce.status, stage="recipient")
    if not judge(refused, bounce.key, 0).bounced:
        return f"The letter {bounce.key} to {recipient} came back: {bounce.said} The address still gets mail."
    suppressions.add(connection, recipient, bounce.said, now)
    return f"The letter {bounce.key} to {recipient} came back: {bounce.said} Nothing more is sent to this address."


def _bounce(post: Post, message: EmailMessage) -> Bounce | None:
    key, failed = None, None
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            failed = failed or next(filter(None, map(_failure, _blocks(part))), None)
        elif kind == "message/rfc822":
            key = key or _key(post, _blocks(part)[0])
        elif kind == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            key = key or _key(post, message_from_bytes(headers if isinstance(headers, bytes) else b"", policy=default))
    return Bounce(key, *failed) if key and failed else None


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _failure(block: Message) -> tuple[str, str] | None:
    """Return status and words of a recipient's block that says it failed for good."""
    if _header(block, "Action").lower() != "failed":
        return None
    status = _header(block, "Status").split(" ")[0] or _NO_STATUS
    said = _header(block, "Diagnostic-Code").partition(";")[2].strip()
    return status, f"{said or 'no reason was given'} ({status})"[:500]


def _key(post: Post, message: Message) -> str | None:
    return key_of(post, _header(message, "Message-ID"))


def _header(message: Message, name: str) -> str:
    """Return a header on one line, whatever is in it."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, TypeError):  # the parser raises these on some headers that are none
        return ""
