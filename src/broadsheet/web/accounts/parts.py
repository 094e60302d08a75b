"""What the pages of accounts have in common."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import available_timezones

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.accounts.desk import Accounts, Where
from broadsheet.accounts.recognition import LONGEST
from broadsheet.accounts.signing_in import SignedIn
from broadsheet.errors import NotPossible, TooOften
from broadsheet.model.reader import Reader
from broadsheet.web.http.cookies import cookie_names
from broadsheet.web.http.forms import Form, first_of, local_address
from broadsheet.web.http.reader import need_session
from broadsheet.web.http.respond import show
from broadsheet.web.http.visitor import visitor_of
from broadsheet.web.site import site_of
from broadsheet.web.views.frame import frame_for


@dataclass(frozen=True, slots=True)
class Fields:
    """A form as it is shown: what was written into it, and by field what is wrong with that (`""`: as a whole)."""

    given: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str, otherwise: str = "") -> str:
        """What stands in a field."""
        return self.given.get(name, otherwise)

    def problem(self, name: str) -> str:
        """What is wrong with a field, empty where nothing is."""
        return self.problems.get(name, "")


def accounts_of(request: Request) -> Accounts:
    """Return what accounts are kept with; 404 where there are none."""
    desk = site_of(request).accounts
    if desk is None:
        raise HTTPException(
            404,
            "There are no accounts here: this library is for the one reader at this machine, who needs no password. "
            "`BROADSHEET_MODE=group` makes it one for several; docs/accounts.md says how.",
        )
    return desk


def own_account(request: Request) -> tuple[Accounts, Reader]:
    """Return what accounts are kept with, and the reader whose browser asks."""
    desk = accounts_of(request)
    return desk, need_session(request)


def where_of(request: Request) -> Where:
    """Return from where somebody signs in."""
    return Where(visitor_of(request).address, request.headers.get("user-agent", ""))


def show_page(
    request: Request, template: str, title: str, page: object, *, status: int = 200, wait: int = 0
) -> Response:
    """Show a page that nobody keeps; with `wait`, after too many tries."""
    frame = frame_for(request, f"{title} · Broadsheet", section="account", hidden=True)
    response = show(request, f"account/{template}.html", frame, page, status=status)
    response.headers["Cache-Control"] = "no-store"
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def signed_in(request: Request, signed: SignedIn, back: str) -> Response:
    """Hand a browser its new session, and go on to a page of this site."""
    response = go_to(local_address(back))
    cookies = cookie_names(site_of(request).services.settings)
    cookies.sign_in(response, signed.held, int(LONGEST.total_seconds()))
    return response


def go_to(address: str) -> Response:
    """Lead to a page after something was changed."""
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def told(part: str) -> Response:
    """Go back to the account's page, which says what was changed."""
    return go_to(f"{links.account()}?told={part}#told")


def with_problem(given: Form, error: NotPossible | TooOften) -> Fields:
    """Return a form as it was sent, without passwords, and what is wrong with it."""
    kept = {name: first_of(given, name) for name in given if "password" not in name}
    about = error.about if isinstance(error, NotPossible) else ""
    return Fields(kept, {about: str(error)})


def status_of(error: NotPossible | TooOften) -> tuple[int, int]:
    """Return the status for an error, and after how many seconds it may be tried again."""
    return (429, error.seconds) if isinstance(error, TooOften) else (400, 0)


def zones() -> tuple[str, ...]:
    """Return the names of all time zones of places, and UTC."""
    return ("UTC", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")))
