"""Read a form, and only one that a page of this site has sent."""

from urllib.parse import parse_qs, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from broadsheet.web.http.params import printable

Form = dict[str, list[str]]

LARGEST_FORM = 16_000  # bytes
_MOST_FIELDS = 600


def refuse_foreign(request: Request) -> None:
    """Answer 403 to what another site lets a reader's browser send; programs that are no browsers name no site."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    foreign = origin is not None and _host_of(origin) != request.headers.get("host", "").lower()
    if site not in ("same-origin", "none") or foreign:
        raise HTTPException(403, "A page of another site sent this form. Open the page here and send it from there.")


async def read_form(request: Request) -> Form:
    """Return the fields of a form sent by a page of this site; 403, 413 and 400 where it is none."""
    refuse_foreign(request)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            raise HTTPException(413)
    try:
        given = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(413) from None
    return {name: [printable(value) for value in values] for name, values in given.items()}


def first_of(given: Form, name: str) -> str:
    """Return the first value of a field, empty where it is not given."""
    return next(iter(given.get(name, ())), "")


def local_address(address: str, otherwise: str = "/") -> str:
    """Return the address if it leads to a page of this site, else the other one."""
    # A browser reads `//host` and `/\\host` as another site.
    if address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable():
        return address
    return otherwise


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""  # no address at all
