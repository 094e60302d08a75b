"""Read what an address says, or answer 400."""

import re
from datetime import date
from typing import cast, get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request

from broadsheet.model.query import Sort

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def text(request: Request, name: str) -> str:
    """Return a parameter without control characters, empty where it is not given."""
    return printable(request.query_params.get(name, ""))


def texts(request: Request, name: str) -> list[str]:
    """Return all values of a parameter without control characters."""
    return [printable(value) for value in request.query_params.getlist(name)]


def printable(given: str) -> str:
    """Return a text without control characters."""
    return _CONTROL.sub(" ", given).strip()


def row_number(request: Request, name: str) -> int:
    """Return the number of a row that the path names, -1 where no catalog can have one of this number."""
    number: int = request.path_params[name]
    return number if number < 2**63 else -1


def page_number(request: Request) -> int:
    """Return which page of a list is asked for, from 1."""
    given = request.query_params.get("page", "1")
    if not re.fullmatch(r"[0-9]{1,9}", given, re.ASCII) or int(given) < 1:
        raise HTTPException(400, "A page number is a whole number from 1.")
    return int(given)


def sort_order(request: Request) -> Sort | None:
    """Return the order that the address asks for, None where it leaves that to the query."""
    given = request.query_params.get("sort", "")
    if given and given not in get_args(Sort):
        raise HTTPException(400, f"A list is sorted by {', '.join(get_args(Sort))}, and by nothing else.")
    return cast(Sort, given) if given else None


def day(given: str) -> date:
    """Read `2026-11-20`."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", given, re.ASCII):
        try:
            return date.fromisoformat(given)
        except ValueError:
            pass
    raise HTTPException(404, "There is no such day. Days are written as 2026-11-20.")


def week(given: str) -> date:
    """Read `2026-W47` into its Monday."""
    match = re.fullmatch(r"(\d{4})-W(\d{2})", given, re.ASCII)
    if match and match[1] != "9999":  # whose last week ends beyond what a date can hold
        try:
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
        except ValueError:
            pass
    raise HTTPException(404, "There is no such week. Weeks are written as 2026-W47.")


def month(given: str) -> date:
    """Read `2026-11` into its first day."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", given, re.ASCII)
    if match:
        try:
            return date(int(match[1]), int(match[2]), 1)
        except ValueError:
            pass
    raise HTTPException(404, "There is no such month. Months are written as 2026-11.")
