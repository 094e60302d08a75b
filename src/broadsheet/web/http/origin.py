"""From which site a browser was led here."""

from urllib.parse import urlsplit

from starlette.requests import Request

from broadsheet.web.site import site_of


def is_foreign(request: Request) -> bool:
    """Whether a page of another site sent this; programs that are no browsers name no site."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    return site not in ("same-origin", "none") or (origin is not None and not _is_ours(request, origin))


def came_from(request: Request) -> str:
    """Return the local address of the page that this was sent from, empty where that is not known."""
    referer = request.headers.get("referer", "")
    if not referer or not _is_ours(request, referer):
        return ""
    parts = urlsplit(referer)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _is_ours(request: Request, address: str) -> bool:
    public = site_of(request).services.settings.address
    return _host_of(address) in {request.headers.get("host", "").lower(), _host_of(public)} - {""}


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""  # no address at all
