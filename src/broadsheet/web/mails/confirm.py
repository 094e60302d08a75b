"""Confirm that a digest may be mailed to an address: the link in the mail shows a button, the button acts."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.mail.post import token_secret
from broadsheet.mail.tokens import read_confirmation
from broadsheet.model.digest import Plan
from broadsheet.store import digest_plans
from broadsheet.store.database import Connection
from broadsheet.web.http.forms import read_form
from broadsheet.web.http.respond import show
from broadsheet.web.site import site_of
from broadsheet.web.views.frame import frame_for

_LONGEST = 1_000  # characters
_UNKNOWN = (
    "This link is older than seven days, is not whole, or is for another address than the digest has now. Who made the "
    "digest can have a new one sent."
)


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """The digest and the address that it may be mailed to; `done` where that is agreed."""

    name: str
    address: str
    action: str
    done: bool


def page(request: Request) -> Response:
    """Ask whether the digest may be mailed here; nothing happens."""
    with site_of(request).services.database.read() as connection:
        return _show(request, _plan(request, connection))


async def act(request: Request) -> Response:
    """Note that the digest may be mailed here."""
    await read_form(request)
    return await run_in_threadpool(_act, request)


def _act(request: Request) -> Response:
    with site_of(request).services.database.write() as connection:
        plan = _plan(request, connection)
        digest_plans.confirm(connection, plan.number, plan.address)
        return _show(request, _plan(request, connection))


def _plan(request: Request, connection: Connection) -> Plan:
    """Return the plan whose address the token confirms."""
    services, token = site_of(request).services, request.path_params["token"]
    secret = token_secret(services.database)
    read = read_confirmation(secret, token, services.clock()) if len(token) < _LONGEST else None
    plan = digest_plans.get(connection, read[0]) if read else None
    if read is None or plan is None or plan.address != read[1]:
        raise HTTPException(404, _UNKNOWN)
    return plan


def _show(request: Request, plan: Plan) -> Response:
    action = links.confirm_address(request.path_params["token"])
    frame = frame_for(request, "Confirm an address · Broadsheet", canonical=links.HOME, hidden=True)
    shown = ConfirmPage(plan.name, plan.address, action, plan.confirmed)
    response = show(request, "pages/confirm.html", frame, shown)
    response.headers["Cache-Control"] = "no-store"
    return response
