"""The reader's own account: name, password, address, sessions, tokens, data."""

from collections.abc import Callable
from dataclasses import dataclass

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.accounts import account, exporting, managing
from broadsheet.accounts.desk import Accounts
from broadsheet.accounts.recognition import SCOPES
from broadsheet.accounts.tokens import MadeToken
from broadsheet.accounts.tokens import make_token as make_api_token
from broadsheet.errors import NotPossible, TooOften
from broadsheet.model.reader import Reader
from broadsheet.store import sessions as stored_sessions
from broadsheet.store import tokens as stored_tokens
from broadsheet.store.sessions import Session
from broadsheet.store.tokens import ApiToken
from broadsheet.web.accounts.browsers import browser_name
from broadsheet.web.accounts.parts import (
    Fields,
    go_to,
    own_account,
    show_page,
    signed_in,
    status_of,
    told,
    where_of,
    with_problem,
    zones,
)
from broadsheet.web.http.cookies import cookie_names
from broadsheet.web.http.forms import Form, first_of, read_form
from broadsheet.web.http.params import text
from broadsheet.web.http.visitor import visitor_of
from broadsheet.web.site import site_of

# What the page says at its top after something was changed.
_TOLD = {
    "profile": "Kept.",
    "password": "Your password was changed. Every other browser has been signed out. Tokens for programs still work: "
    "remove those below that you do not know.",
    "asked": "A mail is on its way to the new address. Until you open the link in it, the old one holds.",
    "address": "Your address was changed.",
    "session": "That browser has been signed out.",
    "sessions": "Every other browser has been signed out.",
    "token": "That token works no more.",
}


@dataclass(frozen=True, slots=True)
class Browser:
    """A signed-in browser as a reader knows it."""

    session: Session
    name: str
    here: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """All of an account. `made`: a token that was made just now, and is shown this once."""

    form: Fields
    reader: Reader
    browsers: tuple[Browser, ...]
    tokens: tuple[ApiToken, ...]
    scopes: dict[str, str]
    zones: tuple[str, ...]
    told: str = ""
    made: MadeToken | None = None


Change = Callable[[Request, Accounts, Reader, Form], Response]


def account_page(request: Request) -> Response:
    """Show the account of the reader who asks."""
    return _show(request, Fields(), told=_TOLD.get(text(request, "told"), ""))


def export(request: Request) -> Response:
    """Give the reader everything that is kept of them, as JSON."""
    desk, reader = own_account(request)
    body = orjson.dumps(exporting.export(desk, reader), option=orjson.OPT_INDENT_2)
    name = f"broadsheet-account-{desk.clock():%Y-%m-%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type="application/json", headers=headers)


async def change_profile(request: Request) -> Response:
    """Keep name, time zone and share of exploration."""
    return await _change(request, _profile)


async def change_password(request: Request) -> Response:
    """Change the password; every other browser is signed out, and this one gets a new session."""
    return await _change(request, _password)


async def change_address(request: Request) -> Response:
    """Mail a link to the new address."""
    return await _change(request, _address)


async def end_sessions(request: Request) -> Response:
    """Sign out another browser, or all others."""
    return await _change(request, _end_sessions)


async def make_token(request: Request) -> Response:
    """Make a token, and show it once."""
    return await _change(request, _make_token)


async def remove_token(request: Request) -> Response:
    """Let a token work no more."""
    return await _change(request, _remove_token)


async def delete(request: Request) -> Response:
    """Delete the account."""
    return await _change(request, _delete)


async def _change(request: Request, change: Change) -> Response:
    given = await read_form(request)
    return await run_in_threadpool(_try, request, given, change)


def _try(request: Request, given: Form, change: Change) -> Response:
    desk, reader = own_account(request)
    try:
        return change(request, desk, reader, given)
    except (NotPossible, TooOften) as error:
        status, wait = status_of(error)
        return _show(request, with_problem(given, error), status=status, wait=wait)


def _profile(_request: Request, desk: Accounts, reader: Reader, given: Form) -> Response:
    name, zone, exploration = (first_of(given, field) for field in ("name", "zone", "exploration"))
    account.set_profile(desk, reader, name=name, zone=zone, exploration=exploration)
    return told("profile")


def _password(request: Request, desk: Accounts, reader: Reader, given: Form) -> Response:
    old, new = first_of(given, "old_password"), first_of(given, "new_password")
    signed = account.change_password(desk, reader, old, new, where_of(request))
    return signed_in(request, signed, f"{links.account()}?told=password#told")


def _address(_request: Request, desk: Accounts, reader: Reader, given: Form) -> Response:
    account.ask_for_address(desk, reader, first_of(given, "address_password"), first_of(given, "email"))
    return told("asked")


def _end_sessions(request: Request, desk: Accounts, reader: Reader, given: Form) -> Response:
    one, here = first_of(given, "session"), visitor_of(request).session
    with desk.database.write() as connection:
        if one:
            stored_sessions.end(connection, reader.id, one)
        else:
            stored_sessions.end_all(connection, reader.id, but=here)
    return told("session" if one else "sessions")


def _make_token(request: Request, desk: Accounts, reader: Reader, given: Form) -> Response:
    days = first_of(given, "days")
    made = make_api_token(
        desk,
        reader,
        first_of(given, "token_name"),
        frozenset(given.get("scope", ())),
        int(days) if days.isascii() and days.isdigit() and len(days) < 5 else -1,
    )
    return _show(request, Fields(), made=made)


def _remove_token(_request: Request, desk: Accounts, reader: Reader, given: Form) -> Response:
    with desk.database.write() as connection:
        stored_tokens.remove(connection, reader.id, first_of(given, "removed"))
    return told("token")


def _delete(request: Request, desk: Accounts, reader: Reader, given: Form) -> Response:
    account.check_password(desk, reader, first_of(given, "delete_password"), "delete_password")
    managing.delete(desk.database, reader.id)
    response = go_to(links.HOME)
    cookie_names(site_of(request).services.settings).sign_out(response)
    return response


def _show(
    request: Request,
    form: Fields,
    *,
    told: str = "",
    made: MadeToken | None = None,
    status: int = 200,
    wait: int = 0,
) -> Response:
    desk, reader = own_account(request)
    here = visitor_of(request).session
    with desk.database.read() as connection:
        sessions = stored_sessions.of_reader(connection, reader.id)
        kept = stored_tokens.of_reader(connection, reader.id)
    browsers = [Browser(one, browser_name(one.agent), one.digest == here) for one in sessions]
    scopes = {name: what for name, what in SCOPES.items() if name != "admin" or reader.may("curator")}
    page = AccountPage(form, reader, tuple(browsers), tuple(kept), scopes, zones(), told, made)
    return show_page(request, "account", "Your account", page, status=status, wait=wait)
