"""The papers of a day, page by page, and of a week or a month, day by day."""

from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.errors import NotFound
from broadsheet.model.edition import Period
from broadsheet.render.fragments import counted
from broadsheet.store import papers
from broadsheet.web.http import params
from broadsheet.web.http.respond import show
from broadsheet.web.site import site_of
from broadsheet.web.views.calendar import month_bounds
from broadsheet.web.views.days import (
    DaysPage,
    calendar_of,
    edition_of,
    group_of,
    neighbours,
    period_name,
    sections_of,
)
from broadsheet.web.views.facts import read_facts
from broadsheet.web.views.frame import frame_for
from broadsheet.web.views.marks import read_marks
from broadsheet.web.views.paging import pager_for, pages_of

_DAY_SIZE = 50
_OF_A_DAY = {"week": 8, "month": 4}  # papers shown of each day


def day(request: Request) -> Response:
    """Show the papers of a day."""
    asked = params.day(request.path_params["day"])
    number = params.page_number(request)
    site = site_of(request)
    with site.services.database.read() as connection:
        facts = read_facts(site, connection)
        counts = papers.count_days(connection, asked, asked)
        if not counts:
            raise NotFound(f"No papers are listed under {period_name('day', asked)}.")
        pager = pager_for(links.day(asked), number, pages_of(counts[0].count, _DAY_SIZE))
        group = group_of(site, connection, counts[0], limit=_DAY_SIZE, offset=(number - 1) * _DAY_SIZE)
        earlier, later = neighbours(connection, "day", asked, asked)
        page = DaysPage(
            heading=period_name("day", asked),
            period="day",
            first=asked,
            last=asked,
            count=group.count,
            groups=(group,),
            calendar=calendar_of(connection, asked, asked),
            sections=sections_of(site, facts, asked, asked),
            facts=facts,
            earlier=earlier,
            later=later,
            pager=pager,
            lead=number == 1,
            edition=edition_of(connection, "day", asked),
        )
    return _show(request, page)


def week(request: Request) -> Response:
    """Show some papers of each day of a week."""
    monday = params.week(request.path_params["week"])
    return _overview(request, "week", monday, monday + timedelta(days=6))


def month(request: Request) -> Response:
    """Show some papers of each day of a month."""
    return _overview(request, "month", *month_bounds(params.month(request.path_params["month"])))


def _overview(request: Request, period: Period, first: date, last: date) -> Response:
    site = site_of(request)
    with site.services.database.read() as connection:
        facts = read_facts(site, connection)
        counts = papers.count_days(connection, first, last)
        if not counts:
            raise NotFound(f"No papers are listed under {period_name(period, first)}.")
        earlier, later = neighbours(connection, period, first, last)
        page = DaysPage(
            heading=period_name(period, first),
            period=period,
            first=first,
            last=last,
            count=sum(one.count for one in counts),
            groups=tuple(group_of(site, connection, one, limit=_OF_A_DAY[period]) for one in counts),
            calendar=calendar_of(connection, first, last),
            sections=sections_of(site, facts, first, last),
            facts=facts,
            earlier=earlier,
            later=later,
            edition=edition_of(connection, period, first),
        )
    return _show(request, page)


def _show(request: Request, page: DaysPage) -> Response:
    frame = frame_for(
        request,
        f"{page.heading} · Broadsheet",
        section="front",
        description=f"{counted(page.count, 'paper')} of {page.heading}.",
        earlier=page.earlier.address if page.earlier else "",
        later=page.later.address if page.later else "",
    )
    shown = (entry.key for group in page.groups for entry in group.entries)
    return show(request, "pages/days.html", frame, page, marks=read_marks(request, shown))
