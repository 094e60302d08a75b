"""`broadsheet`, all of it, in a process that says on standard error whom it asks outside this machine."""

import ipaddress
import sys

from broadsheet.cli.main import main

_LOCAL = frozenset({"", "localhost", None})


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Tell of names that are looked up and addresses that are connected to, if they are not of this machine."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not is_here(host):
        sys.stderr.write(f"OUTSIDE {event} {host}\n")


def is_here(host: object) -> bool:
    """Whether this names the machine itself."""
    try:
        return host in _LOCAL or ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


if __name__ == "__main__":
    sys.addaudithook(watch)
    main()
