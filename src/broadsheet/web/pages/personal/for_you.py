"""Papers for one reader, each with why, and buttons to say what they are worth."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.render.mathematics import to_plain
from broadsheet.web.http.reader import need_reader
from broadsheet.web.http.respond import show
from broadsheet.web.site import site_of
from broadsheet.web.views.frame import feed_links, frame_for
from broadsheet.web.views.marks import read_marks
from broadsheet.web.views.personal.suggested import DAYS, Known, LastRated, Suggested, last_rated, view_suggested

EXPLORATIONS = (0, 10, 20, 30, 50)  # percent
_RATED = {
    "up": "More like",
    "down": "Less like",
    "uninterested": "Not interested in",
    "hidden": "Hidden:",
}


@dataclass(frozen=True, slots=True)
class ForYouPage:
    """Suggestions, best first, and what they were learned from."""

    known: Known
    suggested: tuple[Suggested, ...]
    days: int
    explorations: tuple[int, ...]
    rated: LastRated | None
    rated_as: str
    rated_title: str


def for_you(request: Request) -> Response:
    """Show what is suggested to the reader."""
    site, reader = site_of(request), need_reader(request)
    known, suggested = view_suggested(request, reader)
    with site.services.database.read() as connection:
        rated = last_rated(connection, reader, site.services.clock())
    page = ForYouPage(
        known=known,
        suggested=suggested,
        days=DAYS,
        explorations=EXPLORATIONS,
        rated=rated,
        rated_as=_RATED[rated.kind] if rated else "",
        rated_title=to_plain(rated.title) if rated else "",
    )
    frame = frame_for(
        request,
        "For you · Broadsheet",
        canonical=links.FOR_YOU,
        section="for-you",
        hidden=True,
        feeds=(feed_links("Papers for you", links.for_you_feed()),),
    )
    marks = read_marks(request, (one.entry.key for one in suggested))
    return show(request, "personal/for_you.html", frame, page, marks=marks)
