"""Readers: who votes, saves, follows and gets digests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

# Who reads where there are no accounts: the one at the machine that runs the library, who may do everything.
LOCAL = "local"

Role = Literal["reader", "curator", "admin"]
ROLES: tuple[Role, ...] = ("reader", "curator", "admin")  # each may do what those before it may


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader as stored. `id` is opaque, and the name under which marks, follows and plans are kept.

    `zone` is an IANA time zone. `exploration` (0 to 0.5) is the share of suggestions from outside of what is known of
    the reader. `confirmed`: when the address was shown to be the reader's (UTC), None before. `suspended`: why this
    account may not sign in, empty where it may. `bounced`: why no mail goes to the address any more, empty where it
    does.
    """

    id: str
    email: str
    name: str
    role: Role
    zone: str
    exploration: float
    made: datetime
    confirmed: datetime | None = None
    suspended: str = ""
    bounced: str = ""

    def may(self, role: Role) -> bool:
        """Whether the reader may do what this role may."""
        return ROLES.index(self.role) >= ROLES.index(role)
