"""Connect to public addresses only: what is checked is the address connected to, after every redirect and look-up.

Names are looked up once for a connection and the connection goes to what was checked, so a
name that answers differently the next time (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
from collections.abc import Collection, Iterable
from typing import Any

import httpcore2

from broadsheet.errors import ForbiddenAddress, Unreachable

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class GuardedNetwork(httpcore2.NetworkBackend):
    """Opens connections to public addresses, and to the `allowed` (host, port) pairs wherever they lie."""

    def __init__(self, allowed: Collection[tuple[str, int]] = ()) -> None:
        self._allowed = frozenset(allowed)
        self._network = httpcore2.SyncBackend()

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
            return self._network.connect_tcp(host, port, timeout, local_address, socket_options)
        addresses = _look_up(host, port)
        for address in addresses:
            if not is_public(address):
                raise ForbiddenAddress(
                    f"{host} is at {address}, which is not on the public Internet. Broadsheet does not ask there."
                )
        failure: Exception | None = None
        for address in addresses:
            try:
                return self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore2.ConnectError(f"{host} has no address")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public Internet, also when it is wrapped into another kind of address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _look_up(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise Unreachable(
            f"{host} cannot be found: this machine is offline, or its name service is.", nameless=True
        ) from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
