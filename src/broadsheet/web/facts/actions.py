"""Put right what was read of a paper, and take that back."""

from collections.abc import Iterable

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from broadsheet import links
from broadsheet.errors import NotPossible
from broadsheet.facts import correcting
from broadsheet.facts.wishes import read_fact
from broadsheet.model.facts import FACT_KINDS, Fact, FactKind
from broadsheet.model.paper import Paper
from broadsheet.store import papers
from broadsheet.web.http.access import get_paper
from broadsheet.web.http.forms import Form, first_of, read_form
from broadsheet.web.http.reader import may, need_reader
from broadsheet.web.site import site_of

_ASKED = ("keep", "remove", "add")


async def correct(request: Request) -> Response:
    """Correct, remove or add a fact, and go back to the paper's page, which offers to undo it."""
    given = await read_form(request)
    return await run_in_threadpool(_correct, request, given)


async def take_back(request: Request) -> Response:
    """Take a correction back, and go back to the paper's page."""
    given = await read_form(request)
    return await run_in_threadpool(_take_back, request, given)


def export(request: Request) -> Response:
    """Give all corrections that hold as JSON Lines."""
    rows = correcting.export(site_of(request).services.database)
    headers = {
        "Content-Disposition": 'attachment; filename="broadsheet-corrections.jsonl"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(lines(rows), media_type="application/jsonl", headers=headers)


def lines(rows: Iterable[object]) -> Iterable[bytes]:
    """Write rows as JSON Lines."""
    return (orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)


def _correct(request: Request, given: Form) -> Response:
    asked = [name for name in _ASKED if name in given]
    if len(asked) != 1:
        raise HTTPException(400, f"A form about a fact says one of {', '.join(_ASKED)}.")
    site, reader = site_of(request), need_reader(request)
    try:
        with site.services.database.read() as connection:
            paper = get_paper(connection, first_of(given, "paper"))
            before = None
            if asked[0] != "add":
                before = correcting.fact_of(connection, paper.key, first_of(given, "fact"))
        after = None if asked[0] == "remove" else _fact(given, paper, before)
        made = correcting.correct(
            site.services.database, paper.key, reader, before=before, after=after, now=site.services.clock()
        )
    except NotPossible as error:
        raise HTTPException(400, str(error)) from None
    return RedirectResponse(links.corrected_paper(paper.id, made.number), status_code=303)


def _fact(given: Form, paper: Paper, before: Fact | None) -> Fact:
    fields = {name: first_of(given, name) for name in given}
    return read_fact(before.kind if before else _kind(given), fields, paper, before)


def _kind(given: Form) -> FactKind:
    kind = first_of(given, "kind")
    found = next((one for one in FACT_KINDS if one == kind), None)
    if found is None:
        raise HTTPException(400, f"A fact is one of {', '.join(FACT_KINDS)}.")
    return found


def _take_back(request: Request, given: Form) -> Response:
    number = first_of(given, "correction")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise HTTPException(400, "A correction is taken back by its number.")
    site, reader = site_of(request), need_reader(request)
    try:
        made = correcting.take_back(
            site.services.database, int(number), reader, site.services.clock(), anybody=may(request, "curator")
        )
    except NotPossible as error:
        raise HTTPException(409, str(error)) from None
    with site.services.database.read() as connection:
        found = papers.get(connection, [made.paper_key])
    return RedirectResponse(links.corrected_paper(found[0].id) if found else links.HOME, status_code=303)
