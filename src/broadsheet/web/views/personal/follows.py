"""What a reader follows, with what it brought in the last week."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request

from broadsheet import links
from broadsheet.model.follow import Follow
from broadsheet.personal.follows import feed_of, of_last_week, page_of
from broadsheet.personal.matching import wanted_of
from broadsheet.web.site import Site, site_of
from broadsheet.web.views.facts import index_stamp

KIND_NAMES = {"search": "Search", "author": "Author", "category": "Category", "similar": "Papers like these"}


@dataclass(frozen=True, slots=True)
class Followed:
    """A follow in the list. `fresh` counts the papers of the last week that it matches."""

    follow: Follow
    kind: str
    address: str
    page: str
    feed: str
    fresh: int


def view_follows(request: Request, held: Iterable[Follow]) -> tuple[Followed, ...]:
    """Build the entries of a list of follows."""
    every = list(held)
    fresh = fresh_of(site_of(request), every)
    return tuple(
        Followed(
            follow=one,
            kind=KIND_NAMES[one.kind],
            address=links.follow(one.number),
            page=page_of(one),
            feed="" if one.excluded else feed_of(one),
            fresh=len(fresh[one.number]),
        )
        for one in every
    )


def fresh_of(site: Site, held: Iterable[Follow]) -> dict[int, tuple[int, ...]]:
    """Return for each follow, by its number, the keys of the papers of the last week that it matches, best first.

    What was matched lately is kept as long as the library is the same.
    """
    now, stamp = site.services.clock(), index_stamp(site)
    keys = {one.number: ("follow", wanted_of(one), now.date(), stamp) for one in held}
    missing = [one for one in held if site.lists.peek(keys[one.number]) is None]
    for wanted, found in of_last_week(site.services.library, missing, now).items():
        site.lists.put(("follow", wanted, now.date(), stamp), found)
    return {number: site.lists.peek(key) or () for number, key in keys.items()}
