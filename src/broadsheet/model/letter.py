"""Letters: mails as they are sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

LetterState = Literal["waiting", "sending", "sent", "failed"]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that is to be sent once. `key` makes it unique: `digest/PLAN/PERIOD`, or a purpose and a random part.

    `message` holds the bytes of the whole mail (RFC 5322, CRLF, signed), the same at every attempt.
    """

    key: str
    kind: str
    reader: str
    recipient: str
    subject: str
    message_id: str
    message: bytes
    made: datetime
