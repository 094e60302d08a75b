"""From a list that was asked for to an answer: made, kept, sent, or said to be there already."""

import gzip
import logging
from collections.abc import Callable
from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from broadsheet import links
from broadsheet.errors import IndexBehind, IndexBroken, ModelError, NotFound, StoreError
from broadsheet.feeds.desk import Desk, Made, desk_of
from broadsheet.feeds.entries import make_entries
from broadsheet.feeds.formats import atom, jsonfeed, rss
from broadsheet.feeds.model import NEVER, Feed, Pages
from broadsheet.feeds.text import clean, line, name_of
from broadsheet.feeds.wanted import Contents, Moved, Wanted
from broadsheet.lib.conditions import Asked, http_date, is_unchanged, packed, takes_gzip, weak_tag
from broadsheet.store import records

log = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 60  # readers of feeds come again in their own time; an index is made in seconds to minutes
WRITERS: dict[str, Callable[[Feed], bytes]] = {"atom": atom.write, "rss": rss.write, "json": jsonfeed.write}
CONTENT_TYPES = {
    "atom": f"{atom.MEDIA_TYPE}; charset=utf-8",
    "rss": f"{rss.MEDIA_TYPE}; charset=utf-8",
    "json": jsonfeed.MEDIA_TYPE,  # JSON is UTF-8, and its types have no charset
}
_FEEDS = (
    "Feeds are /feeds/new, /feeds/search, /feeds/saved, /feeds/for-you "
    "and those below /feeds/categories, authors, similar, editions"
)

Plan = Callable[[Desk, Request], Wanted]


def feed_of(plan: Plan) -> Callable[[Request], Response]:
    """Make a view that answers with the list of a plan, in the format that the address ends with."""

    def view(request: Request) -> Response:
        feed_format: str = request.path_params["format"]
        if feed_format not in WRITERS:
            return _say(404, "A feed ends with .atom, .rss or .json.")
        try:
            return _answer(request, plan, feed_format)
        except HTTPException as error:
            return _say(error.status_code, error.detail)
        except NotFound as error:
            return _say(404, str(error))
        except (IndexBehind, IndexBroken, ModelError, StoreError) as error:
            return _without_library(request, feed_format, error)

    return view


def no_such_feed(_request: Request) -> Response:
    """Say which feeds there are."""
    return _say(404, f"There is no such feed. {_FEEDS}, each with .atom, .rss or .json behind it.")


def _answer(request: Request, plan: Plan, feed_format: str) -> Response:
    desk = desk_of(request)
    wanted = plan(desk, request)
    site = _site(request)
    key = (feed_format, site, wanted.address, wanted.page, wanted.state)
    made = desk.made.peek(key)
    if made is None:
        contents = wanted.make()
        if isinstance(contents, Moved):
            address = links.with_page(links.feed_as(contents.address, feed_format), wanted.page)
            return RedirectResponse(address, status_code=301, headers={"Cache-Control": "no-cache"})
        feed = _feed(desk, wanted, contents, site, feed_format)
        made = _keep(desk, _name(request), feed, WRITERS[feed_format](feed))
        desk.made.put(key, made)
    desk.sent.put(_name(request), made)
    return _send(request, made, feed_format)


def _feed(desk: Desk, wanted: Wanted, contents: Contents, site: str, feed_format: str) -> Feed:
    with desk.services.database.read() as connection:
        arrivals = records.arrivals(connection, [one.paper.key for one in contents.listed])
    entries = make_entries(contents.listed, arrivals, desk.cores, site)
    moments = [entry.updated for entry in entries] + ([contents.since] if contents.since else [])
    address = site + links.feed_as(wanted.address, feed_format)
    page, pages = wanted.page, contents.pages
    return Feed(
        id=name_of("list", wanted.address),
        title=line(contents.title),
        subtitle=line(contents.subtitle),
        site=site,
        home=clean(site + contents.home),
        icon=site + links.ICON,
        pages=Pages(
            here=links.with_page(address, page),
            first=address,
            previous=links.with_page(address, page - 1) if page > 1 else "",
            next=links.with_page(address, page + 1) if page < pages else "",
            last=links.with_page(address, pages),
        ),
        updated=max(moments, default=NEVER),
        entries=entries,
    )


def _keep(desk: Desk, name: str, feed: Feed, body: bytes) -> Made:
    tag = weak_tag(body)
    before = desk.sent.peek(name)
    modified = feed.updated
    if before is not None and before.tag == tag:
        modified = before.modified
    elif before is not None:
        # A list also changes when a paper leaves it, or joins it late: then it has changed now, and not before.
        modified = max(feed.updated, desk.services.clock(), before.modified + timedelta(seconds=1))
    return Made(packed(body), tag, modified)


def _without_library(request: Request, feed_format: str, error: Exception) -> Response:
    """Answer with what was last sent under this address; never with less than there was."""
    before = desk_of(request).sent.peek(_name(request))
    log.warning("feed kept=%s path=%r message=%s", before is not None, request.url.path[:200], error)
    if before is not None:
        return _send(request, before, feed_format)
    response = _say(503, str(error))
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _send(request: Request, made: Made, feed_format: str) -> Response:
    given = request.headers
    asked = Asked(
        if_none_match=", ".join(given.getlist("if-none-match")),
        if_modified_since=given.get("if-modified-since", ""),
        accept_encoding=given.get("accept-encoding", ""),
    )
    headers = {
        "Cache-Control": "no-cache",
        "ETag": made.tag,
        "Last-Modified": http_date(made.modified),
        "Vary": "Accept-Encoding",
    }
    if is_unchanged(asked, made.tag, made.modified):
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = CONTENT_TYPES[feed_format]
    if takes_gzip(asked):
        return Response(made.packed, headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(made.packed), headers=headers)


def _say(status: int, sentence: str) -> PlainTextResponse:
    text = sentence.encode("utf-8", "replace").decode()
    return PlainTextResponse(f"{text}\n", status_code=status, headers={"Cache-Control": "no-cache"})


def _site(request: Request) -> str:
    return desk_of(request).services.settings.address or f"{request.url.scheme}://{request.url.netloc}"


def _name(request: Request) -> str:
    """What an answer is kept under: who asks, and the whole address as it was asked for."""
    return f"{request.scope.get('broadsheet.reader', '')} {request.url}"
