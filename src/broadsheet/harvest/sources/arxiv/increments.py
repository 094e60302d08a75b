"""What changed since the last harvest, page after page, over OAI-PMH: windows, tokens, and where to go on.

An increment asks for everything from a day on, without an end. Long ones are cut into windows of 30 days, each
with an end but the last, since a resumption token lives until midnight UTC and a lost one costs its window. The next
increment begins the day before the one on which, by arXiv's own clock, the last one's final window was first
answered: datestamps are days, and what comes twice is known by its digest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

from broadsheet.errors import UpstreamError
from broadsheet.harvest.sources.arxiv import oai
from broadsheet.harvest.sources.arxiv.oai import Listing
from broadsheet.harvest.sources.base import Asking, Page
from broadsheet.model.raw import RawRecord
from broadsheet.store.harvests import Cursor

DEFAULT_DAYS = 7
EARLIEST = date(2005, 9, 16)  # arXiv refuses earlier days: its oldest entries all bear this one
_WINDOW = timedelta(days=30)
_LONG = timedelta(days=60)
_DAY = timedelta(days=1)
_RESTARTS = 3
_AHEAD = timedelta(days=1)  # that arXiv's clock may be before ours
_NO_EARLIER = datetime.combine(EARLIEST + _DAY, time(), UTC)
_DAYS, _TIMES = ("begins", "ends", "began", "since"), ("answered", "before")  # of a place, as they are stored


@dataclass(frozen=True, slots=True)
class Place:
    """How far the harvest of one format and set is.

    `begins` is the first day of the running window, or of the next increment where none is `running`; `ends` the
    window's last day, None where it has no end. `answered` is arXiv's time at the first answer of that window, `before`
    the same of the increment before this one, `began` the first day of this increment, `since` the day that was last
    asked for.
    """

    begins: date
    ends: date | None = None
    token: str = ""
    running: bool = False
    began: date | None = None
    answered: datetime | None = None
    before: datetime | None = None
    since: date | None = None

    def as_cursor(self) -> Cursor:
        """Return what is stored."""
        return {
            "token": self.token,
            "running": self.running,
            **{name: when.isoformat() for name in _DAYS + _TIMES if (when := getattr(self, name))},
        }


def read_place(cursor: Cursor) -> Place:
    """Return the place that was stored."""
    days = {name: date.fromisoformat(cursor[name]) for name in _DAYS if name in cursor}
    times = {name: datetime.fromisoformat(cursor[name]) for name in _TIMES if name in cursor}
    return Place(token=cursor["token"], running=cursor["running"], **cast("dict[str, Any]", days | times))


def scope(prefix: str, spec: str) -> str:
    """Return the name under which the place of a format and set is kept."""
    return f"{prefix} {spec}".rstrip()


def increment(asking: Asking, prefix: str, spec: str = "") -> Iterator[Page]:
    """Yield the pages of the increment that is due for a format and a setSpec ("": all of arXiv)."""
    name = scope(prefix, spec)
    place, notes = _begin(asking, name), list[str]()
    today, restarts, led = asking.now().date(), 0, _Led()
    while place.running:
        if not place.token:
            place, led = replace(place, answered=None, ends=_window_end(place.begins, today)), _Led()
        listing = _ask(asking, prefix, spec, place)
        led.go_on(listing)
        today = listing.answered.date()
        if listing.forgotten:
            restarts += 1
            if restarts > _RESTARTS:
                raise UpstreamError("arXiv forgets again and again how far the harvest is.")
            notes.append(f"arXiv no longer knew how far the harvest was: {restarts} × from {place.begins} on again.")
            place = replace(place, token="")
            continue
        place = _behind(place, listing)
        restarts = restarts if place.token else 0
        yield Page(listing.records, name, place.as_cursor(), newest=listing.newest, notes=[*notes, *listing.notes])
        notes = []


class _Led:
    """Where the pages of a window have led, so that they do not do so for ever."""

    def __init__(self) -> None:
        self._tokens: set[str] = set()
        self._page: list[bytes] = []

    def go_on(self, listing: Listing) -> None:
        """Note a page; UpstreamError where it leads back, or is the one before it over again."""
        page = [record.payload for record in listing.records if isinstance(record, RawRecord)]
        if listing.token in self._tokens or (page and page == self._page):
            raise UpstreamError("The pages of arXiv lead back to themselves.")
        self._page = page
        if listing.token:
            self._tokens.add(listing.token)


def _begin(asking: Asking, name: str) -> Place:
    """Return where to begin, or to go on.

    A day that was asked for before is no reason to begin again: it stands in the reader's plan and comes each time.
    Another one is, but not so that days between are passed over.
    """
    cursor, since = asking.cursor(name), asking.wanted.since
    if cursor is None:
        return _started(since or asking.now().date() - DEFAULT_DAYS * _DAY, Place(EARLIEST, since=since))
    known = read_place(cursor)
    if since and since != known.since:
        return _started(min(since, known.begins), replace(known, since=since))
    return known if known.running else _started(known.begins, known)


def _started(begins: date, known: Place) -> Place:
    begins = max(begins, EARLIEST)
    before = known.before if known.running else known.answered
    return Place(begins, running=True, began=begins, before=before, since=known.since)


def _window_end(begins: date, today: date) -> date | None:
    return begins + _WINDOW - _DAY if today - begins > _LONG else None


def _ask(asking: Asking, prefix: str, spec: str, place: Place) -> Listing:
    asked = {"verb": "ListRecords"}
    if place.token:
        asked["resumptionToken"] = place.token
    else:
        asked |= {"metadataPrefix": prefix, "from": place.begins.isoformat()}
        asked |= {"until": place.ends.isoformat()} if place.ends else {}
        asked |= {"set": spec} if spec else {}
    listing = asking.door.get(oai.ADDRESS, oai.make_reader(prefix), params=asked)
    # A time in the far future, believed once, would keep all harvests from then on from asking for anything.
    latest = asking.now() + _AHEAD
    return replace(listing, answered=min(max(listing.answered, _NO_EARLIER), latest))


def _behind(place: Place, listing: Listing) -> Place:
    """Return the place behind an answer: the window's next page, the next window, or the next increment."""
    answered = place.answered or listing.answered
    if listing.token:
        return replace(place, token=listing.token, answered=answered)
    if place.ends:
        return replace(place, begins=place.ends + _DAY, ends=None, token="", answered=None)
    return replace(place, begins=answered.date() - _DAY, token="", running=False, answered=answered)
