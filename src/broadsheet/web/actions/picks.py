"""The curator's hand: put a paper into an edition, and take it out again while that is open."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.editions import curate
from broadsheet.store import picks
from broadsheet.web.http.access import get_paper
from broadsheet.web.http.forms import Form, first_of, local_address, read_form
from broadsheet.web.http.reader import need_reader
from broadsheet.web.site import site_of


async def pick(request: Request) -> Response:
    """Put a paper into an edition, and go back to its page, which says into which one it went."""
    given = await read_form(request)
    return await run_in_threadpool(_pick, request, given)


async def take_back(request: Request) -> Response:
    """Take a pick back, and go back to the page on which that was asked."""
    given = await read_form(request)
    return await run_in_threadpool(_take_back, request, given)


def _pick(request: Request, given: Form) -> Response:
    site = site_of(request)
    asked = first_of(given, "edition")
    line = " ".join(first_of(given, "line").split())
    if len(line) > curate.LONGEST_LINE:
        raise HTTPException(400, f"A line has up to {curate.LONGEST_LINE} characters; this one has {len(line):,}.")
    with site.services.database.write() as connection:
        paper = get_paper(connection, first_of(given, "paper"))
        curate.pick(
            connection,
            paper.key,
            asked,
            leads=first_of(given, "leads") == "1",
            line=line,
            curator=need_reader(request),
            now=site.services.clock(),
        )
    return RedirectResponse(links.picked_paper(paper.id, asked), status_code=303)


def _take_back(request: Request, given: Form) -> Response:
    number = first_of(given, "pick")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise HTTPException(400, "A pick is taken back by its number.")
    site = site_of(request)
    with site.services.database.write() as connection:
        taken = picks.withdraw(connection, int(number), site.services.clock())
        if taken is None:
            raise HTTPException(404, "This pick does not stand any more.")
        # Raised within the transaction, which it takes back.
        if curate.open_for(connection, taken.edition, site.services.clock()) != taken.edition:
            raise HTTPException(409, f"The edition {taken.edition} is closed: what was picked for it stays in it.")
    return RedirectResponse(local_address(first_of(given, "back")), status_code=303)
