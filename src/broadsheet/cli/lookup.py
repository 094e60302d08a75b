"""Find the paper that an argument names."""

from broadsheet.errors import NotFound
from broadsheet.model.ids import parse_paper_id
from broadsheet.model.paper import Paper
from broadsheet.store import papers
from broadsheet.store.database import Database


def get_paper(database: Database, text: str) -> Paper:
    """Return the paper with this id or address; NotFound says what an id looks like, or that it is not here."""
    paper_id = parse_paper_id(text)
    if paper_id is None:
        raise NotFound(
            f"{text[:200]} is no id of a paper. Ids are like 2402.17457, 10.18653/v1/N19-1423, 2024.acl-long.1, "
            "or an address that holds one; `broadsheet search` finds papers by their words."
        )
    with database.read() as connection:
        paper = papers.get_by_id(connection, paper_id)
    if paper is None:
        raise NotFound(f"The library has no paper {paper_id}.")
    return paper
