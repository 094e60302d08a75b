"""The front page: the latest edition, and while there is none the papers of the latest days."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.model.edition import Edition, Period
from broadsheet.store import editions, papers
from broadsheet.store.database import Connection
from broadsheet.store.papers import DayCount
from broadsheet.web.http.respond import show
from broadsheet.web.pages.editions import build, show_edition
from broadsheet.web.site import Site, site_of
from broadsheet.web.views.days import (
    DayGroup,
    DaysPage,
    calendar_of,
    group_of,
    neighbours,
    period_name,
    sections_of,
)
from broadsheet.web.views.edition.page import read_edition
from broadsheet.web.views.facts import Facts, read_facts
from broadsheet.web.views.frame import feed_links, frame_for
from broadsheet.web.views.marks import read_marks

_TITLE = "Broadsheet: the front page of research"
_LOOKED_AT = 4  # editions of the last days
_LONGER: tuple[Period, ...] = ("week", "month")
_FULL = 12  # papers for which something speaks, without which an edition is no front page
_ENTRIES = 34  # a lead, three beside it, and a page of others
_THIN = 16  # a front page with fewer papers goes on with the day before


def front(request: Request) -> Response:
    """Show the latest edition that fills a page, and while there is none the papers of the latest days."""
    site = site_of(request)
    with site.services.database.read() as connection:
        facts = read_facts(site, connection)
        if facts.newest is None:
            return show(request, "pages/empty.html", frame_for(request, "Broadsheet", section="front"), facts)
        found = _latest(site, connection)
        if found:
            printed = build(request, connection, found, facts=facts)
            return show_edition(request, printed, canonical=links.HOME, title=_TITLE)
        page = _page(site, connection, facts, facts.newest)
    frame = frame_for(
        request,
        _TITLE,
        canonical=links.HOME,
        section="front",
        earlier=page.earlier.address if page.earlier else "",
        description=f"The latest of {facts.papers:,} papers.",
        feeds=(feed_links("New papers", links.new_feed()),),
    )
    shown = (entry.key for group in page.groups for entry in group.entries)
    return show(request, "pages/days.html", frame, page, marks=read_marks(request, shown))


def _latest(site: Site, connection: Connection) -> Edition | None:
    """Return the edition of the front page: today's so far, else the latest day that fills it, week or month.

    Where none fills it, the first that has any papers.
    """
    today = editions.heads(connection, "day", limit=1, closed=False)
    days = editions.heads(connection, "day", limit=_LOOKED_AT, closed=True)
    longer = [head for period in _LONGER for head in editions.heads(connection, period, limit=1)]
    thin: Edition | None = None
    for head in (*today, *days, *longer):
        found = read_edition(site, connection, head)
        if found and sum(item.picked or item.score.total > 0 for item in found.items) >= _FULL:
            return found
        thin = thin or (found if found and found.items else None)
    return thin


def _page(site: Site, connection: Connection, facts: Facts, newest: date) -> DaysPage:
    groups = _groups(site, connection, newest)
    first = groups[-1].day
    return DaysPage(
        heading=period_name("day", newest),
        period="day",
        first=newest,
        last=newest,
        count=groups[0].count,
        groups=tuple(groups),
        calendar=calendar_of(connection, newest, newest),
        sections=sections_of(site, facts, first, newest),
        facts=facts,
        earlier=neighbours(connection, "day", first, newest)[0],
        lead=True,
        in_the_making=True,
    )


def _groups(site: Site, connection: Connection, newest: date) -> list[DayGroup]:
    groups: list[DayGroup] = []
    day: date | None = newest
    shown = 0
    while day is not None and shown < _THIN:
        counted = papers.count_days(connection, day, day)[0]
        groups.append(group_of(site, connection, DayCount(day, counted.count), limit=_ENTRIES - shown))
        shown += len(groups[-1].entries)
        day, _ = papers.neighbour_days(connection, day, day)
    return groups
