"""A profile at once: papers that the reader cares about, given as text; and forgetting them."""

import io
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.personal import profile
from broadsheet.personal.profile import Missing, Recurring
from broadsheet.web.http.forms import first_of, read_form
from broadsheet.web.http.reader import need_reader
from broadsheet.web.http.respond import show
from broadsheet.web.site import site_of
from broadsheet.web.views.frame import frame_for
from broadsheet.web.views.listing import Entry, entries

_LARGEST = 2_000_000  # bytes of a form: the references of some hundred papers with their abstracts
_ORIGIN = "your text"


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """What a text of references gave. `added` counts the papers that were no examples before."""

    entries: tuple[Entry, ...]
    added: int
    missing: tuple[Missing, ...]
    recurring: tuple[Recurring, ...]


async def learn(request: Request) -> Response:
    """Take papers as examples of what the reader cares about, and tell what was found and what was not."""
    given = await read_form(request, largest=_LARGEST)
    return await run_in_threadpool(_learn, request, first_of(given, "references"))


async def forget(request: Request) -> Response:
    """Take back all papers that were given as examples."""
    await read_form(request)
    return await run_in_threadpool(_forget, request)


def _learn(request: Request, text: str) -> Response:
    if not text.strip():
        raise HTTPException(
            400, "Give ids or addresses of papers, one a line, or the contents of a BibTeX or RIS file."
        )
    site, reader = site_of(request), need_reader(request)
    read = profile.read_profile(site.services.library, io.BytesIO(text.encode()), _ORIGIN)
    with site.services.database.write() as connection:
        added = profile.keep(connection, reader, read.found, site.services.clock())
        recurring = profile.recurring(connection, reader, read.found)
    page = ProfilePage(entries(site, read.found), added, read.missing, tuple(recurring))
    frame = frame_for(request, "Learned · Broadsheet", canonical=links.FOLLOWS, section="for-you", hidden=True)
    response = show(request, "personal/profile.html", frame, page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _forget(request: Request) -> Response:
    site, reader = site_of(request), need_reader(request)
    with site.services.database.write() as connection:
        profile.forget(connection, reader, site.services.clock())
    return RedirectResponse(links.FOLLOWS, status_code=303)
