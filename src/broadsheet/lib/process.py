"""Who holds something across processes, and whether that process still lives."""

import os
import socket
import uuid

import psutil


def name_holder() -> str:
    """Return a new name for whoever takes hold of something in this process: `host/pid/start/random`."""
    started = psutil.Process().create_time()
    return f"{socket.gethostname()}/{os.getpid()}/{started:.2f}/{uuid.uuid4().hex[:12]}"


def is_gone(holder: str) -> bool:
    """Whether the holder's process is known to have ended; one on another machine never is."""
    host, _, rest = holder.partition("/")
    number, _, rest = rest.partition("/")
    started = rest.partition("/")[0]
    if host != socket.gethostname() or not number.isdigit():
        return False
    try:
        process = psutil.Process(int(number))
        return f"{process.create_time():.2f}" != started or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    except psutil.Error:
        return False
