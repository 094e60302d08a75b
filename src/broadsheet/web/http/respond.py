"""Turn a context into a response."""

import gzip
import hashlib
import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from broadsheet.web.site import site_of
from broadsheet.web.views.frame import Frame

_WORTH_PACKING = 1_400  # bytes: less fits into one packet anyway
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)
_FOLLOW_SECONDS = 4
_LEVEL = 3  # a third of a millisecond for a page; higher levels cost much and gain little


def show(request: Request, template: str, frame: Frame, page: object, *, status: int = 200) -> Response:
    """Render a page; answer 304 where the reader has it already."""
    body = site_of(request).templates.get_template(template).render(frame=frame, page=page)
    headers = {"Cache-Control": "no-cache", "Vary": "Accept, Cookie"}
    return _answer(request, body.encode("utf-8", "replace"), "text/html; charset=utf-8", headers, status)


def follow(response: Response) -> Response:
    """Let the reader's browser ask for this page again in a few seconds, because the reader wants to see it move."""
    response.headers["Refresh"] = str(_FOLLOW_SECONDS)
    return response


def give(request: Request, text: str, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """Give out text that is not a page."""
    full = {"Cache-Control": "no-cache", **(headers or {})}
    return _answer(request, text.encode("utf-8", "replace"), f"{media_type}; charset=utf-8", full, 200)


def takes_gzip(request: Request) -> bool:
    """Whether the reader takes compressed answers."""
    return _GZIP.search(request.headers.get("accept-encoding", "")) is not None


def _answer(request: Request, body: bytes, content_type: str, headers: Mapping[str, str], status: int) -> Response:
    # Weak: the same text is sent with and without compression.
    tag = f'W/"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
    full = {**headers, "Vary": f"{headers.get('Vary', '')}, Accept-Encoding".lstrip(", "), "ETag": tag}
    if status == 200 and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=full)
    full["Content-Type"] = content_type
    if len(body) > _WORTH_PACKING and takes_gzip(request):
        full["Content-Encoding"] = "gzip"
        body = gzip.compress(body, _LEVEL, mtime=0)
    return Response(body, status_code=status, headers=full)
