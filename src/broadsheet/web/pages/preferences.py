"""What a reader can set without an account: the colours, kept in a cookie."""

from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet.web.http.errors import error_page
from broadsheet.web.views.frame import THEME_COOKIE, THEMES

_LARGEST_FORM = 10_000  # bytes
_YEAR = 365 * 24 * 3600


async def theme(request: Request) -> Response:
    """Keep the colours chosen and go back to the page they were chosen on."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST_FORM:
            return await run_in_threadpool(error_page, request, 413)
    given = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10) if body.count(b"&") < 10 else {}
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
