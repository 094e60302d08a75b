"""The outermost layer: which hosts are served, how long an address may be, what every answer carries."""

import logging
import re
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from broadsheet.web.http.errors import error_page

log = logging.getLogger(__name__)

LONGEST_ADDRESS = 60_000  # characters, escapes included: more than any query that is read to its end

_HOST = re.compile(r"(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104  # compared with, not bound to

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}


class Guard:
    """ASGI middleware that refuses foreign hosts and endless addresses, and turns a crash into a page.

    A site on the loopback address serves only loopback names: a page elsewhere could
    otherwise point its own name at this machine and read the library (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, host: str, address: str = "") -> None:
        self._app = app
        bracketed = f"[{host}]" if ":" in host else host.lower()
        public = {_host_name(urlsplit(address).netloc.lower())} if address else set()
        self._hosts = frozenset() if host in _EVERYWHERE else _LOOPBACK | {bracketed} | public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sender = _Sender(send)
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, sender)
            return
        try:
            await self._app(scope, receive, sender)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("error reference=%s method=%s path=%r", reference, scope["method"], scope["path"][:200])
            if sender.started:
                raise
            await error_page(Request(scope), 500, reference=reference)(scope, receive, sender)

    def _refusal(self, scope: Scope) -> Response | None:
        host = Headers(scope=scope).get("host", "").lower()
        if not _HOST.fullmatch(host) or (self._hosts and _host_name(host) not in self._hosts):
            return error_page(Request(_without_host(scope)), 400, "This site is not served under that host name.")
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return error_page(Request({**scope, "query_string": b""}), 414)
        return None


class _Sender:
    """Adds the security headers, and knows whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def _host_name(host: str) -> str:
    """Return the host without its port."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def _without_host(scope: Scope) -> Scope:
    kept = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return {**scope, "headers": [*kept, (b"host", b"localhost")]}
