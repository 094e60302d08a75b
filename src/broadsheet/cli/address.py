"""The address that the server listens on."""

import errno
import ipaddress
import socket

from broadsheet.errors import AlreadyRunning, SettingsError


def listen(host: str, port: int) -> socket.socket:
    """Listen on host and port; AlreadyRunning where the port is taken, SettingsError where they cannot be used."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=1_024)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AlreadyRunning(
                f"Port {port} on {host} is taken by another program. Choose another with --port or BROADSHEET_PORT; "
                "0 takes any free one."
            ) from error
        raise SettingsError(
            f"Cannot listen on {host} port {port}: {error.strerror or error}. Look at BROADSHEET_HOST and "
            "BROADSHEET_PORT; ports below 1024 need special rights."
        ) from error
    # Accepted connections inherit it. asyncio sets it only on sockets that name their protocol, and without it every
    # answer of two writes waits 40 ms for the reader's acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address to put into a browser on this machine."""
    host, port = listening.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def is_only_here(listening: socket.socket) -> bool:
    """Whether nothing but this machine can reach it."""
    return ipaddress.ip_address(listening.getsockname()[0]).is_loopback
