"""From an address to the paper it means, or 404."""

from broadsheet.model.ids import parse_paper_id
from broadsheet.model.paper import Paper
from broadsheet.store import papers
from broadsheet.store.database import Connection
from broadsheet.web.http.errors import PaperNotFound


def find_paper(connection: Connection, wanted: str) -> Paper | None:
    """Return the paper known by this id in any spelling, old ids included; None where there is none."""
    known_as = parse_paper_id(wanted)
    return papers.get_by_id(connection, known_as) if known_as else None


def get_paper(connection: Connection, wanted: str) -> Paper:
    """Return the paper known by this id in any spelling, old ids included; PaperNotFound where there is none."""
    paper = find_paper(connection, wanted)
    if paper is None:
        raise PaperNotFound(parse_paper_id(wanted) or wanted)
    return paper
