"""Which papers are by the author whose name a query is. The rule is in docs/search.md."""

from dataclasses import dataclass

from broadsheet.model.names import fold
from broadsheet.model.paper import Author
from broadsheet.model.query import Constraint, FamilyIs, Query, Term, Words
from broadsheet.search.engine import Vocabulary
from broadsheet.search.index.documents import brief_names
from broadsheet.search.library import Library
from broadsheet.store import papers

MOST = 200  # papers of an author that come first, the newest
_LONGEST = 60  # characters of a name
_WORDS = 5  # of a name
_SHORTEST = 3  # letters of a family name that is typed alone
_FREQUENT = 300  # papers: a family name that more have tells nobody


@dataclass(frozen=True, slots=True)
class _Name:
    """A query read as a name: given names or initials first, the family name last; all folded."""

    parts: tuple[str, ...]

    @property
    def brief(self) -> str:
        """As the index holds brief names: `hinton`, `g-hinton`."""
        return self.parts[-1] if len(self.parts) == 1 else f"{self.parts[0][0]}-{self.parts[-1]}"


def authored(library: Library, query: Query) -> dict[int, str]:
    """Return the papers by the author whose name the query is, newest first, each with the name.

    Where more papers write the name in their text than have an author of it, it is a concept, and none is returned.
    """
    vocabulary = library.engine.vocabulary()
    if vocabulary is None or not vocabulary.is_complete or not _may_be_name(query):
        return {}
    for name in _readings(query.words):
        if not all(vocabulary.authors(part) for part in name.parts if len(part) > 1):
            continue
        bare = Query(constraints=(_by(name), *query.constraints))
        found = library.engine.listed(bare, (), oldest=False, first=0, limit=MOST)
        keys = [hit.key for hit in found.hits]
        if not keys or not (display := _display(library, keys[0], name)):
            continue
        by_anybody = _count(library, name) if query.constraints else found.total
        if not _is_concept(query.words, by_anybody, vocabulary):
            return dict.fromkeys(keys, display)
    return {}


def _may_be_name(query: Query) -> bool:
    free = query.scored
    return (
        len(free) == 1
        and isinstance(free[0], Words)
        and not query.by_text
        and not query.lookup
        and len(query.words) <= _LONGEST
        and not any(sign.isdigit() for sign in query.words)
    )


def _readings(typed: str) -> list[_Name]:
    """The ways to read this as a name: as it stands, and family name first."""
    family, comma, given = typed.partition(",")
    parts = tuple(fold(f"{given} {family}" if comma else typed).split())
    if not 1 <= len(parts) <= _WORDS:
        return []
    if len(parts) == 1:
        return [_Name(parts)] if len(parts[0]) >= _SHORTEST else []
    turned = (*parts[1:], parts[0])
    readings = [parts] if comma else [parts, turned]
    return [_Name(reading) for reading in readings if len(reading[-1]) > 1]


def _by(name: _Name) -> Constraint:
    if len(name.parts) == 1 or len(name.parts[0]) == 1:
        return FamilyIs(name.brief)
    # An initial in the middle may be there or not.
    return Term("author", " ".join(part for part in name.parts if len(part) > 1), phrase=True)


def _count(library: Library, name: _Name) -> int:
    return library.engine.listed(Query(constraints=(_by(name),)), (), oldest=False, first=0, limit=1).total


def _is_concept(typed: str, papers_by: int, vocabulary: Vocabulary) -> bool:
    """Whether more papers write these words than are by somebody of the name, or so many are that it tells nobody."""
    words = fold(typed).split()
    if len(words) == 1:
        return papers_by > _FREQUENT or vocabulary.written(words[0]) >= papers_by
    return vocabulary.side_by_side(*words[-2:]) > papers_by


def _display(library: Library, key: int, name: _Name) -> str:
    """The name as this paper writes it, empty where none of its authors has it."""
    with library.database.read() as connection:
        authors = papers.get(connection, [key])[0].authors
    whole = {part for part in name.parts if len(part) > 1}
    for author in authors:
        if name.brief in brief_names(author) and whole <= set(fold(author.name).split()):
            return _family(author) if len(name.parts) == 1 else author.name
    return ""


def _family(author: Author) -> str:
    return author.family or author.name.split()[-1]
