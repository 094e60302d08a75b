"""What a list says about itself when it is asked for as a feed."""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request

from broadsheet.feeds.entries import Listed

SIZE = 40  # papers on a page


@dataclass(frozen=True, slots=True)
class Contents:
    """One page of a list. `home` is the local address of the page that shows it, `pages` how many pages there are.

    `since`: when the list itself last changed, where that is known, as for an edition that was printed then.
    """

    title: str
    subtitle: str
    home: str
    listed: Sequence[Listed]
    pages: int = 1
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The list has another address now, given as that of its first page as Atom."""

    address: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list that was asked for. `address` is that of its first page as Atom: what it is known by.

    As long as `state` is the same, `make` gives the same; it may take a while.
    """

    address: str
    page: int
    state: Hashable
    make: Callable[[], Contents | Moved]


def asked_page(request: Request) -> int:
    """Return which page of a list is asked for, from 1; 400 where that is no number."""
    given = request.query_params.get("page", "1")
    if not re.fullmatch(r"[0-9]{1,9}", given, re.ASCII) or int(given) < 1:
        raise HTTPException(400, "A page number is a whole number from 1.")
    return int(given)


def pages_within(total: int, page: int) -> int:
    """Return how many pages a list has, at least one; 404 for a page that it has not got."""
    pages = max(1, -(-total // SIZE))
    if page > pages:
        raise HTTPException(404, f"This feed has {pages:,} pages, so there is no page {page:,}.")
    return pages
