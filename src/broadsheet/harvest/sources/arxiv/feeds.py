"""arXiv's RSS as a second opinion: what it announced today, held against what OAI-PMH brought.

A harvest never fails for it. Feeds are made anew at midnight US Eastern and hold one announcement: that of the
evening before. Each is one request, and arXiv cuts it at 2,000 entries.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from broadsheet.errors import BadAnswer, UpstreamError
from broadsheet.harvest.files.fields.announcements import announcement_for, last_announcement
from broadsheet.harvest.files.fields.dates import parse_day
from broadsheet.harvest.sources.arxiv.sets import ALL_FEEDS, feed_name
from broadsheet.harvest.sources.arxiv.xml import local, parse_answer, texts
from broadsheet.harvest.sources.base import Asking, Page
from broadsheet.lib.http.answer import Answer
from broadsheet.model.ids import parse_arxiv_id

ADDRESS = "https://rss.arxiv.org/rss/"

_SHOWN = 5  # ids in a sentence
_MANY = 10  # entries, below which a share says little
_DAY = timedelta(days=1)
_MADE_AFTER = timedelta(hours=6)  # at midnight, four hours behind the announcement, and then some


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the paper, its version, and what was announced (new, cross, replace, replace-cross, absonly)."""

    arxiv_id: str
    version: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Batch:
    """One feed: the day it is of (US Eastern), its entries, and the weekdays on which it says that it is empty."""

    day: date
    entries: Sequence[Entry]
    skipped_days: Collection[str] = ()


def read(answer: Answer) -> Batch:
    """Read a feed; BadAnswer where it is broken or has no day."""
    root = parse_answer(answer.body, ("rss",), "an RSS feed")
    channel = next((child for child in root if local(child) == "channel"), None)
    if channel is None:
        raise BadAnswer("an RSS feed came without a channel")
    entries = [entry for child in channel if local(child) == "item" and (entry := _entry(texts(child)))]
    skipped = [day.text or "" for child in channel if local(child) == "skipDays" for day in child]
    return Batch(_day_of(channel), entries, skipped)


def _entry(fields: dict[str, str]) -> Entry | None:
    found = parse_arxiv_id(fields.get("guid", "")) or parse_arxiv_id(fields.get("link", ""))
    return Entry(found.id, found.version, fields.get("announce_type", "").strip()) if found else None


def _day_of(channel: Any) -> date:
    said = [texts(channel), *(texts(child) for child in channel if local(child) == "item")]
    days = [day for fields in said if (day := parse_day(fields.get("pubDate")))]
    if not days:
        raise BadAnswer("an RSS feed came without a day")
    return max(days)


def cross_check(asking: Asking, newest: date | None) -> Iterator[Page]:
    """Yield a page of notes for every feed of the harvest's sets; `newest` is OAI-PMH's latest datestamp."""
    sets = asking.wanted.sets
    for name in ["+".join(dict.fromkeys(map(feed_name, sets)))] if sets else ALL_FEEDS:
        scope = f"rss {name}"
        try:
            batch = asking.door.get(f"{ADDRESS}{name}", read)
        except UpstreamError as error:
            yield Page(notes=[f"RSS could not be held against OAI-PMH: {error}"])
            return
        known = asking.known([f"arxiv:{entry.arxiv_id}" for entry in batch.entries])
        before = asking.cursor(scope) or {}
        notes = [
            *missing(name, batch, known),
            *stale(name, batch, asking.now(), newest),
            *repeated(name, batch, before),
        ]
        new = [entry.arxiv_id for entry in batch.entries if entry.kind == "new"]
        yield Page(scope=scope, cursor={"day": batch.day.isoformat(), "new": new}, notes=notes)


def missing(name: str, batch: Batch, known: Collection[str]) -> list[str]:
    """Say which papers of the feed the library has not got."""
    absent = [entry.arxiv_id for entry in batch.entries if f"arxiv:{entry.arxiv_id}" not in known]
    if not absent:
        return []
    some = ", ".join(absent[:_SHOWN]) + (" …" if len(absent) > _SHOWN else "")
    return [
        f"RSS of {_short(name)} lists {len(absent):,} of {len(batch.entries):,} papers that OAI-PMH has not "
        f"brought yet: {some}. The next harvest looks again."
    ]


def stale(name: str, batch: Batch, now: datetime, newest: date | None) -> list[str]:
    """Say that the feed is older than an announcement whose papers OAI-PMH has, or empty where it should not be."""
    announced = last_announcement(now)
    due = announced.date() + _DAY
    if now < announced + _MADE_AFTER or newest is None or newest < announced.date():
        return []
    if batch.day < due:
        return [f"RSS of {_short(name)} is still that of {batch.day}, though OAI-PMH has papers of {newest}."]
    expected = "." not in name and f"{batch.day:%A}" not in batch.skipped_days  # a category may have an empty day
    if batch.day == due and not batch.entries and expected:
        return [f"RSS of {_short(name)} is empty on {batch.day}, though OAI-PMH has papers of {newest}."]
    return []


def repeated(name: str, batch: Batch, before: dict[str, Any]) -> list[str]:
    """Say that most new papers of the feed stood in the one of an earlier day already."""
    if not before or before["day"] >= batch.day.isoformat() or announcement_for(batch.day - _DAY) is None:
        return []
    new = [entry.arxiv_id for entry in batch.entries if entry.kind == "new"]
    again = {*new} & {*before["new"]}
    if len(new) < _MANY or len(again) * 2 < len(new):
        return []
    return [
        f"RSS of {_short(name)} brings little new: {len(again):,} of {len(new):,} entries of {batch.day} "
        f"stood in that of {before['day']} already."
    ]


def _short(name: str) -> str:
    parts = name.split("+")
    return name if len(parts) <= _SHOWN else f"{', '.join(parts[:3])} and {len(parts) - 3} more"
