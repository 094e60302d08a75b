"""The current time: the only place that asks for it. And the clocks of a time zone."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def epoch_ms() -> int:
    """Return the current time in ms since 1970."""
    return time.time_ns() // 1_000_000


def stopwatch() -> Callable[[], float]:
    """Start measuring; calling the result gives the seconds since, from a clock that never steps back."""
    start = time.perf_counter()
    return lambda: time.perf_counter() - start


def clocks_of(zone: str) -> tzinfo:
    """Return the clocks of a zone; those of UTC where this system does not know it any more."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
