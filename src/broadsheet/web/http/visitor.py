"""Who asks, and what the forms of that browser carry: put beside a request before any page sees it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Scope

from broadsheet.accounts.secret import digest, form_token
from broadsheet.model.reader import LOCAL, Reader

By = Literal["local", "session", "token", "key", "nobody"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks and how that is known.

    `session` is the digest of a signed-in browser's session, `scopes` are those of a token, `address` is where the
    request comes from.
    """

    by: By
    reader: Reader | None = None
    session: str = ""
    scopes: frozenset[str] = frozenset()
    address: str = ""

    @property
    def id(self) -> str:
        """The reader's id, empty for nobody."""
        return self.reader.id if self.reader else ""


class FormKey:
    """What the forms of one browser carry. A browser that is not signed in gets a cookie when it is shown one."""

    __slots__ = ("_holder", "_secret", "asked", "fresh")

    def __init__(self, secret: bytes, holder: str, *, fresh: str = "") -> None:
        self._secret, self._holder = secret, holder
        self.fresh = fresh  # what the cookie is to hold, where the browser has none yet
        self.asked = False

    def token(self) -> str:
        """Return the token, and note that a form was made with it."""
        self.asked = True
        return form_token(self._secret, self._holder)


class SignInNeeded(HTTPException):
    """Nobody is signed in, and what was asked for needs a reader."""

    def __init__(self) -> None:
        super().__init__(401, "Sign in to do this.")


NOBODY = Visitor("nobody")
# Without accounts everything is allowed to whoever is at the machine.
AT_THE_MACHINE = Visitor("local", Reader(LOCAL, "", "", "admin", "UTC", 0.1, datetime(2026, 11, 21, tzinfo=UTC)))

_VISITOR, _FORM_KEY = "broadsheet.visitor", "broadsheet.form_key"


def visitor_of(request: Request) -> Visitor:
    """Return who asks; nobody where that was not found out, as for a request that is refused at the door."""
    visitor: Visitor = request.scope.get(_VISITOR, NOBODY)
    return visitor


def form_key_of(request: Request) -> FormKey | None:
    """Return what this browser's forms carry, None where they need nothing."""
    key: FormKey | None = request.scope.get(_FORM_KEY)
    return key


def introduce(scope: Scope, visitor: Visitor, key: FormKey | None) -> None:
    """Put beside a request who asks."""
    scope["broadsheet.reader"] = visitor.id
    scope[_VISITOR], scope[_FORM_KEY] = visitor, key


def holder_of(held: str) -> str:
    """Return what a browser's forms are bound to, from what its cookie holds."""
    return digest(held)
