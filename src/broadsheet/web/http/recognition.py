"""The layer that finds out who asks, lets nobody in where reading needs an account, and keeps answers private."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from broadsheet import links
from broadsheet.accounts.network import address_behind, is_proxy
from broadsheet.accounts.recognition import Known, by_session, by_token
from broadsheet.accounts.secret import fresh
from broadsheet.errors import StoreError
from broadsheet.services import Services
from broadsheet.store import secrets
from broadsheet.web.http.cookies import CookieNames, cookie_names
from broadsheet.web.http.errors import sign_in_first, unavailable
from broadsheet.web.http.visitor import AT_THE_MACHINE, NOBODY, By, FormKey, SignInNeeded, Visitor, holder_of, introduce

# What is there for everybody even where reading needs an account.
_OPEN = (
    *(links.SIGN_IN, links.REGISTER, links.FORGOTTEN, "/invitations/", "/registrations/", "/passwords/", "/addresses/"),
    *("/static/", "/unsubscribe/", "/confirm/", links.THEME, links.HEALTH, links.ICON, "/favicon.ico", links.ROBOTS),
)
_FEEDS = f"{links.FEEDS}/"
# Pages of one reader: kept by no browser, to be gone back to after signing out.
_OWN = (links.FOR_YOU, links.FOLLOWS, links.SAVED, links.DIGESTS)
_LONGEST_TOKEN = 200  # characters


class Recognition:
    """ASGI middleware. In local mode whoever asks is the one at the machine."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services
        self._group = services.settings.mode == "group"
        self._closed = self._group and services.settings.reading == "accounts"
        self._cookies = cookie_names(services.settings)
        self._secret = b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not self._group:
            if scope["type"] == "http":
                introduce(scope, AT_THE_MACHINE, None)
            await self._app(scope, receive, send)
            return
        try:
            refusal, key = await run_in_threadpool(self._meet, scope)
        except StoreError as error:
            introduce(scope, NOBODY, None)
            await unavailable(Request(scope), error)(scope, receive, send)
            return
        sender = _PrivateSender(send, self._cookies, key, own=scope["path"].startswith(_OWN))
        await (refusal or self._app)(scope, receive, sender)

    def _meet(self, scope: Scope) -> tuple[Response | None, FormKey]:
        """Find out who asks; return also an answer where that is all that they get."""
        headers, settings = Headers(scope=scope), self._services.settings
        peer = (scope.get("client") or ("", 0))[0]
        address = address_behind(peer, ", ".join(headers.getlist("x-forwarded-for")), settings.proxies)
        if is_proxy(peer, settings.proxies) and headers.get("x-forwarded-proto") in ("http", "https"):
            scope["scheme"] = headers["x-forwarded-proto"]
        visitor, refusal, key = self._visitor(scope, headers, address)
        introduce(scope, visitor, key)
        if refusal is None and visitor.reader is None and self._closed and not _is_open(scope["path"]):
            refusal = _sign_in(scope)
        return refusal, key

    def _visitor(self, scope: Scope, headers: Headers, address: str) -> tuple[Visitor, Response | None, FormKey]:
        database, now = self._services.database, self._services.clock()
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            # Who asks in the name of a token is known by that alone: cookies are not looked at.
            known = by_token(database, given.strip()[:_LONGEST_TOKEN], now)
            refusal = _without_scope(scope, known)
            return _by("token", known, address), refusal, FormKey(self._key(), "")
        cookies = cookie_parser("; ".join(headers.getlist("cookie")))
        held = cookies.get(self._cookies.session, "")
        if held and (known := by_session(database, held[:_LONGEST_TOKEN], now, address)):
            return _by("session", known, address), None, FormKey(self._key(), holder_of(held))
        visit = cookies.get(self._cookies.visit, "")
        made = "" if visit else fresh()
        key = FormKey(self._key(), holder_of(visit or made), fresh=made)
        given = Request(scope).query_params.get("key", "") if _is_feed(scope) else ""
        if given:
            known = by_token(database, given[:_LONGEST_TOKEN], now)
            if known is None or "feeds" not in known.scopes:
                return _nobody(address), _say(401, "This key is none, or not one for feeds."), key
            return _by("key", known, address), None, key
        return _nobody(address), None, key

    def _key(self) -> bytes:
        self._secret = self._secret or secrets.get(self._services.database, "forms")
        return self._secret


class _PrivateSender:
    """Keeps what is made for one reader out of the caches of others, and hands a browser what its forms need."""

    def __init__(self, send: Send, cookies: CookieNames, key: FormKey, *, own: bool) -> None:
        self._send, self._cookies, self._key, self._own = send, cookies, key, own

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            kept = headers.get("cache-control", "")
            if not kept.startswith("public"):
                if self._own:
                    headers["Cache-Control"] = "no-store"
                elif "private" not in kept and "no-store" not in kept:
                    headers["Cache-Control"] = f"private, {kept}" if kept else "private, no-cache"
                varies = [part.strip() for part in headers.get("vary", "").split(",") if part.strip()]
                headers["Vary"] = ", ".join(dict.fromkeys([*varies, "Cookie", "Authorization"]))
            if self._key.asked and self._key.fresh:
                headers.append("Set-Cookie", self._cookies.set_visit(self._key.fresh))
        await self._send(message)


def _by(by: By, known: Known | None, address: str) -> Visitor:
    if known is None:
        return _nobody(address)
    return Visitor(by, known.reader, session=known.session, scopes=known.scopes, address=address)


def _nobody(address: str) -> Visitor:
    return Visitor("nobody", address=address)


def _is_feed(scope: Scope) -> bool:
    return bool(scope["path"].startswith(_FEEDS)) and scope["method"] in ("GET", "HEAD")


def _is_open(path: str) -> bool:
    return any(path == one or (one.endswith("/") and path.startswith(one)) for one in _OPEN)


def _without_scope(scope: Scope, known: Known | None) -> Response | None:
    """Return a refusal where a token is none, or not one for this."""
    if known is None:
        return _say(401, "This token is none, or no longer one.", 'Bearer error="invalid_token"')
    needed = "read" if scope["method"] in ("GET", "HEAD") else "write"
    if needed in known.scopes or (_is_feed(scope) and "feeds" in known.scopes):
        return None
    return _say(403, f"This needs a token with the scope {needed}.", 'Bearer error="insufficient_scope"')


def _sign_in(scope: Scope) -> Response:
    if scope["path"].startswith(links.FEEDS):
        return _say(401, "Feeds of this library need a key: make a token for feeds on your account's page.", "Bearer")
    return sign_in_first(Request(scope), SignInNeeded())


def _say(status: int, sentence: str, challenge: str = "") -> Response:
    headers = {"Cache-Control": "no-store"} | ({"WWW-Authenticate": challenge} if challenge else {})
    return PlainTextResponse(f"{sentence}\n", status_code=status, headers=headers)
