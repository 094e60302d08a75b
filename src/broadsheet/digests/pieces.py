"""Papers as they stand in digests."""

from collections.abc import Iterable

from broadsheet.lib.cache import BoundedCache
from broadsheet.model.digest import Piece
from broadsheet.model.paper import Paper
from broadsheet.render.fragments import teaser
from broadsheet.render.mathematics import to_plain
from broadsheet.render.outlinks import first_link
from broadsheet.store import papers
from broadsheet.store.database import Database

AUTHORS = 5  # that are named
TEASER = 300  # characters
_READ = 900  # enough text for a teaser once its mathematics is made plain
_KEPT = 4_000  # papers, about 2 kB each


class Pieces:
    """Reads papers once for all digests of a turn."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: BoundedCache[Piece] = BoundedCache(_KEPT)

    def of(self, wanted: Iterable[tuple[int, tuple[str, ...]]]) -> tuple[Piece, ...]:
        """Return papers by key, each with its reasons; keys that are gone are left out."""
        every = list(wanted)
        found = {key: piece for key, _ in every if (piece := self._kept.peek(key))}
        missing = [key for key, _ in every if key not in found]
        if missing:
            with self._database.read() as connection:
                read = papers.get(connection, missing)
            for paper in read:
                found[paper.key] = _piece(paper)
                self._kept.put(paper.key, found[paper.key])
        return tuple(_with(found[key], reasons) for key, reasons in every if key in found)


def _piece(paper: Paper) -> Piece:
    return Piece(
        key=paper.key,
        id=paper.id,
        title=paper.title,
        authors=tuple(author.name for author in paper.authors[:AUTHORS]),
        author_count=len(paper.authors),
        day=paper.day,
        category=paper.categories[0] if paper.categories else "",
        teaser=teaser(to_plain((paper.abstract or paper.summary)[:_READ]), TEASER),
        reasons=(),
        code=first_link(paper, "code"),
    )


def _with(piece: Piece, reasons: tuple[str, ...]) -> Piece:
    # dataclasses.replace takes five times as long, and this is done for every paper of every reader.
    return Piece(
        piece.key,
        piece.id,
        piece.title,
        piece.authors,
        piece.author_count,
        piece.day,
        piece.category,
        piece.teaser,
        reasons,
        piece.code,
    )
