"""The buttons by which a list is followed, or never shown, on the page that shows it."""

from dataclasses import dataclass

from starlette.requests import Request

from broadsheet.model.follow import FollowKind
from broadsheet.store import follows
from broadsheet.web.http.reader import reader_of
from broadsheet.web.site import site_of


@dataclass(frozen=True, slots=True)
class Following:
    """What a page could be followed as, and whether the reader follows it or excludes it already."""

    kind: FollowKind
    value: str
    followed: bool = False
    excluded: bool = False


def read_following(request: Request, kind: FollowKind, value: str) -> Following | None:
    """Read whether the reader follows this; None where there is nothing that could be followed."""
    if not value:
        return None
    reader = reader_of(request)
    if not reader:
        return Following(kind, value)
    with site_of(request).services.database.read() as connection:
        found = follows.find(connection, reader, kind, value)
    return Following(kind, value, found is not None and not found.excluded, found is not None and found.excluded)
