"""Open an account: ask for one, or open the one that a link is for."""

from dataclasses import dataclass

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.accounts import joining
from broadsheet.accounts.joining import Opening
from broadsheet.errors import NotPossible, TooOften
from broadsheet.web.accounts.parts import (
    Fields,
    accounts_of,
    show_page,
    signed_in,
    status_of,
    where_of,
    with_problem,
    zones,
)
from broadsheet.web.http.forms import Form, first_of, read_form


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The form, or after it was sent, that a mail is on its way."""

    form: Fields
    sent: bool = False


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """The form of a new account. `adopts`: what was kept here without accounts can go to it."""

    form: Fields
    email: str
    role: str
    zones: tuple[str, ...]
    adopts: bool


def register(request: Request) -> Response:
    """Show the form for an account, where anybody may have one."""
    _check_open(request)
    return show_page(request, "register", "Open an account", RegisterPage(Fields()))


async def ask(request: Request) -> Response:
    """Say that a mail is on its way, and then send one: a link, or that there is an account already."""
    given = await read_form(request)
    return await run_in_threadpool(_ask, request, given)


def opening(request: Request) -> Response:
    """Show the form of a new account; opening a link does nothing, because programs that look at mails open them."""
    return _show_opening(request, Fields())


async def open_account(request: Request) -> Response:
    """Open the account, and sign in."""
    given = await read_form(request)
    return await run_in_threadpool(_open, request, given)


def _ask(request: Request, given: Form) -> Response:
    _check_open(request)
    desk = accounts_of(request)
    try:
        email = joining.checked_address(first_of(given, "email"))
        joining.count_asking(desk, where_of(request))
    except (NotPossible, TooOften) as error:
        status, wait = status_of(error)
        page = RegisterPage(with_problem(given, error))
        return show_page(request, "register", "Open an account", page, status=status, wait=wait)
    response = show_page(request, "register", "Open an account", RegisterPage(Fields({"email": email}), sent=True))
    # After the answer: how long it takes would tell whether there is an account.
    response.background = BackgroundTask(joining.register, desk, email)
    return response


def _show_opening(request: Request, form: Fields, *, status: int = 200) -> Response:
    desk = accounts_of(request)
    try:
        link = joining.find_link(desk, request.path_params["held"])
    except NotPossible as error:
        raise HTTPException(404, str(error)) from error
    page = OpeningPage(form, link.email, link.detail.get("role", "reader"), zones(), joining.may_adopt(desk, link))
    return show_page(request, "opening", "Open an account", page, status=status)


def _open(request: Request, given: Form) -> Response:
    desk = accounts_of(request)
    wanted = Opening(
        name=first_of(given, "name"),
        password=first_of(given, "password"),
        zone=first_of(given, "zone"),
        adopt=first_of(given, "adopt") == "1",
    )
    try:
        signed = joining.open_account(desk, request.path_params["held"], wanted, where_of(request))
    except NotPossible as error:
        return _show_opening(request, with_problem(given, error), status=400)
    return signed_in(request, signed, links.HOME)


def _check_open(request: Request) -> None:
    if not accounts_of(request).open_registration:
        raise HTTPException(404, "Accounts are opened by invitation here. Ask an admin of this library for one.")
