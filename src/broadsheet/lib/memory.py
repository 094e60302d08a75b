"""Keep the memory of a process with many threads small."""

import ctypes
from contextlib import suppress

_M_ARENA_MAX = -8  # malloc.h
_ARENAS = 2


def share_arenas() -> None:
    """Let all threads take memory from two arenas of the allocator.

    glibc gives each of the first threads (eight for every core) an arena of its own, and
    none gives back what it once held: a server of many threads grows by hundreds of
    megabytes. Elsewhere than on glibc nothing happens.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Give memory that was freed back to the system, after work that took much of it; on glibc, elsewhere nothing."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
