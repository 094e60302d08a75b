"""The edition whose first papers a digest shows as trending."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from broadsheet import links
from broadsheet.digests.window import Window
from broadsheet.model.digest import Rhythm
from broadsheet.model.edition import Edition, Item, Period
from broadsheet.store import editions
from broadsheet.store.database import Connection

PERIOD_OF: Mapping[Rhythm, Period] = {"daily": "day", "weekdays": "day", "weekly": "week", "monthly": "month"}
_LOOKED_AT = 60  # papers of an edition: as many as a reader may have seen before
_EDITIONS = 3


@dataclass(frozen=True, slots=True)
class Trending:
    """The first papers of an edition by key, each with why it stands there."""

    title: str = "Trending"
    address: str = links.EDITIONS
    keys: tuple[int, ...] = ()
    reasons: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def trending(connection: Connection, rhythm: Rhythm, window: Window) -> Trending:
    """Return what trends: the latest edition that closed within the window or the day before it, else the open one."""
    period = PERIOD_OF[rhythm]
    heads = editions.heads(connection, period, limit=_EDITIONS, before=window.until.date())
    closed = [one for one in heads if one.closed and one.last >= window.since.date()]
    still_open = [one for one in editions.heads(connection, period, limit=_EDITIONS) if not one.closed]
    for head in (*closed, *still_open):
        edition = editions.get(connection, head.id)
        if edition is not None and edition.items:
            return _of(edition)
    return Trending()


def among(trend: Trending, keys: Collection[int]) -> Trending:
    """Return what trends of these papers: since an edition was made, some may have been withdrawn."""
    return replace(trend, keys=tuple(key for key in trend.keys if key in keys))


def _of(edition: Edition) -> Trending:
    first = edition.items[:_LOOKED_AT]
    return Trending(
        f"Trending {_name(edition)}",
        links.edition(edition.id),
        tuple(one.key for one in first),
        {one.key: _why(one) for one in first},
    )


def _why(item: Item) -> tuple[str, ...]:
    parts = sorted((part for part in item.score.parts if part.value > 0), key=lambda part: -part.value)
    reasons = tuple(_lower(part.reason.rstrip(".")) for part in parts)
    picked = (f"picked by the curator: {item.line}" if item.line else "picked by the curator",) if item.picked else ()
    return picked + reasons or (f"place {item.rank} among all papers",)


def _lower(reason: str) -> str:
    return reason[:1].lower() + reason[1:] if not reason[:2].isupper() else reason


def _name(edition: Edition) -> str:
    if edition.period == "day":
        return f"on {_day(edition.first)}"
    if edition.period == "month":
        return f"in {edition.first:%B}"
    return f"in the week to {_day(edition.last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
