"""What a reader can set without an account: the colours, kept in a cookie."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet.web.http.forms import read_form
from broadsheet.web.views.frame import THEME_COOKIE, THEMES

_YEAR = 365 * 24 * 3600


async def theme(request: Request) -> Response:
    """Keep the colours chosen and go back to the page they were chosen on."""
    given = await read_form(request)
    chosen = given.get("theme", [""])[0]
    if chosen not in THEMES:
        raise HTTPException(400, f"The colours are one of {', '.join(THEMES)}.")
    response = RedirectResponse(_local(given.get("back", [""])[0]), status_code=303)
    response.set_cookie(THEME_COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="lax")
    return response


def _local(address: str) -> str:
    """Return the address if it leads to this site, else the front page."""
    # A browser reads `//host` and `/\\host` as another site.
    if address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable():
        return address
    return "/"
