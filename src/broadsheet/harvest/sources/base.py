"""What a source is: a generator of pages, and what it is given to make them.

A source yields a Page for every answer that it understood. The harvest stores a page's records and
the cursor behind them in one transaction, so whatever is killed goes on after the last whole page.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Protocol

from broadsheet.harvest.reports import RunReport, Verdict
from broadsheet.lib.clock import Clock
from broadsheet.lib.http.answer import Rule
from broadsheet.lib.http.door import Door
from broadsheet.model.paper import Record
from broadsheet.model.raw import RawRecord, Reading, Refusal
from broadsheet.settings import Settings
from broadsheet.store.harvests import Cursor
from broadsheet.store.lookups import Candidate

# Scopes that begin so are of single papers and questions; the cursors of others are for the ordinary harvest only.
ASKED = "asked "


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a source is asked for. Empty fields leave it to the source and to where it stopped last time.

    `ids` and `query` ask for single papers or a question beside the ordinary harvest, whose cursors they leave alone.
    """

    since: date | None = None
    sets: tuple[str, ...] = ()
    limit: int | None = None
    ids: tuple[str, ...] = ()
    query: str = ""
    folder: str = ""  # for sources that read a checkout

    @property
    def is_ordinary(self) -> bool:
        """Whether this is the harvest that goes on from where the last one stopped."""
        return not self.ids and not self.query


@dataclass(frozen=True, slots=True)
class Counted:
    """What a service counts about a paper that the library has."""

    paper_key: int
    readings: tuple[Reading, ...]


Item = RawRecord | Refusal | Counted


@dataclass(frozen=True, slots=True)
class Page:
    """One understood answer. `cursor` is where its scope goes on behind it; None leaves that as it is.

    `asked` are keys of papers that the service was asked about and knew, `unknown` those it did not.
    `total` is how many records this harvest will bring, where the service says. `newest` is the latest
    day on which the service says that it changed anything, and `notes` are sentences for the report.
    """

    items: Sequence[Item] = ()
    scope: str = ""
    cursor: Cursor | None = None
    asked: Sequence[int] = ()
    unknown: Sequence[int] = ()
    total: int | None = None
    newest: date | None = None
    notes: Sequence[str] = ()


class Due(Protocol):
    """Finds papers of the library to ask about."""

    def __call__(
        self, *, limit: int, linking: str = "", with_id: Sequence[str] = ("arxiv_id", "doi")
    ) -> list[Candidate]:
        """Return up to `limit` papers that this source is due to be asked about; see `store.lookups.due`."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a source works with while it is harvested.

    `cursor(scope)` is where that scope goes on, None at its first harvest. `due` finds papers to ask
    about; what is yielded as asked or unknown is not due again at once. `spend(cost, limit)` takes from
    the source's budget of the day (UTC) or raises BudgetSpent; hand it to the door as a closure. `known`
    tells which of some public ids (`arxiv:2402.17457`) the library has.
    """

    door: Door
    settings: Settings
    wanted: Wanted
    now: Clock
    cursor: Callable[[str], Cursor | None]
    due: Due
    spend: Callable[[int, int], None]
    known: Callable[[Collection[str]], set[str]]


@dataclass(frozen=True, slots=True)
class Source:
    """One service: what it is called, how it is harvested, and how its records are understood.

    `judge` gives the verdict on a harvest that came to its end (fine, quiet day, stale upstream …), None: fine.
    `every` is how often the timetable asks, in hours. `completes` tells that it brings no papers of its own
    but completes those of the library, `takes_sets` and `takes_folder` what of Wanted it understands.
    """

    name: str
    title: str
    about: str  # one sentence for readers who choose
    harvest: Callable[[Asking], Iterator[Page]]
    adapters: Mapping[str, Callable[[RawRecord], Record]] = field(default_factory=lambda: MappingProxyType({}))
    hosts: Mapping[str, Rule] = field(default_factory=lambda: MappingProxyType({}))
    judge: Callable[[RunReport, Asking], Verdict | None] = lambda report, asking: None  # noqa: ARG005
    takes_sets: bool = False
    takes_folder: bool = False
    completes: bool = False
    every: float = 24.0
