"""Papers suggested to the reader who asks."""

from starlette.exceptions import HTTPException
from starlette.requests import Request

from broadsheet import links
from broadsheet.feeds.desk import Desk
from broadsheet.feeds.entries import Listed
from broadsheet.feeds.wanted import SIZE, Contents, Wanted, asked_page, pages_within
from broadsheet.model.paper import Paper
from broadsheet.model.reader import LOCAL
from broadsheet.model.suggestion import Suggestion
from broadsheet.personal.suggesting import for_reader
from broadsheet.store import follows, marks, papers, readers


def for_you(desk: Desk, request: Request) -> Wanted:
    """The papers of the last two weeks that are suggested to the reader, the best first."""
    number = asked_page(request)
    reader: str = request.scope.get("broadsheet.reader", LOCAL)
    if not reader:
        raise HTTPException(401, "This feed is a reader's own: make a key for feeds on your account's page.")
    pages_within(1, number)
    now = desk.services.clock()
    with desk.services.database.read() as connection:
        known = readers.get(connection, reader)
        taught = (
            marks.last_of_reader(connection, reader),
            tuple(one.number for one in follows.of_reader(connection, reader)),
            known.exploration if known else 0.0,
        )
    state = reader, now.date(), desk.services.library.engine.state, taught
    return Wanted(links.for_you_feed(), number, state, lambda: _make(desk, reader))


def _make(desk: Desk, reader: str) -> Contents:
    services = desk.services
    made = for_reader(services.library, reader, services.clock(), limit=SIZE)
    with services.database.read() as connection:
        found = {paper.key: paper for paper in papers.get(connection, [one.key for one in made])}
    return Contents(
        title="Papers for you · Broadsheet",
        subtitle="Papers of the last two weeks that are suggested to you, the best first.",
        home=links.FOR_YOU,
        listed=[_listed(one, found[one.key]) for one in made if one.key in found],
    )


def _listed(one: Suggestion, paper: Paper) -> Listed:
    words = "; ".join(reason.words for reason in one.reasons)
    outside = "From outside of what is known of you: " if one.explores else ""
    said = f"{outside}{words}." if outside else f"{words[:1].upper()}{words[1:]}."
    reasons = [{"kind": reason.kind, "words": reason.words} for reason in one.reasons]
    return Listed(paper, said, {"explores": one.explores, "reasons": reasons})
