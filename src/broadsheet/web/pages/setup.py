"""The first run, and every change of mind after it: what is harvested, from where, from when on."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.errors import SettingsError
from broadsheet.harvest.planning import (
    FIELDS_OF,
    Choice,
    default_choice,
    enact,
    read_fields,
    read_plan,
    read_since,
    read_sources,
)
from broadsheet.web.http import params
from broadsheet.web.http.forms import read_form
from broadsheet.web.http.respond import show
from broadsheet.web.site import Site, site_of
from broadsheet.web.views.frame import frame_for
from broadsheet.web.views.setup import A_DAY, ALL_FIELDS, setup_page

Values = Callable[[str], Sequence[str]]


def setup(request: Request) -> Response:
    """Show the form: with what is planned, or proposed, or with what the address says and what that means."""
    site = site_of(request)
    before = _before(site)
    choice, problem = before or default_choice(site.sources, site.services.clock().date()), ""
    if "back" in request.query_params:
        choice, problem = _read(site, lambda name: params.texts(request, name), choice)
    return _form(request, choice, planned=before is not None, problem=problem)


async def begin(request: Request) -> Response:
    """Keep what was chosen, and let it come in."""
    given = await read_form(request)
    return await run_in_threadpool(_begin, request, given)


def _begin(request: Request, given: dict[str, list[str]]) -> Response:
    site = site_of(request)
    before = _before(site)
    start = before or default_choice(site.sources, site.services.clock().date())
    choice, problem = _read(site, lambda name: given.get(name, []), start)
    if problem:
        return _form(request, choice, planned=before is not None, problem=problem, status=400)
    with site.services.database.write() as connection:
        enact(connection, choice, site.sources, site.services.clock())
    return RedirectResponse(links.status(follow=True), status_code=303)


def _before(site: Site) -> Choice | None:
    with site.services.database.read() as connection:
        return read_plan(connection)


def _form(request: Request, choice: Choice, *, planned: bool, problem: str = "", status: int = 200) -> Response:
    page = setup_page(site_of(request), choice, planned=planned, problem=problem)
    frame = frame_for(request, "Setup · Broadsheet", canonical=links.SETUP, section="setup", hidden=True)
    return show(request, "pages/setup.html", frame, page, status=status)


def _read(site: Site, values: Values, start: Choice) -> tuple[Choice, str]:
    """Return what was chosen as far as it can be understood, and what cannot be done."""
    choice, problems = replace(start, fields=(), sources=()), []
    today = site.services.clock().date()
    try:
        choice = replace(choice, sources=read_sources(values("source"), site.sources))
    except SettingsError as error:
        problems.append(str(error))
    fields = values("field")
    try:
        choice = replace(choice, fields=() if ALL_FIELDS in fields else read_fields(fields))
    except SettingsError as error:
        problems.append(str(error))
    if FIELDS_OF in choice.sources and not fields:
        problems.append("Choose at least one field, or all of them.")
    back = next(iter(values("back")), "")
    day = next(iter(values("since")), "")
    try:
        choice = replace(choice, since=read_since(day if back == A_DAY else back, today))
    except SettingsError:
        problems.append("Say from when on: choose one of the times, or write a day such as 2026-11-20.")
    return choice, " ".join(problems)
