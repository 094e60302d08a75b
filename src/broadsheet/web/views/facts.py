"""What pages say about the library as a whole, read once for every state of the catalog."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from broadsheet.store import counters, papers
from broadsheet.store.database import Connection
from broadsheet.web.site import Site

# The source under which the catalog that comes with the program is known.
STARTER = "starter"


@dataclass(frozen=True, slots=True)
class Facts:
    """The library at one change of its catalog. No papers: no first and last day."""

    change: int
    papers: int
    sources: tuple[str, ...]
    oldest: date | None
    newest: date | None

    @property
    def only_starter(self) -> bool:
        """Whether nothing has been imported yet but the catalog that comes with the program."""
        return set(self.sources) == {STARTER}


def read_facts(site: Site, connection: Connection) -> Facts:
    """Read the facts about the library as it is now."""
    change = counters.last_change(connection)
    facts: Facts = site.lists.get(("facts", change), lambda: _read(connection, change))
    return facts


def _read(connection: Connection, change: int) -> Facts:
    newest, oldest = papers.neighbour_days(connection, date.max, date.min)
    return Facts(change, papers.count(connection), tuple(papers.sources(connection)), oldest, newest)


def index_stamp(site: Site) -> Hashable:
    """Return a value that changes with what searches answer: keys of things made out of the index hold it."""
    return site.services.library.engine.state
