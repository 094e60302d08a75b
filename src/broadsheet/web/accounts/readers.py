"""Who reads here: what admins see and do."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.accounts import joining, managing
from broadsheet.accounts.desk import Accounts
from broadsheet.errors import NotPossible, TooOften
from broadsheet.model.reader import ROLES, Reader, Role
from broadsheet.store import one_time
from broadsheet.store import readers as stored_readers
from broadsheet.store.one_time import OneTime
from broadsheet.web.accounts.parts import (
    Fields,
    accounts_of,
    go_to,
    own_account,
    show_page,
    status_of,
    with_problem,
)
from broadsheet.web.http.forms import Form, first_of, read_form
from broadsheet.web.http.params import text

_TOLD = {
    "role": "The role was changed. That reader signs in anew.",
    "suspend": "That account is suspended, and signed out everywhere.",
    "restore": "That account may sign in again.",
    "delete": "That account was deleted.",
    "withdrawn": "That invitation works no more.",
}


@dataclass(frozen=True, slots=True)
class ReadersPage:
    """All accounts and open invitations; after an invitation its link, which was mailed too."""

    form: Fields
    readers: tuple[Reader, ...]
    invited: tuple[OneTime, ...]
    roles: tuple[Role, ...]
    me: str
    told: str = ""
    invitation: joining.Invitation | None = None


def readers(request: Request) -> Response:
    """Show who reads here."""
    return _show(request, Fields(), told=_TOLD.get(text(request, "told"), ""))


async def invite(request: Request) -> Response:
    """Invite somebody, and show the link."""
    given = await read_form(request)
    return await run_in_threadpool(_invite, request, given)


async def withdraw(request: Request) -> Response:
    """Take an invitation back."""
    given = await read_form(request)
    return await run_in_threadpool(_withdraw, request, given)


async def change(request: Request) -> Response:
    """Change a role, suspend, restore or delete an account."""
    given = await read_form(request)
    return await run_in_threadpool(_change, request, given)


def _invite(request: Request, given: Form) -> Response:
    desk, admin = own_account(request)
    role = first_of(given, "role")
    try:
        if role not in ROLES:
            raise NotPossible(f"A role is one of {', '.join(ROLES)}.", "role")
        made = joining.invite(desk, first_of(given, "email"), role, admin.name or admin.email)
    except (NotPossible, TooOften) as error:
        status, wait = status_of(error)
        return _show(request, with_problem(given, error), status=status, wait=wait)
    return _show(request, Fields(), invitation=made)


def _withdraw(request: Request, given: Form) -> Response:
    with accounts_of(request).database.write() as connection:
        one_time.withdraw(connection, email=first_of(given, "withdrawn"), purpose="invitation")
    return _done("withdrawn")


def _change(request: Request, given: Form) -> Response:
    desk, who, what = accounts_of(request), request.path_params["id"], request.path_params["what"]
    if what not in _TOLD:
        raise HTTPException(404)
    try:
        _do(desk, who, what, given)
    except NotPossible as error:
        return _show(request, Fields(problems={"": str(error)}), status=400)
    return _done(what)


def _do(desk: Accounts, who: str, what: str, given: Form) -> None:
    if what == "role" and (role := first_of(given, "role")) in ROLES:
        managing.set_role(desk.database, who, role)
    elif what == "suspend":
        managing.suspend(desk.database, who, first_of(given, "why"))
    elif what == "restore":
        managing.restore(desk.database, who)
    elif what == "delete":
        with desk.database.read() as connection:
            reader = managing.find(connection, who)
        if first_of(given, "sure") != reader.email:
            raise NotPossible(f"To delete the account of {reader.email}, write that address beside the button.")
        managing.delete(desk.database, who)
    else:
        raise NotPossible(f"A role is one of {', '.join(ROLES)}.")


def _done(what: str) -> Response:
    return go_to(f"{links.READERS}?told={what}#told")


def _show(
    request: Request,
    form: Fields,
    *,
    told: str = "",
    invitation: joining.Invitation | None = None,
    status: int = 200,
    wait: int = 0,
) -> Response:
    desk, admin = own_account(request)
    with desk.database.read() as connection:
        everybody = tuple(stored_readers.accounts(connection))
        invited = tuple(one_time.open_ones(connection, "invitation", desk.clock()))
    page = ReadersPage(form, everybody, invited, ROLES, admin.id, told, invitation)
    return show_page(request, "readers", "Readers", page, status=status, wait=wait)
