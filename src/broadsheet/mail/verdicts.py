"""What a server's refusal of a letter means: try again and when, give up, or send nothing more to the address."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from broadsheet.errors import LetterRefused

# How long after each refusal a letter is tried again: four days in all, as RFC 5321 (4.5.4.1) advises.
WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, *((12 * 60,) * 7))
)  # fmt: skip
_JITTER = 0.25

# There is no such mailbox or host, or it takes nothing any more (RFC 3463).
_NO_MAILBOX = ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4")
_NO_MAILBOX_CODES = (550, 551, 553)  # where the server gives no enhanced code
_POLICY = "5.7."


@dataclass(frozen=True, slots=True)
class Verdict:
    """`wait` is how long until the next try, None where there is none. `bounced`: nothing more goes to the address.

    `ours` tells that the server may mean the sender or the mail rather than the recipient.
    """

    wait: timedelta | None
    bounced: bool = False
    ours: bool = False


def judge(refused: LetterRefused, key: str, attempts: int) -> Verdict:
    """Judge a refusal of a letter that was refused so many times before."""
    if refused.code < 500:
        return Verdict(wait_after(key, attempts), ours=True)  # one after another: it wants to be asked less often
    if refused.stage != "recipient":
        return Verdict(None, ours=True)
    if refused.status:
        return Verdict(None, bounced=refused.status in _NO_MAILBOX, ours=refused.status.startswith(_POLICY))
    return Verdict(None, bounced=refused.code in _NO_MAILBOX_CODES)


def wait_after(key: str, attempts: int) -> timedelta | None:
    """Return how long a letter waits after one more refusal; None after four days.

    Letters refused together do not come back together: each has its own share of up to a quarter more or less.
    """
    if attempts >= len(WAITS):
        return None
    dice = int.from_bytes(hashlib.sha256(f"{key} {attempts}".encode()).digest()[:4], "big") / 2**32
    return WAITS[attempts] * (1 + _JITTER * (2 * dice - 1))
