"""What a reader can set without an account: the colours, kept in a cookie."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet.web.http.forms import first_of, local_address, read_form
from broadsheet.web.views.frame import THEME_COOKIE, THEMES

_YEAR = 365 * 24 * 3600


async def theme(request: Request) -> Response:
    """Keep the colours chosen and go back to the page they were chosen on."""
    given = await read_form(request)
    chosen = first_of(given, "theme")
    if chosen not in THEMES:
        raise HTTPException(400, f"The colours are one of {', '.join(THEMES)}.")
    response = RedirectResponse(local_address(first_of(given, "back")), status_code=303)
    response.set_cookie(THEME_COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="lax")
    return response
