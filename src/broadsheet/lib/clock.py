"""The current time: the only place that asks for it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

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
