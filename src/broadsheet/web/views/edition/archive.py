"""All editions, month by month."""

from dataclasses import dataclass
from datetime import date, timedelta

from broadsheet import links
from broadsheet.editions.calendar import bounds, id_of
from broadsheet.model.edition import Item, Period
from broadsheet.render.fragments import month_name
from broadsheet.store import editions
from broadsheet.store.database import Connection
from broadsheet.store.editions import EditionHead
from broadsheet.web.site import Site
from broadsheet.web.views.calendar import month_bounds
from broadsheet.web.views.days import Neighbour
from broadsheet.web.views.edition.picking import name_of
from broadsheet.web.views.edition.placed import Placed, place

_GROUPS: dict[Period, str] = {"month": "The month", "week": "Weeks", "day": "Days"}
_DAYS_OF_A_MONTH = 31


@dataclass(frozen=True, slots=True)
class Row:
    """An edition and what leads it; nothing leads one without papers."""

    name: str
    address: str
    closed: bool
    count: int
    lead: Placed | None


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """The editions of a month by their last days, newest first. Without any edition there is no month."""

    month: date | None
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    earlier: Neighbour | None = None
    later: Neighbour | None = None


def view_archive(site: Site, connection: Connection, month: date | None) -> ArchivePage:
    """Build the list of editions of a month, by default of the latest that has any."""
    latest = [head for period in _GROUPS for head in editions.heads(connection, period, limit=1)]
    if not latest:
        return ArchivePage(None, ())
    newest = max(head.first for head in latest)
    first, last = month_bounds(month or newest)
    found = {period: _of_month(connection, period, first, last) for period in _GROUPS}
    rows = _rows(site, connection, [head for heads in found.values() for head in heads])
    groups = tuple(
        (name, tuple(rows[head.id] for head in found[period])) for period, name in _GROUPS.items() if found[period]
    )
    before = [head.last for period in _GROUPS for head in editions.heads(connection, period, limit=1, before=first)]
    nexts = [after for period in _GROUPS if (after := editions.neighbours(connection, period, last)[1])]
    # The next edition of a week that began in this month ends in the following one.
    later = min((bounds(after)[2] for after in nexts), default=None)
    return ArchivePage(first, groups, _month(max(before, default=None)), _month(later))


def _of_month(connection: Connection, period: Period, first: date, last: date) -> list[EditionHead]:
    # A week belongs to the month in which it ends.
    found = editions.heads(connection, period, limit=_DAYS_OF_A_MONTH, before=last + timedelta(days=1))
    return [head for head in found if head.last >= first]


def _rows(site: Site, connection: Connection, heads: list[EditionHead]) -> dict[str, Row]:
    leads = {head.id: _lead(site, connection, head) for head in heads}
    placed = place(site, connection, {item.key: item for _, item in leads.values() if item}.values())
    return {
        head.id: Row(
            name=name_of(head.id),
            address=links.edition(head.id),
            closed=head.closed,
            count=leads[head.id][0],
            lead=placed[item.key] if (item := leads[head.id][1]) else None,
        )
        for head in heads
    }


def _lead(site: Site, connection: Connection, head: EditionHead) -> tuple[int, Item | None]:
    """How many papers an edition ranked, and its first; kept, for to know them the whole edition must be read."""

    def read() -> tuple[int, Item | None]:
        edition = editions.get(connection, head.id)
        return (edition.count, next(iter(edition.items), None)) if edition else (0, None)

    key = ("lead", head.id, head.known_until, head.closed, head.inputs)
    found: tuple[int, Item | None] = site.lists.get(key, read)
    return found


def _month(day: date | None) -> Neighbour | None:
    return Neighbour(links.editions(id_of("month", day)), month_name(day)) if day else None
