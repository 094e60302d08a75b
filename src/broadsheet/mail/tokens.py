"""Signed tokens in the links of mails: they are believed without a table and without a login."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from broadsheet.model.address import email_key

CONFIRMED_WITHIN = timedelta(days=7)

_UNSUBSCRIBE, _CONFIRM = "unsubscribe", "confirm address"


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """The plan that a token is of. `is_for` tells whether its mails went to this address."""

    plan: int
    mark: str

    def is_for(self, address: str) -> bool:
        """Whether the mail that held the token went to this address."""
        return self.mark == _mark(address)


def unsubscribe_token(secret: bytes, plan: int, address: str) -> str:
    """Return the token that takes a plan's mails to an address off; it holds for ever, however old the mail is."""
    return _serializer(secret, _UNSUBSCRIBE).dumps([plan, _mark(address)])


def read_unsubscribe(secret: bytes, token: str) -> Unsubscribing | None:
    """Return what a token takes off, None where it was not made here."""
    read = _read(secret, _UNSUBSCRIBE, token)
    return Unsubscribing(read[0], read[1]) if isinstance(read, list) else None


def confirmation_token(secret: bytes, plan: int, address: str, made: datetime) -> str:
    """Return the token that confirms the address of a plan; of another address the plan is not confirmed by it."""
    return _serializer(secret, _CONFIRM).dumps([plan, address, int(made.timestamp())])


def read_confirmation(secret: bytes, token: str, now: datetime) -> tuple[int, str] | None:
    """Return plan and address that a token confirms, None where it was not made here or is too old."""
    read = _read(secret, _CONFIRM, token)
    if not isinstance(read, list):
        return None
    plan, address, made = read
    return None if now.timestamp() - made > CONFIRMED_WITHIN.total_seconds() else (plan, address)


def _mark(address: str) -> str:
    """Tell addresses apart without naming them: tokens stand in the logs of servers."""
    return hashlib.sha256(email_key(address).encode()).hexdigest()[:12]


def _read(secret: bytes, purpose: str, token: str) -> Any:
    serializer = _serializer(secret, purpose)
    try:
        read = serializer.loads(token)
    except BadData:
        return None
    # Base64 has spellings of the same bytes: only the one that was sent is believed.
    return read if serializer.dumps(read) == token else None


def _serializer(secret: bytes, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"broadsheet {purpose}", signer_kwargs={"digest_method": hashlib.sha256})
