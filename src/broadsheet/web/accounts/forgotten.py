"""Replace a forgotten password, and confirm a new address: what links in mails lead to."""

from dataclasses import dataclass

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.accounts import account, joining
from broadsheet.errors import NotPossible, TooOften
from broadsheet.web.accounts.parts import (
    Fields,
    accounts_of,
    go_to,
    show_page,
    signed_in,
    status_of,
    where_of,
    with_problem,
)
from broadsheet.web.http.forms import Form, first_of, read_form
from broadsheet.web.http.reader import reader_of


@dataclass(frozen=True, slots=True)
class ForgottenPage:
    """The form, or after it was sent, that a mail is on its way."""

    form: Fields
    sent: bool = False


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What a link in a mail is for: whose password, or which address."""

    form: Fields
    email: str
    done: bool = False


def forgotten(request: Request) -> Response:
    """Show the form for a link by mail."""
    accounts_of(request)
    return show_page(request, "forgotten", "Forgotten password", ForgottenPage(Fields()))


async def ask(request: Request) -> Response:
    """Say that a mail is on its way if that is a reader's address, and then send it."""
    given = await read_form(request)
    return await run_in_threadpool(_ask, request, given)


def new_password(request: Request) -> Response:
    """Show the form for a new password."""
    return _show_new(request, Fields())


async def replace(request: Request) -> Response:
    """Replace the password, end all sessions, and sign in."""
    given = await read_form(request)
    return await run_in_threadpool(_replace, request, given)


def new_address(request: Request) -> Response:
    """Ask whether an account is to have this address."""
    try:
        email = account.find_address(accounts_of(request), request.path_params["held"])
    except NotPossible as error:
        raise HTTPException(404, str(error)) from error
    return show_page(request, "new_address", "New address", LinkPage(Fields(), email))


async def confirm(request: Request) -> Response:
    """Give an account its new address."""
    await read_form(request)
    return await run_in_threadpool(_confirm, request)


def _ask(request: Request, given: Form) -> Response:
    desk = accounts_of(request)
    try:
        email = joining.checked_address(first_of(given, "email"))
        joining.count_asking(desk, where_of(request))
    except (NotPossible, TooOften) as error:
        status, wait = status_of(error)
        page = ForgottenPage(with_problem(given, error))
        return show_page(request, "forgotten", "Forgotten password", page, status=status, wait=wait)
    page = ForgottenPage(Fields({"email": email}), sent=True)
    response = show_page(request, "forgotten", "Forgotten password", page)
    # After the answer: how long it takes would tell whether there is an account.
    response.background = BackgroundTask(account.ask_for_password, desk, email)
    return response


def _show_new(request: Request, form: Fields, *, status: int = 200) -> Response:
    try:
        reader = account.find_reset(accounts_of(request), request.path_params["held"])
    except NotPossible as error:
        raise HTTPException(404, str(error)) from error
    return show_page(request, "new_password", "New password", LinkPage(form, reader.email), status=status)


def _replace(request: Request, given: Form) -> Response:
    desk, new = accounts_of(request), first_of(given, "new_password")
    try:
        signed = account.replace_password(desk, request.path_params["held"], new, where_of(request))
    except NotPossible as error:
        return _show_new(request, with_problem(given, error), status=400)
    return signed_in(request, signed, f"{links.account()}?told=password#told")


def _confirm(request: Request) -> Response:
    try:
        email = account.confirm_address(accounts_of(request), request.path_params["held"])
    except NotPossible as error:
        raise HTTPException(404, str(error)) from error
    if reader_of(request):
        return go_to(f"{links.account()}?told=address#told")
    return show_page(request, "new_address", "New address", LinkPage(Fields(), email, done=True))
