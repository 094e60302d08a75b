"""Papers of the digests of the reader who asks."""

from starlette.exceptions import HTTPException
from starlette.requests import Request

from broadsheet import links
from broadsheet.feeds.desk import Desk
from broadsheet.feeds.entries import Listed
from broadsheet.feeds.wanted import SIZE, Contents, Wanted, asked_page, pages_within
from broadsheet.model.digest import Piece
from broadsheet.model.paper import Paper
from broadsheet.model.reader import LOCAL
from broadsheet.render.mathematics import to_plain
from broadsheet.store import digests, papers

_DIGESTS = 30  # as many as a month of mornings


def sent(desk: Desk, request: Request) -> Wanted:
    """The papers of the reader's last digests, the latest digest first, each in the digest's order."""
    number = asked_page(request)
    reader: str = request.scope.get("broadsheet.reader", LOCAL)
    if not reader:
        raise HTTPException(401, "This feed is a reader's own: make a key for feeds on your account's page.")
    pages_within(1, number)
    with desk.services.database.read() as connection:
        heads = digests.heads(connection, reader, limit=1)
    state = reader, tuple((one.plan, one.period) for one in heads)
    return Wanted(links.digests_feed(), number, state, lambda: _make(desk, reader))


def _make(desk: Desk, reader: str) -> Contents:
    with desk.services.database.read() as connection:
        last = digests.latest(connection, reader, limit=_DIGESTS)
        pieces = [
            (piece, digest.subject) for digest in last for section in digest.sections for piece in section.pieces
        ][:SIZE]
        found = {paper.key: paper for paper in papers.get(connection, [piece.key for piece, _ in pieces])}
    return Contents(
        title="Papers of your digests · Broadsheet",
        subtitle="The papers of your last digests, the latest first.",
        home=links.DIGESTS,
        listed=[_listed(piece, subject, found[piece.key]) for piece, subject in pieces if piece.key in found],
    )


def _listed(piece: Piece, subject: str, paper: Paper) -> Listed:
    words = "; ".join(to_plain(reason) for reason in piece.reasons) or "it was in the digest"
    said = f"{words[:1].upper()}{words[1:]}."
    return Listed(paper, said, {"digest": subject, "reasons": list(piece.reasons)})
