"""Take the mails of a plan off, and up again: by the token in the mail alone.

RFC 8058: what a mail program sends acts at once, without login, cookie or redirect. To look at the page changes
nothing, because programs that check mails for harm open every link in them.
"""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.digests import planning
from broadsheet.mail.post import token_secret
from broadsheet.mail.tokens import Unsubscribing, read_unsubscribe
from broadsheet.model.digest import Plan
from broadsheet.store import digest_plans
from broadsheet.store.database import Connection
from broadsheet.web.http.respond import show
from broadsheet.web.site import site_of
from broadsheet.web.views.frame import frame_for

_LARGEST = 16_000  # bytes; what a mail program sends has 26, or some more as a multipart form
_LONGEST = 500  # characters
_UNKNOWN = (
    "This link was not made here, or is not whole: some mail programs break long ones. Open it from the mail again, or "
    "copy it to its end."
)

State = Literal["on", "off", "gone"]


@dataclass(frozen=True, slots=True)
class UnsubscribePage:
    """`state`: whether mails come, or the plan is gone or goes elsewhere. `told` says what was just done."""

    state: State
    name: str
    address: str
    action: str
    told: str = ""


def page(request: Request) -> Response:
    """Show what is mailed, and the button that takes it off; nothing happens."""
    token, found = _token(request)
    with site_of(request).services.database.read() as connection:
        plan = _plan(connection, found)
    return _show(request, token, plan)


async def act(request: Request) -> Response:
    """Take the mails off, whatever was sent but for the page's own button that takes them up again."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST:
            raise HTTPException(413)
    again = parse_qs(body.decode("utf-8", "replace")).get("again") == ["1"]
    return await run_in_threadpool(_act, request, again)


def _act(request: Request, again: bool) -> Response:
    token, found = _token(request)
    services = site_of(request).services
    with services.database.write() as connection:
        plan = _plan(connection, found)
        if plan is not None and again:
            plan = planning.resume(connection, plan, services.clock(), wanted=True)
        elif plan is not None:
            plan = planning.unsubscribe(connection, plan, services.clock())
    told = "The digest comes again." if again else "Done: nothing more is mailed."
    return _show(request, token, plan, told if plan is not None else "")


def _token(request: Request) -> tuple[str, Unsubscribing]:
    token = request.path_params["token"]
    found = read_unsubscribe(token_secret(site_of(request).services.database), token) if len(token) < _LONGEST else None
    if found is None:
        raise HTTPException(404, _UNKNOWN)
    return token, found


def _plan(connection: Connection, found: Unsubscribing) -> Plan | None:
    """Return the plan if its mails still go to the address of the mail."""
    plan = digest_plans.get(connection, found.plan)
    return plan if plan is not None and found.is_for(plan.address) else None


def _show(request: Request, token: str, plan: Plan | None, told: str = "") -> Response:
    state: State = "gone" if plan is None else "on" if plan.due is not None and plan.confirmed else "off"
    name, address = (plan.name, plan.address) if plan else ("", "")
    shown = UnsubscribePage(state, name, address, links.unsubscribe(token), told)
    frame = frame_for(request, "Unsubscribe · Broadsheet", canonical=links.HOME, hidden=True)
    response = show(request, "pages/unsubscribe.html", frame, shown)
    response.headers["Cache-Control"] = "no-store"
    return response
