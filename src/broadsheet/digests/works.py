"""Papers that are one work under several keys: the same title by the same first author."""

from collections.abc import Iterable

from broadsheet.model.names import family_key, title_key
from broadsheet.store import candidates, papers
from broadsheet.store.candidates import Candidate
from broadsheet.store.database import Connection

_SHORTEST = 3  # words: shorter titles, such as Editorial, are those of many works


def same_works(connection: Connection, pool: Iterable[Candidate]) -> dict[int, int]:
    """Return, for papers of the pool that the library has twice, and for their doubles, the lowest key of each work.

    Harvest keeps apart what has two different arXiv ids; for who reads a digest it is the same paper again.
    """
    titles = {title_key(one.title) for one in pool if len(one.title.split()) >= _SHORTEST}
    twice = [keys for keys in papers.find_by_titles(connection, titles).values() if len(keys) > 1]
    of_work: dict[tuple[str, str], list[int]] = {}
    for one in candidates.of_papers(connection, {key for keys in twice for key in keys}):
        if one.authors:
            of_work.setdefault((title_key(one.title), family_key(one.authors[0], "")), []).append(one.key)
    return {key: min(keys) for keys in of_work.values() if len(keys) > 1 for key in keys}
