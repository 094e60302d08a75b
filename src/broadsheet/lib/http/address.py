"""Addresses as the door uses them: whose host they are of, and where a redirect leads."""

import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode, urljoin, urlsplit, urlunsplit

from broadsheet.errors import ForbiddenAddress

_STANDING = "%/:=&?~#+!$,;'@()*[]"  # what quoting leaves as it is
_HOST = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}")
_USUAL = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """Return the host in lower case, without port."""
    return urlsplit(url).hostname or ""


def with_params(url: str, params: Mapping[str, str]) -> str:
    """Return the address with parameters behind those that it has."""
    if not params:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(params)}"


def place_of(origin: str) -> tuple[str, int]:
    """Return host and port of an origin."""
    parts = urlsplit(origin)
    return parts.hostname or "", parts.port or _USUAL.get(parts.scheme, 80)


def led_to(url: str, location: str) -> str:
    """Return where an answer from `url` leads, in its plainest form; ForbiddenAddress where that is no web address.

    `location` is as it came, its bytes as latin-1: services write what is not ASCII in it as they please.
    """
    try:
        parts = urlsplit(urljoin(url, quote(location.strip().encode("latin-1"), safe=_STANDING)))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise ForbiddenAddress(f"{host_of(url)} leads to {location[:200]!r}, which is no web address.") from None
    if parts.scheme not in _USUAL or not _HOST.fullmatch(host) or "@" in parts.netloc:
        raise ForbiddenAddress(f"{host_of(url)} leads to {location[:200]!r}, which is no web address.")
    if url.startswith("https:") and parts.scheme == "http":
        raise ForbiddenAddress(f"{host_of(url)} leads from https to http, which is refused.")
    place = f"[{host}]" if ":" in host else host
    if port is not None and port != _USUAL[parts.scheme]:
        place += f":{port}"
    return urlunsplit((parts.scheme, place, parts.path or "/", parts.query, ""))
