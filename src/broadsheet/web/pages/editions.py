"""Editions: one that is kept for ever, the one that would be printed now, and all there are."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.editions.calendar import bounds, closes, current, spelled
from broadsheet.errors import NotFound
from broadsheet.model.edition import PERIODS, Edition, Period
from broadsheet.render.fragments import counted
from broadsheet.store import counters, editions, papers
from broadsheet.store.database import Connection
from broadsheet.web.http import params
from broadsheet.web.http.respond import give, show
from broadsheet.web.site import Site, site_of
from broadsheet.web.views.edition.archive import view_archive
from broadsheet.web.views.edition.filters import Filters
from broadsheet.web.views.edition.filters import spelled as spelled_category
from broadsheet.web.views.edition.head import EditionPage, complete_list, edition_page
from broadsheet.web.views.edition.page import read_edition, view_body
from broadsheet.web.views.edition.picking import name_of
from broadsheet.web.views.facts import Facts
from broadsheet.web.views.frame import FeedLinks, feed_links, frame_for
from broadsheet.web.views.marks import read_marks

_DATA = ".json"


@dataclass(frozen=True, slots=True)
class InTheMaking:
    """An edition that is open and has not been made yet."""

    heading: str
    closes: datetime


@dataclass(frozen=True, slots=True)
class Unprinted:
    """An edition that could be printed: it has papers. `complete` is the address of their list."""

    id: str
    period: Period
    heading: str
    papers: int
    complete: str


def edition(request: Request) -> Response:
    """Show an edition, or give it as data."""
    asked: str = request.path_params["id"]
    stem = asked.removesuffix(_DATA)
    if (meant := spelled(stem)) != stem:
        address = links.edition_data(meant) if asked != stem else links.edition(meant)
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(address + query, status_code=301, headers={"Cache-Control": "no-cache"})
    bounds(stem)
    site = site_of(request)
    with site.services.database.read() as connection:
        found = find_edition(site, connection, stem)
        if found is None:
            unprinted = _unprinted(connection, stem)
            if unprinted is None or asked != stem:
                raise NotFound(_not_there(stem))
            frame = frame_for(request, f"{unprinted.heading} · Broadsheet", section="editions", hidden=True)
            return show(request, "edition/unprinted.html", frame, unprinted, status=404)
        if asked != stem:
            return give(request, msgspec.json.encode(found).decode(), "application/json")
        page = build(request, connection, found)
    return show_edition(request, page, canonical=links.edition(stem))


def live(request: Request) -> Response:
    """Show what the next edition of a period would be now."""
    period = request.path_params.get("period", "day")
    if period not in get_args(Period):
        raise HTTPException(404, "Editions are made by day, week and month.")
    site = site_of(request)
    edition_id = current(cast(Period, period), site.services.clock())
    with site.services.database.read() as connection:
        found = find_edition(site, connection, edition_id)
        page = build(request, connection, found) if found else None
    if page is None:
        frame = frame_for(request, "Live · Broadsheet", section="editions", hidden=True)
        return show(request, "edition/soon.html", frame, InTheMaking(name_of(edition_id), closes(edition_id)))
    return show_edition(request, page, canonical=links.live_edition(period))


def archive(request: Request) -> Response:
    """Show the editions of a month."""
    site = site_of(request)
    month = params.text(request, "month")
    wanted = params.month(month) if "month" in request.query_params else None
    if wanted:
        bounds(month)  # a month of editions
    with site.services.database.read() as connection:
        page = view_archive(site, connection, wanted)
    frame = frame_for(
        request,
        "Editions · Broadsheet",
        section="editions",
        canonical=links.editions(request.query_params.get("month", "")),
        earlier=page.earlier.address if page.earlier else "",
        later=page.later.address if page.later else "",
        feeds=tuple(feed_links(f"Editions by {period}", links.edition_feed(period)) for period in PERIODS),
    )
    return show(request, "edition/archive.html", frame, page)


def find_edition(site: Site, connection: Connection, edition_id: str) -> Edition | None:
    """Return an edition as it is stored now, None where there is none."""
    head = editions.head(connection, edition_id)
    return read_edition(site, connection, head) if head else None


def build(request: Request, connection: Connection, found: Edition, *, facts: Facts | None = None) -> EditionPage:
    """Build the page of an edition, filtered as the address says."""
    filters = Filters(
        category=spelled_category(found.items, params.text(request, "category")),
        source=params.text(request, "source"),
        code=params.text(request, "code") == "1",
        ranked=params.text(request, "ranked") == "1",
    )
    site, number = site_of(request), params.page_number(request)
    body = view_body(site, connection, found, filters, number, counters.last_change(connection))
    return edition_page(site, connection, found, body, facts=facts)


def show_edition(request: Request, page: EditionPage, *, canonical: str, title: str = "") -> Response:
    """Show the page of an edition."""
    edition = page.edition
    frame = frame_for(
        request,
        title or f"{page.heading} · Broadsheet",
        canonical=canonical,
        section="front" if canonical == links.HOME else "editions",
        description=f"{counted(edition.count, 'paper')} ranked by what speaks for them.",
        earlier=page.earlier.address if page.earlier else "",
        later=page.later.address if page.later else "",
        hidden=bool(page.body.pager),
        feeds=_feeds(page, canonical),
    )
    keys = {one.entry.key for one in page.body.placed() if one.entry}
    keys |= {entry.key for topic in page.body.topics for entry in topic.entries}
    return show(request, "edition/page.html", frame, page, marks=read_marks(request, sorted(keys)))


def _feeds(page: EditionPage, canonical: str) -> tuple[FeedLinks, ...]:
    period = page.edition.period
    every = feed_links(f"The edition of every {period}", links.edition_feed(period))
    if canonical == links.HOME:
        return every, feed_links("New papers", links.new_feed())
    return every, feed_links(f"This edition, {page.heading}", links.edition_feed(page.edition.id))


def _unprinted(connection: Connection, edition_id: str) -> Unprinted | None:
    period, first, last = bounds(edition_id)
    count = sum(day.count for day in papers.count_days(connection, first, last))
    if not count:
        return None
    return Unprinted(edition_id, period, name_of(edition_id), count, complete_list(period, first))


def _not_there(edition_id: str) -> str:
    period, _, _ = bounds(edition_id)
    return (
        f"There is no edition of {name_of(edition_id)}. Either no papers are listed under that {period}, or it was not "
        f"printed yet. All editions are under {links.EDITIONS}."
    )
