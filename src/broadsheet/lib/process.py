"""Who holds something across processes, and whether that process still lives."""

import os
import socket
import uuid
from pathlib import Path

import psutil

_STAT = "/proc/{}/stat"
_BOOT = Path("/proc/sys/kernel/random/boot_id")


def name_holder() -> str:
    """Return a new name for whoever takes hold of something in this process: `host/pid/start/random`."""
    return f"{socket.gethostname()}/{os.getpid()}/{_started(os.getpid())}/{uuid.uuid4().hex[:12]}"


def is_gone(holder: str) -> bool:
    """Whether the holder's process is known to have ended; one on another machine never is."""
    host, _, rest = holder.partition("/")
    number, _, rest = rest.partition("/")
    started = rest.partition("/")[0]
    if host != socket.gethostname() or not number.isdigit():
        return False
    try:
        return _started(int(number)) != started or psutil.Process(int(number)).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    except psutil.Error:
        return False


def _started(pid: int) -> str:
    """Return when a process began: on Linux in ticks since which boot, which no setting of the clock moves.

    Elsewhere it is psutil's time of day; on Linux that time is reckoned back from the clock, and jumps with it.
    """
    try:
        # The name of the program, in brackets, may hold blanks and brackets.
        ticks = Path(_STAT.format(pid)).read_bytes().rpartition(b")")[2].split()[19].decode()
        return f"{ticks}@{_BOOT.read_text()[:8]}"
    except (OSError, IndexError):
        return f"{psutil.Process(pid).create_time():.2f}"
