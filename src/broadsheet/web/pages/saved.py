"""The papers that the reader saved."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.store import marks, papers
from broadsheet.web.http import params
from broadsheet.web.http.reader import need_reader
from broadsheet.web.http.respond import show
from broadsheet.web.site import site_of
from broadsheet.web.views.frame import feed_links, frame_for
from broadsheet.web.views.listing import Entry, entries
from broadsheet.web.views.marks import read_marks
from broadsheet.web.views.paging import Pager, pager_for, pages_of

_SIZE = 50


@dataclass(frozen=True, slots=True)
class SavedPage:
    """Saved papers, the latest first."""

    total: int
    entries: tuple[Entry, ...]
    pager: Pager


def saved(request: Request) -> Response:
    """Show what was saved."""
    site = site_of(request)
    reader = need_reader(request)
    number = params.page_number(request)
    with site.services.database.read() as connection:
        total = marks.count(connection, reader, "save")
        pager = pager_for(links.SAVED, number, pages_of(total, _SIZE))
        held = marks.listed(connection, reader, "save", limit=_SIZE, offset=(number - 1) * _SIZE)
        found = papers.get(connection, [one.paper_key for one in held])
    page = SavedPage(total, entries(site, found), pager)
    frame = frame_for(
        request,
        "Saved · Broadsheet",
        canonical=links.with_page(links.SAVED, number),
        section="saved",
        hidden=True,
        earlier=pager.earlier,
        later=pager.later,
        feeds=(feed_links("Saved papers", links.saved_feed()),),
    )
    return show(request, "pages/saved.html", frame, page, marks=read_marks(request, (one.key for one in page.entries)))
