"""Tokens with which programs ask in a reader's name."""

from dataclasses import dataclass
from datetime import timedelta

from broadsheet.accounts.desk import Accounts
from broadsheet.accounts.recognition import SCOPES
from broadsheet.accounts.secret import digest, fresh, fresh_id
from broadsheet.errors import NotPossible
from broadsheet.model.reader import Reader
from broadsheet.store import tokens
from broadsheet.store.tokens import ApiToken

MOST = 50
PREFIX = "bs_"  # by which programs that look for lost secrets know one
LIFETIMES = (0, 30, 90, 365)  # days, 0: for ever
_LONGEST_NAME = 100  # characters


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token, and what is shown of it this once."""

    token: ApiToken
    held: str


def make_token(desk: Accounts, reader: Reader, name: str, scopes: frozenset[str], days: int) -> MadeToken:
    """Make a token; NotPossible where it has no name, no scope or one that the reader may not give."""
    name = " ".join(name.split())[:_LONGEST_NAME]
    if not name:
        raise NotPossible("Give the token a name by which you know later what it is for.", "token_name")
    allowed = set(SCOPES) if reader.may("curator") else set(SCOPES) - {"admin"}
    if not scopes or not scopes <= allowed:
        raise NotPossible("Choose what the token may be used for.", "scope")
    if days not in LIFETIMES:
        raise NotPossible("Choose how long the token works.", "days")
    now, held = desk.clock(), f"{PREFIX}{fresh()}"
    expires = now + timedelta(days=days) if days else None
    token = ApiToken(fresh_id("t"), digest(held), reader.id, name, scopes, made=now, expires=expires)
    with desk.database.write() as connection:
        if len(tokens.of_reader(connection, reader.id)) >= MOST:
            raise NotPossible(f"You have {MOST} tokens. Remove one that is not needed any more.", "token_name")
        tokens.add(connection, token)
    return MadeToken(token, held)
