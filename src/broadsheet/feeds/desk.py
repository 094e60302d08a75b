"""What every feed works with: the opened parts, and what was made lately."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request

from broadsheet.feeds.entries import Core
from broadsheet.lib.cache import BoundedCache
from broadsheet.services import Services


@dataclass(frozen=True, slots=True)
class Made:
    """A feed as it is sent: compressed, with what tells whether a reader has it already."""

    packed: bytes
    tag: str
    modified: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """Held by the application as `state.desk`; shared by all threads."""

    services: Services
    cores: BoundedCache[Core]
    # Keys of what was made hold the state of everything it was made from, keys of what was last sent do not.
    made: BoundedCache[Made]
    sent: BoundedCache[Made]
    lists: BoundedCache[Any]


def open_desk(services: Services) -> Desk:
    """Make an empty desk."""
    return Desk(
        services=services,
        cores=BoundedCache(2_000),  # about 6 kB each
        made=BoundedCache(150),  # about 60 kB each
        sent=BoundedCache(150),
        lists=BoundedCache(100),
    )


def desk_of(request: Request) -> Desk:
    """Return the desk that this request came to."""
    desk: Desk = request.app.state.desk
    return desk
