"""Which papers are by the author whose name a query is. The rule is in docs/search.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.model.names import fold
from broadsheet.model.paper import Author
from broadsheet.model.query import All, Any_, Constraint, FamilyIs, Query, Term, Words
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
    """A query read as a name: given names or initials first, the family name last; all folded.

    `is_family`: all parts are the family name, as in `Lopez-Paz` and `van den Oord`.
    """

    parts: tuple[str, ...]
    is_family: bool = False

    @property
    def brief(self) -> str:
        """As the index holds brief names, of a family name its last word: `hinton`, `g-hinton`, `oord`."""
        return self.parts[-1] if self.is_family else f"{self.parts[0][0]}-{self.parts[-1]}"

    @property
    def whole(self) -> tuple[str, ...]:
        """The parts that an author's name must have, in their order: an initial may be there or not."""
        return self.parts if self.is_family else tuple(part for part in self.parts if len(part) > 1)


def authored(library: Library, query: Query) -> dict[int, str]:
    """Return the papers by the author whose name the query is, newest first, each with the name.

    Where more papers write the name in their text than have an author of it, it is a concept, and none is returned.
    """
    vocabulary = library.engine.vocabulary()
    if vocabulary is None or not _may_be_name(query):
        return {}
    names = [name for name in _readings(query.words) if _is_known(name, vocabulary)]
    if not names:
        return {}
    by = Any_(tuple(All(_by(name)) for name in names))
    found = library.engine.listed(Query(constraints=(by, *query.constraints)), (), oldest=False, first=0, limit=MOST)
    called = _called(library, [hit.key for hit in found.hits], names)
    if not called:
        return {}
    by_anybody = found.total if found.total > MOST else len(called)
    if query.constraints:
        by_anybody = _count(library, by)
    return {} if _is_concept(query.words, by_anybody, vocabulary) else called


def _is_known(name: _Name, vocabulary: Vocabulary) -> bool:
    return all(vocabulary.authors(part) for part in name.parts if len(part) > 1)


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
    """The ways to read this as a name: as it stands, family name first, the last word given, or none."""
    family, comma, given = typed.partition(",")
    parts = tuple(fold(f"{given} {family}" if comma else typed).split())
    if not 1 <= len(parts) <= _WORDS:
        return []
    if len(parts) == 1:
        return [_Name(parts, is_family=True)] if len(parts[0]) >= _SHORTEST else []
    turned = [] if comma else [(*parts[1:], parts[0]), (parts[-1], *parts[:-1])]
    readings = [_Name(reading) for reading in dict.fromkeys([parts, *turned]) if len(reading[-1]) > 1]
    family_alone = [_Name(parts, is_family=True)] if not comma and len(parts[-1]) > 1 else []
    return [*readings, *family_alone]


def _by(name: _Name) -> tuple[Constraint, ...]:
    brief = FamilyIs(name.brief)
    return (brief, Term("author", " ".join(name.whole), phrase=True)) if len(name.whole) > 1 else (brief,)


def _count(library: Library, by: Constraint) -> int:
    return library.engine.listed(Query(constraints=(by,)), (), oldest=False, first=0, limit=1).total


def _is_concept(typed: str, papers_by: int, vocabulary: Vocabulary) -> bool:
    """Whether more papers write these words than are by somebody of the name, or so many are that it tells nobody."""
    words = fold(typed).split()
    if len(words) == 1:
        return papers_by > _FREQUENT or vocabulary.written(words[0]) >= papers_by
    return vocabulary.side_by_side(*words[-2:]) > papers_by


def _called(library: Library, keys: Sequence[int], names: Sequence[_Name]) -> dict[int, str]:
    """Those of these papers that have an author of one of the names, each with the name as it writes it."""
    with library.database.read() as connection:
        authors = papers.authors(connection, keys)
    found: dict[bool, dict[int, str]] = {False: {}, True: {}}
    for key in keys:
        for author in authors.get(key, ()):
            if name := next((name for name in names if _is_called(author, name)), None):
                found[name.is_family].setdefault(key, _family(author) if len(name.parts) == 1 else author.name)
    # `Wei Wang` is nobody's family name as long as somebody is called so: Xiao-Wei Wang is another.
    return found[False] or found[True]


def _is_called(author: Author, name: _Name) -> bool:
    words = tuple(fold(author.name).split())
    if name.parts[-1] not in words or name.brief not in brief_names(author):
        return False
    if name.is_family:
        return words[-len(name.parts) :] == name.parts
    rest = iter(words)
    return all(part in rest for part in name.whole)  # in their order


def _family(author: Author) -> str:
    return author.family or author.name.split()[-1]
