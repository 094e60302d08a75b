"""The outbound door: one request at a time to a host, in its turn, guarded, limited, tried again with patience.

Every source gets a Door and asks through it; tests hand in one whose `routes` lead to their own server.
"""

import logging
import ssl
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from types import MappingProxyType, TracebackType
from typing import Self, TypeVar
from urllib.parse import urlsplit, urlunsplit

import httpcore2
import orjson
import tenacity

from broadsheet import __version__
from broadsheet.errors import (
    BadAnswer,
    ForbiddenAddress,
    HeldOff,
    Refused,
    SettingsError,
    Unreachable,
    UpstreamError,
)
from broadsheet.lib.clock import epoch_ms
from broadsheet.lib.http.address import host_of, led_to, place_of, with_params
from broadsheet.lib.http.answer import Answer, Rule, Traffic, freshness, retry_after
from broadsheet.lib.http.body import read_body
from broadsheet.lib.http.guard import GuardedNetwork
from broadsheet.lib.http.pace import Memory, Pace, Remembered

log = logging.getLogger(__name__)

LARGEST = 64 << 20  # bytes of an answer
LONGEST_WAIT = 900.0  # seconds that a service may make us wait before the harvest is put off

_LONGEST_WISH = 86_400.0  # seconds that are believed: a day on, the service may be asked whether it still means it
_T = TypeVar("_T")
_REDIRECTS = 5
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 522, 524})
_MAY_SAY_WHEN = _AGAIN | {403}  # GitHub forbids whom it wants to wait
_MOVED = frozenset({301, 302, 303, 307, 308})
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_RULES: Mapping[str, Rule] = MappingProxyType({})


def identify(contact: str) -> str:
    """Return the User-Agent: who asks, and whom to write to."""
    return f"Broadsheet/{__version__} (reads papers for one library{f'; mailto:{contact}' if contact else ''})"


