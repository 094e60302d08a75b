"""Read a form, and only one that a page of this site has sent."""

from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

from broadsheet.accounts.secret import same
from broadsheet.web.http.origin import is_foreign
from broadsheet.web.http.params import printable
from broadsheet.web.http.visitor import form_key_of, visitor_of

Form = dict[str, list[str]]

LARGEST_FORM = 16_000  # bytes
_MOST_FIELDS = 600
_TOKEN = "token"  # noqa: S105  (the name of a field)
_PASSWORD = "password"  # noqa: S105  # in the names of fields whose blanks and control characters are the reader's


def refuse_foreign(request: Request) -> None:
    """Answer 403 to what another site lets a reader's browser send; programs that are no browsers name no site."""
    if is_foreign(request):
        raise HTTPException(403, "A page of another site sent this form. Open the page here and send it from there.")


async def read_form(request: Request, *, largest: int = LARGEST_FORM) -> Form:
    """Return the fields of a form of up to `largest` bytes sent by a page of this site; 403 and 413 where it is none.

    Where there are accounts a form carries what only a page made for this browser can carry.
    """
    refuse_foreign(request)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > largest:
            raise HTTPException(413)
    try:
        given = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(413) from None
    _check_token(request, given.pop(_TOKEN, [""])[0])
    return {name: [_cleaned(name, value) for value in values] for name, values in given.items()}


def first_of(given: Form, name: str) -> str:
    """Return the first value of a field, empty where it is not given."""
    return next(iter(given.get(name, ())), "")


def local_address(address: str, otherwise: str = "/") -> str:
    """Return the address if it leads to a page of this site, else the other one."""
    # A browser reads `//host` and `/\\host` as another site.
    if address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable():
        return address
    return otherwise


def _check_token(request: Request, given: str) -> None:
    key = form_key_of(request)
    # A program with a token sends what no other site can make a browser send.
    if key is None or visitor_of(request).by == "token":
        return
    if not same(given, key.token()):
        raise HTTPException(
            403,
            "This form is older than your signing in or out, or the browser keeps no cookies. "
            "Go back, load the page anew, and send it again.",
        )


def _cleaned(name: str, value: str) -> str:
    return value if _PASSWORD in name else printable(value)
