"""The papers that may be alike, each with what it shares with the given ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from broadsheet.model.names import author_key
from broadsheet.model.paper import Paper
from broadsheet.model.query import Constraint, Query, Words
from broadsheet.search.alike.blend import Alike, Parts
from broadsheet.search.alike.meaning import Meaning, compare, middle_of
from broadsheet.search.alike.naming import ids_named
from broadsheet.search.alike.rare import rare_words
from broadsheet.search.engine import Ranked, Scored, Vector
from broadsheet.search.library import Library
from broadsheet.store import papers

_POOL = 50  # papers of each list; docs/similar.md has what other numbers give
_READ = 16  # papers that are read beyond half as many again as are asked for


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper that may be alike; `row` is its vector as it is and `evened` the evened one, None without one."""

    paper: Paper
    alike: Alike
    row: Vector | None
    evened: Vector | None


@dataclass(frozen=True, slots=True)
class Given:
    """The papers that others are to be like, taken together.

    `middle` is the unit vector of their mean, None where none has a vector. `rare` are their rarest words, rarest
    first, and `query` asks for them.
    """

    papers: tuple[Paper, ...]
    middle: Vector | None
    rare: tuple[str, ...]
    query: Query
    categories: frozenset[str]
    authors: frozenset[str]
    ids: frozenset[str]  # their arXiv ids
    named: frozenset[str]  # the arXiv ids that they write

    @property
    def keys(self) -> frozenset[int]:
        """Their keys."""
        return frozenset(one.key for one in self.papers)


@dataclass(frozen=True, slots=True)
class _Pool:
    """Both lists without the given papers, best first, and what the index tells of every paper in them."""

    near: list[Scored]
    by_word: list[Scored]
    named: frozenset[int]  # by the given papers
    meaning: Meaning
    parts: dict[int, Parts]


def read_given(library: Library, keys: Sequence[int], constraints: Sequence[Constraint]) -> Given:
    """Read the given papers; keys that are gone are left out."""
    with library.database.read() as connection:
        return given_of(library, papers.get(connection, list(dict.fromkeys(keys))), constraints)


def given_of(library: Library, found: Sequence[Paper], constraints: Sequence[Constraint] = ()) -> Given:
    """Prepare papers that were read; their texts need not be those of the catalog."""
    rare = rare_words(library, "\n".join(one.text for one in found))
    text = " ".join(rare)
    return Given(
        tuple(found),
        middle_of(library, [one.key for one in found]),
        tuple(rare),
        Query(text=text, words=text, scored=(Words(text),), constraints=tuple(constraints), by_text=True),
        frozenset(code for one in found for code in one.categories),
        frozenset(author_key(author.name) for one in found for author in one.authors) - {""},
        frozenset(one.arxiv_id for one in found) - {""},
        frozenset(one for paper in found for one in ids_named(paper)),
    )


def gather(library: Library, given: Given, limit: int) -> list[Candidate]:
    """Return papers that are near in meaning, share rare words or are named by the given ones, best first.

    At least `limit` of them, where there are so many.
    """
    several = limit + limit // 2
    pool = _gather(library, given, max(_POOL, several))
    # Only the best are read: what the catalog adds to their scores is little.
    best = sorted(pool.parts, key=lambda key: (key not in pool.named, -pool.parts[key].score, key))
    with library.database.read() as connection:
        found = papers.get(connection, best[: several + _READ])
    by_word, near = _ranks(pool.by_word), _ranks(pool.near)
    made = []
    for paper in found:
        key = paper.key
        alike = Alike(key, _completed(pool.parts[key], paper, given), by_word.get(key), near.get(key))
        made.append(Candidate(paper, alike, pool.meaning.rows.get(key), pool.meaning.evened_rows.get(key)))
    return sorted(made, key=lambda one: (-one.alike.parts.score, one.paper.key))


def _gather(library: Library, given: Given, size: int) -> _Pool:
    engine, query, own_keys = library.engine, given.query, given.keys
    size += len(own_keys)
    near = engine.semantic(given.middle, query.constraints, size) if given.middle is not None else []
    by_word = engine.lexical(query, size) if own_keys else Ranked()
    named = _named(library, given) - own_keys
    words = {one.key: one.score for one in by_word.hits}
    keys = list(dict.fromkeys([*(one.key for one in near), *words, *sorted(named)]))
    # The given ones as well: what they score themselves is what the others are measured by.
    words |= engine.lexical_scores(query, [key for key in dict.fromkeys([*keys, *own_keys]) if key not in words])
    own = max((words.get(key, 0.0) for key in own_keys), default=0.0) or max(words.values(), default=1.0)
    others = [key for key in keys if key not in own_keys]
    meaning = compare(library, given.middle, others)
    parts = {
        key: Parts(meaning.cosines.get(key), meaning.evened_cosines.get(key, 0.0), words.get(key, 0.0), own)
        for key in others
    }
    return _Pool(_without(near, own_keys), _without(by_word.hits, own_keys), named, meaning, parts)


def _completed(parts: Parts, paper: Paper, given: Given) -> Parts:
    """Add what the catalog knows."""
    every = given.categories.union(paper.categories)
    return replace(
        parts,
        categories=len(given.categories.intersection(paper.categories)) / len(every) if every else 0.0,
        authors=tuple(one.name for one in paper.authors if author_key(one.name) in given.authors),
        names_other=paper.arxiv_id in given.named or not given.ids.isdisjoint(ids_named(paper)),
    )


def _without(hits: Sequence[Scored], keys: frozenset[int]) -> list[Scored]:
    return [one for one in hits if one.key not in keys]


def _ranks(hits: Sequence[Scored]) -> dict[int, int]:
    return {one.key: rank for rank, one in enumerate(hits, 1)}


def _named(library: Library, given: Given) -> frozenset[int]:
    # Whether they hold conditions could not be told here; a list with conditions does without.
    if not given.named or given.query.constraints:
        return frozenset()
    with library.database.read() as connection:
        return frozenset(papers.find_keys(connection, [f"arxiv:{one}" for one in given.named]).values())
