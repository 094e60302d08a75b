"""Connect to public addresses only: what is checked is the address connected to, after every redirect and look-up.

Names are looked up once for a connection and the connection goes to what was checked, so a
name that answers differently the next time (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Collection, Iterable
from typing import Any

import httpcore2

from broadsheet.errors import ForbiddenAddress, Unreachable
from broadsheet.lib.clock import stopwatch

_LONG = 3_600.0  # seconds
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class GuardedNetwork(httpcore2.NetworkBackend):
    """Opens connections to public addresses, and to the `allowed` (host, port) pairs wherever they lie."""

    def __init__(self, allowed: Collection[tuple[str, int]] = ()) -> None:
        self._allowed = frozenset(allowed)
        self._network = httpcore2.SyncBackend()
        self._seconds: Callable[[], float] = lambda: _LONG

    def allow(self, seconds: float) -> None:
        """Let the next request take so many seconds in all, from looking up its host to its last byte."""
        elapsed = stopwatch()
        self._seconds = lambda: seconds - elapsed()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first of the host's addresses that answers; ForbiddenAddress where one is not public."""
        if (host, port) in self._allowed:
            return self._connect(host, port, timeout, local_address, socket_options)
        addresses = _look_up(host, port)
        for address in addresses:
            if not is_public(address):
                raise ForbiddenAddress(
                    f"{host} is at {address}, which is not on the public Internet. Broadsheet does not ask there."
                )
        failure: Exception | None = None
        for address in addresses:
            try:
                return self._connect(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore2.ConnectError(f"{host} has no address")

    def _connect(self, host: str, port: int, timeout: float | None, *options: Any) -> httpcore2.NetworkStream:
        left = self._left(timeout, httpcore2.ConnectTimeout)
        return _TimedStream(self._network.connect_tcp(host, port, left, *options), self._left)

    def _left(self, timeout: float | None, too_late: type[Exception]) -> float:
        """Return the seconds that a step may take; raise `too_late` where none are left."""
        seconds = min(self._seconds(), _LONG if timeout is None else timeout)
        if seconds <= 0:
            raise too_late
        return seconds


class _TimedStream(httpcore2.NetworkStream):
    """A connection on which what may be slow is a whole request, and not only each of its bytes."""

    def __init__(self, inner: httpcore2.NetworkStream, left: Callable[[float | None, type[Exception]], float]) -> None:
        self._inner, self._left = inner, left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there, in the time that is left."""
        return self._inner.read(max_bytes, self._left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write it all, in the time that is left."""
        self._inner.write(buffer, self._left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Go on encrypted."""
        left = self._left(timeout, httpcore2.ConnectTimeout)
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, left), self._left)

    def get_extra_info(self, info: str) -> Any:
        """Return what is known of the connection."""
        return self._inner.get_extra_info(info)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public Internet, also when it is wrapped into another kind of address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _look_up(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise Unreachable(
            f"{host} cannot be found: this machine is offline, or its name service is.", nameless=True
        ) from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
