"""Lists straight out of the catalog: everything new, and what the reader saved."""

from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request

from broadsheet import links
from broadsheet.feeds.desk import Desk
from broadsheet.feeds.entries import Listed
from broadsheet.feeds.wanted import SIZE, Contents, Wanted, asked_page, pages_within
from broadsheet.model.paper import Paper
from broadsheet.model.reader import LOCAL
from broadsheet.search.find import DEEPEST
from broadsheet.store import counters, marks, papers


def new(desk: Desk, request: Request) -> Wanted:
    """All papers, newest first; this list asks no index."""
    number = asked_page(request)
    with desk.services.database.read() as connection:
        change = counters.last_change(connection)
    return Wanted(links.new_feed(), number, change, lambda: _new(desk, number))


def saved(desk: Desk, request: Request) -> Wanted:
    """The papers that the reader who asks has saved, the latest first."""
    number = asked_page(request)
    reader: str = request.scope.get("broadsheet.reader", LOCAL)
    if not reader:
        raise HTTPException(401, "This feed is a reader's own: make a key for feeds on your account's page.")
    with desk.services.database.read() as connection:
        state = reader, counters.last_change(connection), marks.last_number(connection)
    return Wanted(links.saved_feed(), number, state, lambda: _saved(desk, reader, number))


def _new(desk: Desk, number: int) -> Contents:
    with desk.services.database.read() as connection:
        pages = pages_within(min(papers.count(connection), DEEPEST), number)
        found = papers.of_day(connection, date.min, date.max, limit=SIZE, offset=(number - 1) * SIZE)
    return Contents(
        title="New papers · Broadsheet",
        subtitle="All papers of this library, newest first.",
        home=links.HOME,
        listed=[Listed(paper, _listed_on(paper)) for paper in found],
        pages=pages,
    )


def _listed_on(paper: Paper) -> str:
    day = _long(paper.day)
    return f"Listed on {day}." if paper.published or paper.arxiv_id else f"Came into this library on {day}."


def _saved(desk: Desk, reader: str, number: int) -> Contents:
    with desk.services.database.read() as connection:
        pages = pages_within(marks.count(connection, reader, "save"), number)
        page = marks.listed(connection, reader, "save", limit=SIZE, offset=(number - 1) * SIZE)
        made = {mark.paper_key: mark.made for mark in page}
        found = papers.get(connection, list(made))
    return Contents(
        title="Saved papers · Broadsheet",
        subtitle="The papers that the reader of this library saved, the latest first.",
        home=links.SAVED,
        listed=[
            Listed(paper, f"Saved on {_long(made[paper.key].date())}.", {"saved": made[paper.key].isoformat()})
            for paper in found
        ],
        pages=pages,
        since=max(made.values(), default=None),
    )


def _long(day: date) -> str:
    return f"{day.day} {day:%B} {day.year:04d}"
