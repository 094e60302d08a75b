"""What is suggested to a reader, and how much is known of the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request

from broadsheet.model.reader import Reader
from broadsheet.model.suggestion import Suggestion
from broadsheet.personal.rating import RATINGS
from broadsheet.personal.suggesting import for_reader
from broadsheet.store import follows, marks, papers, readers
from broadsheet.store.database import Connection
from broadsheet.web.site import Site, site_of
from broadsheet.web.views.facts import index_stamp
from broadsheet.web.views.listing import Entry, entries

DAYS, SHOWN = 14, 50
_TEACHING = frozenset({"vote", "save", "up", "down", "uninterested", "example"})
_UNDO_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Known:
    """How many papers a reader judged, how many follows there are, and the share of exploration in percent."""

    judged: int
    followed: int
    excluded: int
    exploration: int

    @property
    def is_nothing(self) -> bool:
        """Whether suggestions to this reader are those for everybody."""
        return not (self.judged or self.followed)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggested paper, with why in sentences without full stops."""

    entry: Entry
    reasons: tuple[str, ...]
    explores: bool


@dataclass(frozen=True, slots=True)
class LastRated:
    """The paper that the reader rated last, a moment ago; `field` is what takes that back."""

    id: str
    title: str
    kind: str


def view_suggested(request: Request, reader: str) -> tuple[Known, tuple[Suggested, ...]]:
    """Build the list of suggestions; it is kept until the reader, the library or the day is another."""
    site = site_of(request)
    now = site.services.clock()
    with site.services.database.read() as connection:
        known, taught = _known(connection, reader)
    key = ("for you", reader, now.date(), index_stamp(site), taught)
    made: Sequence[Suggestion] = site.lists.get(
        key, lambda: for_reader(site.services.library, reader, now, days=DAYS, limit=SHOWN)
    )
    return known, _suggested(site, made)


def last_rated(connection: Connection, reader: str, now: datetime) -> LastRated | None:
    """Return the paper that the reader rated a moment ago, so that it can be taken back where it left the list."""
    mark = marks.latest(connection, reader, RATINGS, now - _UNDO_WITHIN)
    paper = next(iter(papers.get(connection, [mark.paper_key])), None) if mark else None
    return LastRated(paper.id, paper.title, mark.kind) if mark and paper else None


def _known(connection: Connection, reader: str) -> tuple[Known, object]:
    held = follows.of_reader(connection, reader)
    judged = {one.paper_key for one in marks.of_reader(connection, reader) if one.kind in _TEACHING}
    found: Reader | None = readers.get(connection, reader)
    exploration = found.exploration if found else 0.0
    excluded = sum(one.excluded for one in held)
    known = Known(len(judged), len(held) - excluded, excluded, round(exploration * 100))
    numbers = tuple(one.number for one in held)
    return known, (numbers, exploration, marks.last_of_reader(connection, reader))


def _suggested(site: Site, made: Sequence[Suggestion]) -> tuple[Suggested, ...]:
    with site.services.database.read() as connection:
        found = {paper.key: paper for paper in papers.get(connection, [one.key for one in made])}
    shown = [one for one in made if one.key in found]
    listed = entries(site, (found[one.key] for one in shown))
    return tuple(
        Suggested(entry, tuple(f"{why.words[:1].upper()}{why.words[1:]}" for why in one.reasons), one.explores)
        for one, entry in zip(shown, listed, strict=True)
    )
