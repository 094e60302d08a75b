"""What the reader follows and excludes, and what one follow brought."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.errors import NotFound
from broadsheet.model.follow import FOLLOW_KINDS, Follow
from broadsheet.store import follows as stored
from broadsheet.store import marks, papers
from broadsheet.web.http import params
from broadsheet.web.http.reader import need_reader
from broadsheet.web.http.respond import show
from broadsheet.web.site import site_of
from broadsheet.web.views.frame import feed_links, frame_for
from broadsheet.web.views.listing import Entry, entries
from broadsheet.web.views.marks import read_marks
from broadsheet.web.views.personal.follows import KIND_NAMES, Followed, fresh_of, view_follows
from broadsheet.web.views.personal.removed import read_removed

_SHOWN = 100  # papers of one follow


@dataclass(frozen=True, slots=True)
class FollowsPage:
    """What a reader follows and never wants to see. `token` brings `removed` back."""

    followed: tuple[Followed, ...]
    excluded: tuple[Followed, ...]
    kinds: tuple[tuple[str, str], ...]
    examples: int
    removed: Follow | None = None
    token: str = ""


@dataclass(frozen=True, slots=True)
class FollowPage:
    """One follow, and the papers of the last week that it matches, best first."""

    followed: Followed
    entries: tuple[Entry, ...]


def follows(request: Request) -> Response:
    """Show what the reader follows."""
    site, reader = site_of(request), need_reader(request)
    with site.services.database.read() as connection:
        held = stored.of_reader(connection, reader)
        examples = marks.count(connection, reader, "example")
    token = params.text(request, "removed")
    removed = read_removed(request, token) if token else None
    every = view_follows(request, held)
    page = FollowsPage(
        followed=tuple(one for one in every if not one.follow.excluded),
        excluded=tuple(one for one in every if one.follow.excluded),
        kinds=tuple((kind, KIND_NAMES[kind]) for kind in FOLLOW_KINDS),
        examples=examples,
        removed=removed if removed and removed.reader == reader else None,
        token=token,
    )
    frame = frame_for(request, "Follows · Broadsheet", canonical=links.FOLLOWS, section="for-you", hidden=True)
    return show(request, "personal/follows.html", frame, page)


def follow(request: Request) -> Response:
    """Show what one follow brought in the last week."""
    site, reader = site_of(request), need_reader(request)
    number = params.row_number(request, "number")
    with site.services.database.read() as connection:
        found = stored.get(connection, reader, number)
    if found is None:
        raise NotFound("You have no such follow; it may have been removed.")
    keys = fresh_of(site, [found])[number][:_SHOWN]
    with site.services.database.read() as connection:
        listed = papers.get(connection, keys)
    page = FollowPage(view_follows(request, [found])[0], entries(site, listed))
    feed = page.followed.feed
    frame = frame_for(
        request,
        f"{found.title} · Broadsheet",
        canonical=links.follow(number),
        section="for-you",
        hidden=True,
        feeds=(feed_links(found.title, feed),) if feed else (),
    )
    return show(request, "personal/follow.html", frame, page, marks=read_marks(request, keys))
