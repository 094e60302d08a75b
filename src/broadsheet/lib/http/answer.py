"""What came back, and what is said of a request before it goes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.message import Message
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its address without keys, status, headers (names in lower case), body without compression.

    `kept` tells that the body is that of an earlier answer, which the service said to be still true.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    kept: bool = False

    @property
    def media_type(self) -> str:
        """The media type in lower case, without parameters; "" where none was given."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The charset that the service named, "" where none."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message.get_content_charset("")


@dataclass(frozen=True, slots=True)
class Rule:
    """How a host is treated.

    `interval`: seconds from the end of one answer to the next request, over all processes, which also
    means one connection. `attempts`: how often a request is sent before it counts as failed. `group`: a
    domain whose hosts are limited together, those too that have no rule of their own. `keeps`: whether
    answers are kept for the next time where they allow it, which is of no use where no address is asked for twice.
    """

    interval: float = 1.0
    attempts: int = 6
    backoff: float = 2.0  # seconds: the longest first wait before another attempt; doubles with each, to two minutes
    connect: float = 20.0  # seconds to a connection
    silence: float = 60.0  # seconds without a byte
    deadline: float = 300.0  # seconds for the whole answer
    group: str = ""
    keeps: bool = True


@dataclass(slots=True)
class Traffic:
    """What went over the wire: for reports and progress."""

    requests: int = 0
    retries: int = 0
    waited: float = 0.0  # seconds: politeness and what services asked for
    bytes: int = 0  # received, as they came
    kept: int = 0  # answers that were still true
    waits: list[str] = field(default_factory=list)  # why, for waits that a service caused; the first hundred


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds that Retry-After asks for, in both of its forms (RFC 9110 §10.2.3); None where it is absent.

    Without it, those until the end of a limit that the answer says is spent. A date is read against the
    answer's own Date where there is one: the clocks of the two sides may differ. `now` is in seconds since 1970.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    until = _time(text)
    if until is None:
        return spent_for(headers, now)
    return max(0.0, until - (_time(headers.get("date", "")) or now))


def spent_for(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds until a limit begins anew that X-RateLimit-Remaining says is spent; None where it is not.

    X-RateLimit-Reset has either a time, in seconds since 1970, or so many seconds from now.
    """
    reset = _seconds(headers.get("x-ratelimit-reset", "").strip()[:10])
    if headers.get("x-ratelimit-remaining", "").strip() != "0" or reset is None:
        return None
    return max(0.0, reset - (_time(headers.get("date", "")) or now)) if reset > 1_000_000_000 else reset


def freshness(headers: Mapping[str, str], now: float) -> float | None:
    """Return for how many seconds an answer may be used without asking (RFC 9111 §4.2); None: it may not be kept."""
    control = {
        name.strip().lower(): value.strip('" ')
        for name, _, value in (part.partition("=") for part in headers.get("cache-control", "").split(","))
    }
    if "no-store" in control:
        return None
    if "no-cache" in control or headers.get("vary", "").strip() == "*":
        return 0.0
    age = _seconds(headers.get("age", "")) or 0.0
    if (longest := _seconds(control.get("max-age", ""))) is not None:
        return max(0.0, longest - age)
    expires = _time(headers.get("expires", ""))
    if expires is not None:
        return max(0.0, expires - (_time(headers.get("date", "")) or now) - age)
    return 0.0


def _seconds(text: str) -> float | None:
    return float(text[:10]) if text.isascii() and text.isdigit() else None


def _time(text: str) -> float | None:
    try:
        moment = parsedate_to_datetime(text) if text else None
        return None if moment is None else moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
