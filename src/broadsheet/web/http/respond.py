"""Turn a context into a response."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from broadsheet.lib import conditions
from broadsheet.lib.conditions import Asked
from broadsheet.web.site import site_of
from broadsheet.web.views.frame import Frame
from broadsheet.web.views.marks import Marks
from broadsheet.web.views.personal.following import Following

_FOLLOW_SECONDS = 4


def show(
    request: Request,
    template: str,
    frame: Frame,
    page: object,
    *,
    status: int = 200,
    marks: Marks | None = None,
    following: Following | None = None,
) -> Response:
    """Render a page; answer 304 where the reader has it already.

    With `marks` papers can be voted for and saved, with `following` the list that the page shows can be followed.
    """
    template_of = site_of(request).templates.get_template(template)
    body = template_of.render(frame=frame, page=page, marks=marks, following=following)
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
    return conditions.takes_gzip(_asked(request))


def _asked(request: Request) -> Asked:
    headers = request.headers
    return Asked(headers.get("if-none-match", ""), accept_encoding=headers.get("accept-encoding", ""))


def _answer(request: Request, body: bytes, content_type: str, headers: Mapping[str, str], status: int) -> Response:
    asked, tag = _asked(request), conditions.weak_tag(body)
    full = {**headers, "Vary": f"{headers.get('Vary', '')}, Accept-Encoding".lstrip(", "), "ETag": tag}
    if status == 200 and conditions.is_unchanged(asked, tag):
        return Response(status_code=304, headers=full)
    full["Content-Type"] = content_type
    if len(body) > conditions.WORTH_PACKING and conditions.takes_gzip(asked):
        full["Content-Encoding"] = "gzip"
        body = conditions.packed(body)
    return Response(body, status_code=status, headers=full)
