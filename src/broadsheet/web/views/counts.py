"""What services count about a paper, and how fast it grows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from broadsheet.render.fragments import short_day
from broadsheet.store.growth import Growth
from broadsheet.web.names.words import SIGNAL_NAMES

_WEEK = timedelta(days=7)
_DAYS = frozenset({"pushed"})  # their value is a moment: seconds since 1970, UTC
_NO_COUNTS = _DAYS | {"fwci"}  # of which there is no more or less


@dataclass(frozen=True, slots=True)
class Count:
    """One count by one service. `since` is the day on which it had this value first."""

    name: str
    value: str
    source: str
    since: date
    growth: str = ""


def week_before(now: datetime) -> datetime:
    """Return the moment that counts are compared with."""
    return now - _WEEK


def view_counts(grown: Sequence[Growth], now: datetime) -> tuple[Count, ...]:
    """Build the rows of the table, in the order of SIGNAL_NAMES; what is not named there comes last."""
    order = {kind: place for place, kind in enumerate(SIGNAL_NAMES)}
    known = sorted(grown, key=lambda one: (order.get(one.kind, len(order)), one.kind, one.source))
    return tuple(
        Count(_name(one.kind), count_text(one.kind, one.value), one.source, one.seen.date(), growth_text(one, now))
        for one in known
    )


def count_text(kind: str, value: float) -> str:
    """Return a value as it is read: 1,234, 2.57, or 20 Nov 2026."""
    if kind in _DAYS:
        return short_day(datetime.fromtimestamp(value, UTC).date())
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def growth_text(one: Growth, now: datetime) -> str:
    """Return how a count moved: `+12 in 7 days`, `+3 since 18 Nov 2026`, or nothing."""
    moved = one.value - one.before
    if not moved or one.kind in _NO_COUNTS:
        return ""
    sign = "+" if moved > 0 else "\N{MINUS SIGN}"
    whole_week = one.before_seen <= week_before(now)
    return f"{sign}{abs(moved):,.0f} {'in 7 days' if whole_week else f'since {short_day(one.before_seen.date())}'}"


def _name(kind: str) -> str:
    return SIGNAL_NAMES.get(kind, kind.replace("_", " ").capitalize())
