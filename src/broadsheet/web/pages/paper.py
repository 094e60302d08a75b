"""One paper: its page, its citation as a file, and the one address that it has."""

import json
import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.model.paper import Paper
from broadsheet.render.citations import highwire, to_csl
from broadsheet.render.fragments import teaser
from broadsheet.render.mathematics import to_plain
from broadsheet.render.standing import headline
from broadsheet.store import growth, records
from broadsheet.store.database import Connection
from broadsheet.web.actions.personal.opened import note_opened
from broadsheet.web.facts.said import Says, view_says
from broadsheet.web.http import params
from broadsheet.web.http.access import find_paper, get_paper
from broadsheet.web.http.negotiate import MEDIA_TYPES, split_suffix, wanted_format
from broadsheet.web.http.respond import give, show
from broadsheet.web.site import site_of
from broadsheet.web.views.counts import week_before
from broadsheet.web.views.edition.picking import view_picking
from broadsheet.web.views.frame import absolute, feed_links, frame_for
from broadsheet.web.views.marks import read_marks
from broadsheet.web.views.paper import PaperPage, cite, view_paper
from broadsheet.web.views.personal.following import read_following

_DESCRIPTION = 200  # characters


def paper(request: Request) -> Response:
    """Show a paper, or give its citation where the address or the Accept header asks for one."""
    site = site_of(request)
    wanted: str = request.path_params["id"]
    with site.services.database.read() as connection:
        stem, citation_format = split_suffix(wanted)
        # A DOI may itself end in `.bib`: what is no citation of a paper may still be a paper.
        found = find_paper(connection, stem) if citation_format else None
        if found is None:
            stem, citation_format, found = wanted, "", get_paper(connection, wanted)
        if stem != found.id:
            return _moved(request, found, citation_format)
        if citation_format:
            return _give_file(request, found, citation_format)
        if accepted := wanted_format(request.headers.get("accept", "")):
            return _give_accepted(request, found, accepted)
        says = view_says(request, connection, found)
        page = _view(request, connection, found, says)
    return _show(request, found, page)


def _view(request: Request, connection: Connection, found: Paper, says: Says) -> PaperPage:
    site, picked = site_of(request), params.text(request, "picked")
    stored = records.of_papers(connection, [found.key])[found.key]
    grown = growth.of_paper(connection, found.key, week_before(site.services.clock()))
    picking = view_picking(connection, found.key, picked, site.services.clock())
    varied = params.text(request, "similar") == "varied"
    return view_paper(site, found, stored, grown, picking, says=says, varied=varied)


def _show(request: Request, found: Paper, page: PaperPage) -> Response:
    title = headline(to_plain(found.title), found.standing)
    frame = frame_for(
        request,
        f"{title} · Broadsheet",
        canonical=links.paper(found.id),
        description=teaser(to_plain(found.abstract or found.summary), _DESCRIPTION),
        article=True,
        feeds=(feed_links("Papers like this one", links.similar_feed(found.id, varied=page.varied)),)
        if page.similar
        else (),
        meta=tuple(highwire(found, absolute(request, links.paper(found.id)))),
    )
    shown = (found.key, *(one.key for one in page.similar))
    marks = read_marks(request, shown)
    following = read_following(request, "similar", found.id)
    response = show(request, "pages/paper.html", frame, page, marks=marks, following=following)
    return note_opened(request, response, found.key, marks)


def _moved(request: Request, found: Paper, citation_format: str) -> Response:
    address = links.citation(found.id, citation_format) if citation_format else links.paper(found.id)
    query = f"?{request.url.query}" if request.url.query else ""
    # An id can move again when a better one becomes known: browsers are to ask each time.
    return RedirectResponse(address + query, status_code=301, headers={"Cache-Control": "no-cache"})


def _give_file(request: Request, found: Paper, citation_format: str) -> Response:
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", found.id).strip("-.")[:100]
    headers = {"Content-Disposition": f'attachment; filename="{name}{links.CITATION_SUFFIXES[citation_format]}"'}
    return give(request, cite(found, citation_format), MEDIA_TYPES[citation_format], headers)


def _give_accepted(request: Request, found: Paper, citation_format: str) -> Response:
    # A file of CSL-JSON is a list; who asks for one paper gets the one item, as from doi.org.
    text = json.dumps(to_csl(found), ensure_ascii=False) if citation_format == "csl" else cite(found, citation_format)
    return give(request, text, MEDIA_TYPES[citation_format], {"Vary": "Accept"})
