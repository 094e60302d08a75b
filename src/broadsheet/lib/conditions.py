"""Whether a reader has an answer already (RFC 9110, section 13), and answers as they go over the wire."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

WORTH_PACKING = 1_400  # bytes: less fits into one packet anyway
_LEVEL = 3  # a third of a millisecond for a page; higher levels cost much and gain little
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)
_TAGS = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True, slots=True)
class Asked:
    """The headers of a request that bear on what is sent, empty where they are not given."""

    if_none_match: str = ""
    if_modified_since: str = ""
    accept_encoding: str = ""


def weak_tag(body: bytes) -> str:
    """Return a weak entity tag: the same text is sent with and without compression."""
    return f'W/"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'


def http_date(moment: datetime) -> str:
    """Write a moment as `Sat, 21 Nov 2026 12:00:00 GMT`."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def is_unchanged(asked: Asked, tag: str, modified: datetime | None = None) -> bool:
    """Whether the reader has what would be sent; tags are compared weakly, and decide alone where any are given.

    A date that cannot be read is no condition. `modified` is compared in whole seconds, as it was sent.
    """
    if asked.if_none_match:
        return asked.if_none_match.strip() == "*" or tag.removeprefix("W/") in _TAGS.findall(asked.if_none_match)
    since = _date(asked.if_modified_since)
    return modified is not None and since is not None and modified.replace(microsecond=0) <= since


def takes_gzip(asked: Asked) -> bool:
    """Whether the reader takes compressed answers."""
    return _GZIP.search(asked.accept_encoding) is not None


def packed(body: bytes) -> bytes:
    """Compress a body; the same body always gives the same bytes."""
    return gzip.compress(body, _LEVEL, mtime=0)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
