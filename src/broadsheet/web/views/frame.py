"""What stands around every page: title, masthead, search box, links for machines."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.requests import Request

from broadsheet import links
from broadsheet.web.http.reader import may
from broadsheet.web.http.visitor import form_key_of, visitor_of
from broadsheet.web.names.words import THEME_NAMES
from broadsheet.web.site import site_of

THEMES = tuple(theme for theme, _ in THEME_NAMES)
THEME_COOKIE = "theme"


@dataclass(frozen=True, slots=True)
class FeedLinks:
    """A list of the page as a feed: what it holds, in words, and its address in each format."""

    title: str
    atom: str
    rss: str
    json: str


@dataclass(frozen=True, slots=True)
class Door:
    """Where a site with accounts leads to: whose account, or where to sign in."""

    name: str  # of the reader, empty for nobody
    address: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of one page. Addresses in `canonical` are absolute, in `here`, `earlier` and `later` local."""

    title: str
    canonical: str
    here: str
    theme: str
    today: date
    section: str = ""  # front, search, categories, status, about: which entry of the menu is the current one
    description: str = ""
    query: str = ""  # what stands in the search box
    earlier: str = ""
    later: str = ""
    hidden: bool = False  # whether search engines should pass it over
    article: bool = False
    meta: tuple[tuple[str, str], ...] = ()
    token: str = ""  # that forms of this reader carry, see `http.forms`
    door: Door | None = None  # None where there are no accounts
    curator: bool = False  # whether the reader who asks may put papers into editions
    admin: bool = False  # whether they may choose what is harvested
    bounced: tuple[tuple[str, str], ...] = ()  # addresses of the reader that mails came back from, each with why
    feeds: tuple[FeedLinks, ...] = ()  # of the lists that the page shows; `parts/feeds.html` links to them


def frame_for(request: Request, title: str, *, canonical: str = "", **further: Any) -> Frame:
    """Build the frame of a page; `canonical` is its local address where that is not the one asked for."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    theme = request.cookies.get(THEME_COOKIE, "")
    key = form_key_of(request)
    reader = visitor_of(request).reader
    own = ((reader.email, reader.bounced),) if reader and reader.bounced else ()
    bounced = tuple(dict([*further.pop("bounced", ()), *own]).items())
    return Frame(
        title=title,
        canonical=absolute(request, canonical or here),
        here=here if len(here) <= 2_000 else "/",
        theme=theme if theme in THEMES else "auto",
        today=site_of(request).services.clock().date(),
        token=key.token() if key else "",
        door=_door(request, here),
        bounced=bounced,
        curator=may(request, "curator"),
        admin=may(request, "admin"),
        **further,
    )


def feed_links(title: str, address: str) -> FeedLinks:
    """Build the links to a feed from its address as Atom, as `links` gives it."""
    return FeedLinks(title, address, links.feed_as(address, "rss"), links.feed_as(address, "json"))


def absolute(request: Request, address: str) -> str:
    """Return a local address with the scheme and host of the site, or where they are not set, of this request."""
    public = site_of(request).services.settings.address
    return f"{public or f'{request.url.scheme}://{request.url.netloc}'}{address}"


def _door(request: Request, here: str) -> Door | None:
    if site_of(request).services.settings.mode != "group":
        return None
    reader = visitor_of(request).reader
    if reader is not None:
        return Door(reader.name or reader.email, links.ACCOUNT)
    return Door("", links.sign_in(here if request.method == "GET" and not here.startswith(links.SIGN_IN) else ""))
