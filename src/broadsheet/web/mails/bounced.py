"""Mail to an address again that mails came back from, because its reader says that it works."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.store import digest_plans, suppressions
from broadsheet.web.http.forms import Form, first_of, local_address, read_form
from broadsheet.web.http.reader import need_session
from broadsheet.web.site import site_of


async def lift(request: Request) -> Response:
    """Lift what keeps mail from an address of the reader's, and go back to the page."""
    given = await read_form(request)
    return await run_in_threadpool(_lift, request, given)


def _lift(request: Request, given: Form) -> Response:
    reader, address = need_session(request), first_of(given, "address")
    with site_of(request).services.database.write() as connection:
        own = {reader.email, *(plan.address for plan in digest_plans.of_reader(connection, reader.id))}
        if not address or address not in own:
            raise HTTPException(404, "This is neither the address of your account nor of one of your digests.")
        suppressions.lift(connection, address)
    return RedirectResponse(local_address(first_of(given, "back"), links.HOME), status_code=303)
