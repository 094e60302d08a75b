"""A server on loopback that behaves as services do, over real HTTP: it answers as it is told, and keeps a log."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in. `query` has the last value of each parameter; times are seconds of one clock."""

    host: str  # that the client meant
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    begun: float
    ended: list[float] = field(default_factory=list)  # when the answer was out


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered. `raw` writes to the socket by itself, for answers that are no proper HTTP."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: Callable[["BaseHTTPRequestHandler"], None] | None = None


Handler = Callable[[Asked], Reply]


class Upstream:
    """The server: `answer(host, handler)` says what a host answers, `script` what the next requests get before that.

    `routes` leads the door to it. Hosts that nobody answers for give 404.
    """

    def __init__(self) -> None:
        self.log: list[Asked] = []
        self.script: list[Reply | None] = []  # None: as usual
        self._handlers: dict[str, Handler] = {}
        upstream = self

        class _Server(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                upstream._serve(self)

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = _Quiet(("127.0.0.1", 0), _Server)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def routes(self) -> dict[str, str]:
        """For `Outside(routes=…)`: every host that is answered for, to this server."""
        return {f"https://{host}": self.origin for host in self._handlers}

    def answer(self, host: str, handler: Handler) -> None:
        """Answer for a host."""
        self._handlers[host] = handler

    def asked(self, host: str = "") -> list[Asked]:
        """Return the requests so far, of one host or of all."""
        return [one for one in self.log if not host or one.host == host]

    def _serve(self, request: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(request.path)
        length = int(request.headers.get("content-length") or 0)
        asked = Asked(
            request.headers.get("host", ""),
            request.command,
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): text for name, text in request.headers.items()},
            request.rfile.read(length),
            time.monotonic(),
        )
        self.log.append(asked)
        scripted = self.script.pop(0) if self.script else None
        handler = self._handlers.get(asked.host)
        reply = scripted or (handler(asked) if handler else Reply(b"nobody answers for this host", 404))
        try:
            if reply.raw:
                reply.raw(request)
                request.close_connection = True
            else:
                _write(request, reply)
        except OSError:
            request.close_connection = True  # the client went away
        asked.ended.append(time.monotonic())


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        pass  # clients that are killed are what tests are about


def _write(request: BaseHTTPRequestHandler, reply: Reply) -> None:
    request.send_response(reply.status)
    for name, text in reply.headers.items():
        request.send_header(name, text)
    if reply.status != 304:
        request.send_header("Content-Length", str(len(reply.body)))
    request.end_headers()
    if reply.status != 304:
        request.wfile.write(reply.body)
