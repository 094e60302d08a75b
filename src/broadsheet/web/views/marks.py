"""Votes and saves beside the papers of a page. They are read for every page anew: nothing else of it moves so fast."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from broadsheet.store import marks
from broadsheet.store.marks import MarkKind
from broadsheet.web.http.reader import reader_of
from broadsheet.web.site import site_of


@dataclass(frozen=True, slots=True)
class Marks:
    """What the reader marked among the papers of a page, and how many readers voted for each."""

    mine: Mapping[int, frozenset[str]]
    votes: Mapping[int, int]

    def holds(self, key: int, kind: MarkKind) -> bool:
        """Whether the reader's mark of this kind is on the paper."""
        return kind in self.mine.get(key, ())

    def count(self, key: int, kind: MarkKind) -> int:
        """How many readers voted for the paper; saves are nobody else's business."""
        return self.votes.get(key, 0) if kind == "vote" else 0


def read_marks(request: Request, keys: Iterable[int]) -> Marks:
    """Read the marks of the papers with these keys, those of the reader who asks among them."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return Marks({}, {})
    with site_of(request).services.database.read() as connection:
        return Marks(marks.of_papers(connection, reader_of(request), wanted), marks.readers(connection, wanted, "vote"))
