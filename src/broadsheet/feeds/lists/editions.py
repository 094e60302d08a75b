"""Editions: one of them, or the last ones of a period."""

from collections.abc import Sequence

from starlette.requests import Request

from broadsheet import links
from broadsheet.editions.calendar import bounds, spelled
from broadsheet.errors import NotFound
from broadsheet.feeds.desk import Desk
from broadsheet.feeds.lists import reasons
from broadsheet.feeds.wanted import SIZE, Contents, Moved, Wanted, asked_page, pages_within
from broadsheet.model.edition import PERIODS, Item, Period
from broadsheet.render.fragments import long_day, month_name
from broadsheet.store import counters, editions, papers
from broadsheet.store.database import Connection
from broadsheet.store.editions import EditionHead

_GONE_THROUGH: dict[Period, int] = {"day": 14, "week": 8, "month": 6}  # editions
_OF_EACH = 40  # papers, the first of its order

_Place = tuple[EditionHead, Item]


def edition(desk: Desk, request: Request) -> Wanted:
    """One edition by its id, or by `day`, `week` and `month` the papers of the last ones, newest edition first."""
    name: str = request.path_params["edition"]
    number = asked_page(request)
    if (meant := spelled(name)) != name:
        return Wanted(links.edition_feed(name), number, None, lambda: Moved(links.edition_feed(meant)))
    with desk.services.database.read() as connection:
        heads = _heads(connection, name)
        state = counters.last_change(connection), tuple((head.id, head.known_until) for head in heads)

    def make() -> Contents:
        return _last(desk, name, heads, number) if name in PERIODS else _one(desk, heads[0], number)

    return Wanted(links.edition_feed(name), number, state, make)


def _heads(connection: Connection, name: str) -> list[EditionHead]:
    if name in PERIODS:
        # Only closed ones: what the next edition would be changes by the hour.
        return editions.heads(connection, name, limit=_GONE_THROUGH[name], closed=True)
    bounds(name)
    head = editions.head(connection, name)
    if head is None:
        raise NotFound(f"There is no edition {name} in this library.")
    return [head]


def _one(desk: Desk, head: EditionHead, number: int) -> Contents:
    name = _name(head)
    return _contents(
        desk,
        [(head, item) for item in _items(desk, head)],
        number,
        title=f"Edition of {name}",
        subtitle=f"The papers of the edition of {name}, in its order{'' if head.closed else ', as it would be now'}.",
        home=links.edition(head.id),
    )


def _last(desk: Desk, period: Period, heads: Sequence[EditionHead], number: int) -> Contents:
    return _contents(
        desk,
        [(head, item) for head in heads for item in _items(desk, head)[:_OF_EACH]],
        number,
        title=f"The editions of every {period}",
        subtitle=f"The first {_OF_EACH} papers of every {period}, newest edition first.",
        home=links.EDITIONS,
    )


def _contents(desk: Desk, places: Sequence[_Place], number: int, *, title: str, subtitle: str, home: str) -> Contents:
    """One page of these places; a paper stands where it stood last, and papers that became one since stand once."""
    with desk.services.database.read() as connection:
        keys = papers.find_keys(connection, {item.id for _, item in places})
        latest: dict[int, _Place] = {}
        for head, item in places:
            if item.id in keys:
                latest.setdefault(keys[item.id], (head, item))
        pages = pages_within(len(latest), number)
        page = list(latest.items())[(number - 1) * SIZE : number * SIZE]
        found = {paper.key: paper for paper in papers.get(connection, [key for key, _ in page])}
    return Contents(
        title=f"{title} · Broadsheet",
        subtitle=subtitle,
        home=home,
        listed=[
            reasons.of_edition(found[key], item, head.id, _name(head)) for key, (head, item) in page if key in found
        ],
        pages=pages,
        since=max((head.known_until for _, (head, _) in page), default=None),
    )


def _items(desk: Desk, head: EditionHead) -> tuple[Item, ...]:
    items: tuple[Item, ...] = desk.lists.get((head.id, head.known_until, head.inputs), lambda: _read(desk, head.id))
    return items


def _read(desk: Desk, edition_id: str) -> tuple[Item, ...]:
    with desk.services.database.read() as connection:
        found = editions.get(connection, edition_id)
    return tuple(sorted(found.items, key=lambda item: item.rank)) if found else ()


def _name(head: EditionHead) -> str:
    if head.period == "day":
        return long_day(head.first)
    if head.period == "month":
        return month_name(head.first)
    year, week, _ = head.first.isocalendar()
    return f"week {week} of {year}"
