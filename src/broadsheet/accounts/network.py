"""Where a request comes from, as far as that can be believed."""

import ipaddress
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address

_OF_ONE = 64  # bits of an IPv6 address that one household or office has for itself


def address_behind(peer: str, forwarded: str, proxies: Sequence[str]) -> str:
    """Return the address that asks: the last one in X-Forwarded-For that no trusted proxy has, else the peer's."""
    trusted = [ipaddress.ip_network(proxy) for proxy in proxies]
    address = peer
    for said in reversed([part.strip() for part in forwarded.split(",") if part.strip()]):
        if not _is_among(address, trusted):
            return address
        if _read(said) is None:
            return address
        address = str(_read(said))
    return address


def is_proxy(peer: str, proxies: Sequence[str]) -> bool:
    """Whether a proxy that is trusted asks."""
    return _is_among(peer, [ipaddress.ip_network(proxy) for proxy in proxies])


def network_of(address: str) -> str:
    """Return by what tries are counted: an IPv4 address, or the first 64 bits of an IPv6 one."""
    read = _read(address)
    if read is None:
        return address[:100]
    return str(ipaddress.ip_network((read, _OF_ONE), strict=False)) if read.version == 6 else str(read)


def _is_among(address: str, networks: "Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]") -> bool:
    read = _read(address)
    return read is not None and any(read in network for network in networks if network.version == read.version)


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        read = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return (read.ipv4_mapped or read) if isinstance(read, IPv6Address) else read
