"""What the forms of digests do."""

from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.digests import planning
from broadsheet.digests.making import Desk, send_now
from broadsheet.digests.planning import wish_of
from broadsheet.errors import SettingsError
from broadsheet.mail.digests import compose_digest
from broadsheet.mail.post import open_post
from broadsheet.model.digest import Plan
from broadsheet.web.digests.form import plan_form, read_wish
from broadsheet.web.digests.pages import form_page, known_reader, own_plan, plans_page, wish_for
from broadsheet.web.http.forms import Form, read_form
from broadsheet.web.site import site_of


async def begin(request: Request) -> Response:
    """Make a plan."""
    given = await read_form(request)
    return await run_in_threadpool(_begin, request, given)


async def change(request: Request) -> Response:
    """Change a plan."""
    given = await read_form(request)
    return await run_in_threadpool(_change, request, given)


async def act(request: Request) -> Response:
    """Pause, resume or take a plan away, ask its address again, or make a digest now."""
    await read_form(request)
    action = _ACTIONS.get(request.path_params["action"])
    if action is None:
        raise HTTPException(404)
    return await run_in_threadpool(action, request)


def _begin(request: Request, given: Form) -> Response:
    services, reader = site_of(request).services, known_reader(request)
    wish, problems = read_wish(given, wish_for(reader))
    if not problems:
        post = open_post(services.settings, services.database)
        try:
            with services.database.write() as connection:
                plan = planning.begin(connection, reader, wish, post, services.clock())
            return _to(plan, "kept" if plan.confirmed or not plan.address else "asked")
        except SettingsError as error:
            problems = {"": str(error)}
    return form_page(request, plan_form(wish, problems, given), status=400)


def _change(request: Request, given: Form) -> Response:
    services, reader = site_of(request).services, known_reader(request)
    with services.database.read() as connection:
        plan = own_plan(request, connection)
    wish, problems = read_wish(given, wish_of(plan))
    if problems:
        return form_page(request, plan_form(wish, problems, given), plan, status=400)
    post = open_post(services.settings, services.database)
    with services.database.write() as connection:
        before = own_plan(request, connection)
        plan = planning.change(connection, reader, before, wish, post, services.clock())
    asked = plan.address and not plan.confirmed and plan.address != before.address
    return _to(plan, "asked" if asked else "kept")


def _pause(request: Request) -> Response:
    with site_of(request).services.database.write() as connection:
        plan = planning.pause(connection, own_plan(request, connection))
    return _to(plan, "paused")


def _resume(request: Request) -> Response:
    services, reader = site_of(request).services, known_reader(request)
    with services.database.write() as connection:
        plan = own_plan(request, connection)
        own = planning.is_own(reader, plan.address)
        plan = planning.resume(connection, plan, services.clock(), wanted=own)
    return _to(plan, "resumed")


def _ask(request: Request) -> Response:
    services = site_of(request).services
    post = open_post(services.settings, services.database)
    with services.database.write() as connection:
        plan = own_plan(request, connection)
        planning.ask_again(connection, plan, post, services.clock())
    return _to(plan, "asked")


def _take_away(request: Request) -> Response:
    services = site_of(request).services
    with services.database.write() as connection:
        plan = own_plan(request, connection)
        planning.remove(connection, plan, services.clock())
    return plans_page(request, gone=wish_of(plan))


def _send(request: Request) -> Response:
    services = site_of(request).services
    with services.database.read() as connection:
        plan = own_plan(request, connection)
    write = partial(compose_digest, open_post(services.settings, services.database))
    digest = send_now(Desk(services.library, write), plan, services.clock())
    return RedirectResponse(links.digest(plan.number, digest.period), status_code=303)


def _to(plan: Plan, said: str) -> Response:
    return RedirectResponse(f"{links.digest_plan(plan.number)}?said={said}", status_code=303)


_ACTIONS: dict[str, Callable[[Request], Response]] = {
    "pause": _pause,
    "resume": _resume,
    "address": _ask,
    "remove": _take_away,
    "now": _send,
}
