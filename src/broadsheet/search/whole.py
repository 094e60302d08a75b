"""Whether lists out of the index can be handed on as whole: who keeps what a feed says never sees what it left out."""

from broadsheet.errors import IndexBehind
from broadsheet.search.library import Library
from broadsheet.store import counters, papers


def require_whole(library: Library) -> None:
    """Raise IndexBehind while the index is missing, made anew, or of another catalog.

    An index that follows the catalog, some changes behind, is whole: its lists are those of a moment ago.
    """
    engine = library.engine
    known = engine.change  # before the catalog is read: both may move on
    with library.database.read() as connection:
        if known > counters.last_change(connection):
            raise IndexBehind("The search index belongs to another catalog. Run `broadsheet index --rebuild`.")
        if engine.is_whole or not (count := papers.count(connection)):
            return
    raise IndexBehind(
        f"The search index is being made: {engine.paper_count:,} of {count:,} papers are in it. Try again in a minute."
    )


def require_current(library: Library, *, by_meaning: bool = False) -> None:
    """Raise IndexBehind where the catalog has papers that the index has not yet, or has differently.

    `by_meaning`: also where papers have yet to be embedded.
    """
    engine = library.engine
    with library.database.read() as connection:
        missing = papers.count_changed_after(connection, engine.change)
    if missing:
        raise IndexBehind(f"The search index has {missing:,} papers yet to take up. Try again in a minute.")
    if by_meaning and library.embedder is not None and (missing := engine.paper_count - engine.vector_count) > 0:
        raise IndexBehind(f"{missing:,} papers have yet to be embedded. Try again in some minutes.")
