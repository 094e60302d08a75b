"""What browsers and programs fetch beside the pages."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from broadsheet.store import counters
from broadsheet.web.http.errors import error_page
from broadsheet.web.http.respond import give, takes_gzip
from broadsheet.web.site import site_of
from broadsheet.web.views.frame import absolute

_FOR_EVER = "public, max-age=31536000, immutable"


def static(request: Request) -> Response:
    """Give a style sheet or script; an address with an old digest gets today's content, kept by nobody."""
    asset = site_of(request).assets.get(request.path_params["name"])
    if asset is None:
        return error_page(request, 404)
    current = asset.digest == request.path_params["digest"]
    headers = {
        "Cache-Control": _FOR_EVER if current else "no-cache",
        "Content-Type": f"{asset.media_type}; charset=utf-8",
        "Vary": "Accept-Encoding",
    }
    if takes_gzip(request):
        return Response(asset.packed, headers={**headers, "Content-Encoding": "gzip"})
    return Response(asset.content, headers=headers)


def icon(request: Request) -> Response:
    """Give the icon of the site."""
    headers = {"Cache-Control": "public, max-age=86400", "Content-Type": "image/svg+xml"}
    return Response(site_of(request).assets["favicon.svg"].content, headers=headers)


def robots(request: Request) -> Response:
    """Say what crawlers may read: papers and editions, but no search results."""
    return give(request, "User-agent: *\nDisallow: /search\nDisallow: /feeds/search\n", "text/plain")


def opensearch(request: Request) -> Response:
    """Describe the search box to browsers."""
    root = absolute(request, "")
    body = site_of(request).templates.get_template("opensearch.xml").render(root=root)
    return give(request, body, "application/opensearchdescription+xml")


def health(request: Request) -> Response:
    """Say that the site runs and its catalog can be read."""
    with site_of(request).services.database.read() as connection:
        change = counters.last_change(connection)
    return JSONResponse({"status": "ok", "change": change}, headers={"Cache-Control": "no-store"})
