"""Records before they are understood: as they came, and what could not be taken in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """What a service counts about a paper at the moment: upvotes, comments, stars, citations …"""

    kind: str
    value: float


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record exactly as it stood in its source.

    `format` names the adapter that understands it (a key of `harvest.files.ADAPTERS`),
    `payload` its bytes, `origin` the file or address, `position` the line (or record
    number, as the format counts) where it began, and `unit` which of the two that is.
    `readings` came with it and are no part of it: a record is the same when only they moved.
    """

    format: str
    payload: bytes
    origin: str
    position: int
    unit: str = "line"
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record, or the rest of a file, that was not taken in, and why."""

    origin: str
    position: int
    unit: str  # "line", "record" or "byte": what `position` counts
    reason: str