class Door:
    """Asks services. `sleep` waits, and may raise Stopped; `routes` maps origins to others that are asked instead.

    `traffic` counts; `on_wait` is told seconds and reason before each wait that a service caused.
    """

    def __init__(
        self,
        *,
        pace: Pace,
        sleep: Callable[[float], None],
        contact: str = "",
        rules: Mapping[str, Rule] = _NO_RULES,
        memory: Memory | None = None,
        routes: Mapping[str, str] = _NOTHING,
        on_wait: Callable[[float, str], None] | None = None,
    ) -> None:
        self.traffic = Traffic()
        self._pace, self._sleep, self._memory, self._on_wait = pace, sleep, memory, on_wait
        self._rules, self._routes = rules, dict(routes)
        self._agent = identify(contact)
        self._network = GuardedNetwork([place_of(route) for route in self._routes.values()])
        self._pool = httpcore2.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            network_backend=self._network,
            max_connections=8,
            keepalive_expiry=30.0,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def get(
        self,
        url: str,
        read: Callable[[Answer], _T],
        *,
        params: Mapping[str, str] = _NOTHING,
        headers: Mapping[str, str] = _NOTHING,
        secret: Mapping[str, str] = _NOTHING,
        largest: int = LARGEST,
        spend: Callable[[], None] | None = None,
    ) -> _T:
        """Ask for an address and return what `read` makes of the answer.

        `read` raises BadAnswer where the answer is broken or something else than was asked for (a page
        of HTML, half a document), which is then asked for again as if the connection had failed.
        `secret` parameters and `headers` go to the first host only and stand in no log, message or cache.
        `spend` is called before every request that is sent, repeated ones too, and may raise BudgetSpent.
        Raises UpstreamError; the answer's own refusals (404 …) as Refused with their status.
        """
        return self._ask(_Request("GET", with_params(url, params), dict(headers), secret, None, spend), read, largest)

    def post(
        self,
        url: str,
        body: object,
        read: Callable[[Answer], _T],
        *,
        params: Mapping[str, str] = _NOTHING,
        headers: Mapping[str, str] = _NOTHING,
        secret: Mapping[str, str] = _NOTHING,
        spend: Callable[[], None] | None = None,
    ) -> _T:
        """Send a body as JSON, which must be a question and change nothing; else as `get`."""
        sent = {"Content-Type": "application/json", **headers}
        request = _Request("POST", with_params(url, params), sent, secret, orjson.dumps(body), spend)
        return self._ask(request, read, LARGEST)

    def _ask(self, request: "_Request", read: Callable[[Answer], _T], largest: int) -> _T:
        rule = self._rule(request.url)
        retrying = tenacity.Retrying(
            stop=lambda state: state.attempt_number >= rule.attempts or _nobody_there(state),
            wait=_patience(rule.backoff),
            retry=tenacity.retry_if_exception(_worth_another_try),
            sleep=self._rest,
            before_sleep=self._tell,
            reraise=True,
        )
        result: _T = retrying(self._once, request, read, largest)
        return result

    def _once(self, request: "_Request", read: Callable[[Answer], _T], largest: int) -> _T:
        remembered = self._memory.recall(request.url) if self._memory and request.method == "GET" else None
        if remembered:
            # What a former program kept, and this one cannot read, would else come back for ever.
            with suppress(_Unreadable):
                return self._once_known(request, remembered, read, largest)
        answer = self._follow(request, largest)
        if answer.status == 304:
            raise BadAnswer(f"{host_of(request.url)} says that nothing changed since an answer we never had")
        return self._understood(request, answer, read)

    def _once_known(
        self, request: "_Request", remembered: Remembered, read: Callable[[Answer], _T], largest: int
    ) -> _T:
        known = remembered.answer
        if not remembered.fresh:
            answer = self._follow(request.on_condition(known), largest)
            if answer.status != 304:
                return self._understood(request, answer, read)
            # What is said about the answer is said anew: limits, dates (RFC 9111 §3.2).
            known = replace(known, headers={**known.headers, **answer.headers})
        try:
            result = read(known)
        except BadAnswer as error:
            raise _Unreadable from error
        self.traffic.kept += 1
        return result

    def _understood(self, request: "_Request", answer: Answer, read: Callable[[Answer], _T]) -> _T:
        result = read(answer)
        # Kept only once it was understood: a broken answer must not be believed a second time.
        if request.method == "GET":
            self._keep(answer)
        return result

    def _keep(self, answer: Answer) -> None:
        fresh_for = freshness(answer.headers, epoch_ms() / 1000)
        validators = answer.headers.get("etag") or answer.headers.get("last-modified")
        if self._memory and self._rule(answer.url).keeps and fresh_for is not None and (fresh_for or validators):
            self._memory.keep(answer, fresh_for)

    def _follow(self, request: "_Request", largest: int) -> Answer:
        """Send a request and follow where it is led; raise for all that is no success."""
        secrets = request.secrets()
        for _ in range(_REDIRECTS + 1):
            answer = self._send(request, largest)
            if answer.status not in _MOVED or "location" not in answer.headers:
                return self._judged(answer, secrets)
            request = request.moved(answer.headers["location"], answer.status)
        raise Refused(f"{host_of(request.url)} leads in circles: more than {_REDIRECTS} redirects.", 310)

    def _send(self, request: "_Request", largest: int) -> Answer:
        host, rule = host_of(request.url), self._rule(request.url)
        timeout = {"connect": rule.connect, "read": rule.silence, "write": rule.silence, "pool": rule.silence}
        headers: dict[bytes | str, bytes | str] = {
            "User-Agent": self._agent, "Accept-Encoding": "gzip", "Accept": "*/*", "Host": urlsplit(request.url).netloc,
        }  # fmt: skip
        headers.update(request.headers)
        _check(headers, host)
        longest = rule.connect + rule.deadline + rule.silence
        with self._pace.turn(rule.group or host, rule.interval, longest) as waited:
            self.traffic.waited += waited
            if request.spend:
                request.spend()
            self.traffic.requests += 1
            self._network.allow(rule.connect + rule.deadline)
            try:
                address = self._routed(with_params(request.url, request.secret))
                with self._pool.stream(
                    request.method, address, headers=headers, content=request.body, extensions={"timeout": timeout}
                ) as response:
                    got = {name.decode("latin-1").lower(): text.decode("latin-1") for name, text in response.headers}
                    body, received = read_body(
                        response.iter_stream(),
                        got.get("content-encoding", ""),
                        largest=largest,
                        deadline=rule.deadline,
                    )
                    status = response.status
            except httpcore2.ConnectError as error:
                raise Unreachable(f"{host} cannot be reached: {_words(error)}.") from error
            except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError) as error:
                raise Unreachable(f"The connection to {host} broke: {_words(error)}.") from error
            except httpcore2.UnsupportedProtocol as error:
                raise ForbiddenAddress(f"{host} leads to an address that is neither http nor https.") from error
        self.traffic.bytes += received
        log.debug("asked method=%s url=%s status=%d bytes=%d", request.method, request.url, status, received)
        return Answer(request.url, status, got, body)

    def _judged(self, answer: Answer, secrets: Collection[str]) -> Answer:
        host = host_of(answer.url)
        if answer.status in (200, 304):
            return answer
        said = _said(answer, secrets)
        wait = retry_after(answer.headers, epoch_ms() / 1000) if answer.status in _MAY_SAY_WHEN else None
        if answer.status in _AGAIN or (answer.status == 403 and wait is not None):
            if wait is not None:
                wait = min(wait, _LONGEST_WISH)
                self._pace.hold_off(self._rule(answer.url).group or host, wait)
                if wait > LONGEST_WAIT:
                    raise HeldOff(f"{host} asks not to be asked for {wait / 60:.0f} minutes ({said}).", wait)
            raise _Busy(f"{host} answered {said}.", answer.status, wait)
        raise Refused(f"{host} answered {said}.", answer.status)

    def _rule(self, url: str) -> Rule:
        host = host_of(url)
        # A service may lead to another of its hosts, which is limited with it though nobody named it.
        kin = (rule for rule in self._rules.values() if rule.group and f".{host}".endswith(f".{rule.group}"))
        return self._rules.get(host) or next(kin, _DEFAULT)

    def _routed(self, url: str) -> str:
        parts = urlsplit(url)
        route = self._routes.get(f"{parts.scheme}://{parts.netloc}")
        return urlunsplit((*urlsplit(route)[:2], *parts[2:4], "")) if route else urlunsplit((*parts[:4], ""))

    def _rest(self, seconds: float) -> None:
        self.traffic.waited += seconds
        self._sleep(seconds)

    def _tell(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        seconds = state.next_action.sleep if state.next_action else 0.0
        self.traffic.retries += 1
        if len(self.traffic.waits) < 100:
            self.traffic.waits.append(str(error))
        log.info("trying again in %.1f s: %s", seconds, error)
        if self._on_wait:
            self._on_wait(seconds, str(error))


_DEFAULT = Rule()


class _Busy(BadAnswer):
    """The service is busy, and may have said for how long."""

    def __init__(self, message: str, status: int, wait: float | None) -> None:
        super().__init__(message)
        self.wait = wait
        self.too_fast = status in (403, 425, 429)


class _Unreadable(Exception):
    """A kept answer cannot be read."""


@dataclass(frozen=True, slots=True)
class _Request:
    """A request as it goes to one host."""

    method: str
    url: str
    headers: dict[str, str]
    secret: Mapping[str, str]
    body: bytes | None
    spend: Callable[[], None] | None

    def secrets(self) -> list[str]:
        """Return what of it must stand in no message, the longest first."""
        private = [text for name, text in self.headers.items() if name not in _HARMLESS]
        words = {*self.secret.values(), *private, *(text.rpartition(" ")[2] for text in private)}
        return sorted(words - {""}, key=len, reverse=True)

    def on_condition(self, known: Answer) -> "_Request":
        """Return the request for an answer only if it is another than the known one."""
        headers = dict(self.headers)
        if etag := known.headers.get("etag"):
            headers["If-None-Match"] = etag
        if changed := known.headers.get("last-modified"):
            headers["If-Modified-Since"] = changed
        return replace(self, headers=headers)

    def moved(self, location: str, status: int) -> "_Request":
        """Return the request at the address that an answer led to."""
        url = led_to(self.url, location)
        keeps = status in (307, 308) or self.method == "GET"
        same = urlsplit(self.url)[:2] == urlsplit(url)[:2]
        headers = self.headers if same else {name: text for name, text in self.headers.items() if name in _HARMLESS}
        moved = replace(self, url=url, headers=headers, secret=self.secret if same else {})
        return moved if keeps else replace(moved, method="GET", body=None)


_HARMLESS = frozenset({"Accept", "Content-Type", "If-None-Match", "If-Modified-Since"})


def _patience(backoff: float) -> Callable[[tenacity.RetryCallState], float]:
    """Wait as long as the service asked for; where it did not say, exponentially longer with full jitter."""
    jittered = tenacity.wait_random_exponential(multiplier=backoff, max=60 * backoff)

    def patience(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, _Busy) else None
        return asked or backoff / 4 + jittered(state)

    return patience


def _nobody_there(state: tenacity.RetryCallState) -> bool:
    """Whether the name was not found twice: who is offline should hear it soon."""
    error = state.outcome.exception() if state.outcome else None
    return isinstance(error, Unreachable) and error.nameless and state.attempt_number > 1


def _worth_another_try(error: BaseException) -> bool:
    return isinstance(error, UpstreamError) and not error.permanent


def _said(answer: Answer, secrets: Collection[str]) -> str:
    """Return status and, where it is short text, the first words of the body, without secrets that it repeats."""
    text = " ".join(answer.body[:2_000].decode("utf-8", "replace").split())
    for secret in secrets:
        text = text.replace(secret, "…")
    shown = "" if "<" in text or not text.isprintable() else text[:200]
    return f"{answer.status}{f': {shown}' if shown else ''}"


def _check(headers: Mapping[bytes | str, bytes | str], host: str) -> None:
    """Raise SettingsError for a header that cannot be sent, without saying what is in it: it may be a key."""
    for name, value in headers.items():
        if not (isinstance(value, str) and value.isascii() and value.isprintable()):
            raise SettingsError(
                f"{name!s} for {host} holds a character that no header may have. Check the setting that it comes from: "
                "a key or a contact must be one line of plain letters, digits and signs."
            )


def _words(error: Exception) -> str:
    return str(error) or {"ReadTimeout": "no answer in time", "ConnectTimeout": "no connection in time"}.get(
        type(error).__name__, type(error).__name__
    )
