"""Note that a reader opened a paper: once, after the page was sent, and only where somebody looks at it."""

import logging

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from broadsheet.errors import StoreError
from broadsheet.store import marks
from broadsheet.web.http.reader import reader_of
from broadsheet.web.site import Site, site_of
from broadsheet.web.views.marks import Marks

log = logging.getLogger(__name__)


def note_opened(request: Request, response: Response, key: int, known: Marks) -> Response:
    """Let the response be followed by a note that its reader opened the paper, unless that is noted already."""
    reader = reader_of(request)
    if reader and _is_looked_at(request) and not known.holds(key, "opened"):
        response.background = BackgroundTask(_note, site_of(request), reader, key)
    return response


def _is_looked_at(request: Request) -> bool:
    """Whether a reader asked for this page, and not the browser for itself or a script for a part of it."""
    headers = request.headers
    ahead = any("prefetch" in headers.get(name, "").lower() for name in ("sec-purpose", "purpose", "x-moz"))
    return request.method == "GET" and not ahead and headers.get("sec-fetch-dest", "document") == "document"


def _note(site: Site, reader: str, key: int) -> None:
    try:
        with site.services.database.write() as connection:
            marks.put(connection, reader, key, "opened", on=True, made=site.services.clock())
    except StoreError as error:
        # The page was sent; what is lost is one weak hint.
        log.warning("not noted as opened key=%d message=%s", key, error)
