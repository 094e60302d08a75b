"""What the page of an edition shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from broadsheet import links
from broadsheet.model.edition import Edition, Topic
from broadsheet.render.fragments import counted
from broadsheet.store import editions, papers
from broadsheet.store.database import Connection
from broadsheet.store.editions import EditionHead
from broadsheet.web.site import Site
from broadsheet.web.views.edition.chart import Chart, chart_of
from broadsheet.web.views.edition.filters import Filters, address, facets_of, kept, removable
from broadsheet.web.views.edition.layout import Field, lay_out
from broadsheet.web.views.edition.placed import Placed, place
from broadsheet.web.views.facets import Facet, Removable
from broadsheet.web.views.listing import Entry, entries
from broadsheet.web.views.paging import Pager, pager_for, pages_of

_LISTED = 50
_TOPICS = 6
_OF_A_TOPIC = 2  # papers named under a topic


@dataclass(frozen=True, slots=True)
class Column:
    """A field with its papers; no name where the papers have no fields."""

    name: str
    count: int
    address: str
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Rising:
    """A topic on the rise: what it is called, how it rose, its papers, and the search that finds more."""

    name: str
    address: str
    growth: str
    chart: Chart
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """What stands in an edition: laid out, or as one list with a pager. `passed` of its papers passed the filters."""

    lead: Placed | None = None
    seconds: tuple[Placed, ...] = ()
    columns: tuple[Column, ...] = ()
    topics: tuple[Rising, ...] = ()
    also: tuple[Placed, ...] = ()
    listed: tuple[Placed, ...] = ()
    pager: Pager | None = None
    passed: int = 0
    kept: int = 0
    facets: tuple[Facet, ...] = ()
    filters: tuple[Removable, ...] = ()

    def placed(self) -> tuple[Placed, ...]:
        """All papers at their places, but those of topics."""
        lead = (self.lead,) if self.lead else ()
        columns = tuple(one for column in self.columns for one in column.placed)
        return (*lead, *self.seconds, *columns, *self.also, *self.listed)


def read_edition(site: Site, connection: Connection, head: EditionHead) -> Edition | None:
    """Read an edition, kept for those who ask again; None where it went away meanwhile."""
    key = (head.id, head.known_until, head.closed, head.inputs)
    read: Edition | None = site.editions.get(key, lambda: editions.get(connection, head.id))
    return read


def view_body(site: Site, connection: Connection, edition: Edition, filters: Filters, page: int, change: int) -> Body:
    """Build what stands in an edition, kept until a paper changes."""
    key = ("edition", edition.id, edition.known_until, edition.closed, edition.inputs, change, filters, page)
    made: Body = site.layouts.get(key, lambda: _build(site, connection, edition, filters, page))
    return made


def _build(site: Site, connection: Connection, edition: Edition, filters: Filters, page: int) -> Body:
    facets = facets_of(edition.id, edition.items, filters)
    if not filters.as_list:
        return _laid_out(site, connection, edition, facets)
    passed = kept(edition.items, filters)
    pager = pager_for(address(edition.id, filters), page, pages_of(len(passed), _LISTED))
    listed = passed[(page - 1) * _LISTED : page * _LISTED]
    return Body(
        listed=tuple(place(site, connection, listed).values()),
        pager=pager,
        passed=len(passed),
        kept=len(edition.items),
        facets=facets,
        filters=removable(edition.id, filters),
    )


def _laid_out(site: Site, connection: Connection, edition: Edition, facets: tuple[Facet, ...]) -> Body:
    layout = lay_out(edition)
    placed = place(site, connection, layout.items())
    return Body(
        lead=placed[layout.lead.key] if layout.lead else None,
        seconds=tuple(placed[item.key] for item in layout.seconds),
        columns=tuple(_column(edition, field, placed) for field in layout.fields),
        topics=_rising(site, connection, edition),
        also=tuple(placed[item.key] for item in layout.also),
        passed=len(edition.items),
        kept=len(edition.items),
        facets=facets,
    )


def _column(edition: Edition, field: Field, placed: dict[int, Placed]) -> Column:
    further = Filters(category=field.code, ranked=not field.code)
    return Column(
        field.name, field.count, address(edition.id, further), tuple(placed[item.key] for item in field.items)
    )


def _rising(site: Site, connection: Connection, edition: Edition) -> tuple[Rising, ...]:
    topics = edition.topics[:_TOPICS]
    named = [paper_id for topic in topics for paper_id in topic.papers[:_OF_A_TOPIC]]
    keys = papers.find_keys(connection, named) if named else {}
    found = {one.key: one for one in entries(site, papers.get(connection, list(keys.values())))} if keys else {}
    return tuple(
        _topic(edition, topic, [found[keys[one]] for one in _of(topic) if keys.get(one) in found]) for topic in topics
    )


def _of(topic: Topic) -> Sequence[str]:
    return topic.papers[:_OF_A_TOPIC]


def _topic(edition: Edition, topic: Topic, of: Sequence[Entry]) -> Rising:
    words = " ".join(topic.terms)
    dates = f"after:{edition.first} before:{edition.last + timedelta(days=1)}"
    return Rising(
        name=", ".join(topic.terms),
        address=links.search(f"{words} {dates}"),
        growth=f"{counted(topic.recent, 'paper')} where {topic.expected:.1f} were to be expected",
        chart=chart_of(topic.weekly),
        entries=tuple(dict.fromkeys(of)),
    )
