"""What a reader asks, and what comes back."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from broadsheet.model.facts import PaperKind
from broadsheet.model.paper import Paper

Sort = Literal["relevance", "newest", "oldest"]
TextField = Literal["any", "title", "abstract", "author"]


@dataclass(frozen=True, slots=True)
class Words:
    """Words that score a paper and need not all occur; only at the top level of a query."""

    text: str


@dataclass(frozen=True, slots=True)
class Guess:
    """What may have been meant by a free word that no paper has, likeliest first; scores less than a word typed right.

    One of them can be several words: `deep learning` for `deeplearning`.
    """

    typed: str
    meant: tuple[str, ...]
    is_known: bool = False  # in one piece, as in `deep-learning`: the words stand beside it


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase that must occur in `field` (`any` is title, abstract or summary)."""

    field: TextField
    text: str
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """`cs` covers `cs.LG`; `cs.LG` covers itself."""

    prefix: str


@dataclass(frozen=True, slots=True)
class Source:
    """Known to this source."""

    name: str


@dataclass(frozen=True, slots=True)
class Has:
    """Has code or a PDF, or states results."""

    what: Literal["code", "pdf", "results"]


@dataclass(frozen=True, slots=True)
class SystemIs:
    """Introduces a system of this name, by `model.entities.entity_key`."""

    key: str


@dataclass(frozen=True, slots=True)
class DatasetIs:
    """Uses or introduces a dataset or benchmark of this name, by `model.entities.entity_key`."""

    key: str


@dataclass(frozen=True, slots=True)
class KindIs:
    """Is a paper of this kind."""

    kind: PaperKind


@dataclass(frozen=True, slots=True)
class Days:
    """Listed from `first` to `last`, both included; None is open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Years:
    """Published from `first` to `last`, both included; None is open."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """Is the paper with this public id."""

    id: str


@dataclass(frozen=True, slots=True)
class AuthorIs:
    """Has an author of exactly this name, by `model.names.author_key`."""

    key: str


@dataclass(frozen=True, slots=True)
class FamilyIs:
    """Has an author of this family name, alone or with an initial: `hinton`, `g-hinton`."""

    brief: str


@dataclass(frozen=True, slots=True)
class Not:
    """Does not match `part`."""

    part: "Constraint"


@dataclass(frozen=True, slots=True)
class All:
    """Matches every part."""

    parts: tuple["Constraint", ...]


@dataclass(frozen=True, slots=True)
class Any_:
    """Matches at least one part."""

    parts: tuple["Constraint", ...]


Exact = Category | Source | Has | Identifier | AuthorIs | FamilyIs | SystemIs | DatasetIs | KindIs
Constraint = Term | Exact | Days | Years | Not | All | Any_


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the query that could not be used as written, and what was done instead."""

    message: str
    start: int  # character offsets in the query text
    end: int


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. `words` rank; `constraints` must all hold, for lexical and semantic results alike."""

    text: str = ""  # as typed
    words: str = ""  # the free words, in order, phrases included: what is embedded
    scored: tuple[Words | Guess | Term, ...] = ()  # what BM25 scores: free words and required positive terms
    constraints: tuple[Constraint, ...] = ()
    sort: Sort | None = None  # None: relevance where there are words, else newest
    lookup: str = ""  # public id of the paper, where the whole query is an id or its address
    by_text: bool = False  # a pasted abstract: search by its meaning and its rare words
    problems: tuple[Problem, ...] = ()

    @property
    def order(self) -> Sort:
        """The order that results come in."""
        return self.sort or ("relevance" if self.words else "newest")

    @property
    def has_free_words(self) -> bool:
        """Whether it has words outside its constraints: a paper must then contain one of all that score."""
        return any(not isinstance(part, Term) for part in self.scored)


@dataclass(frozen=True, slots=True)
class Spelling:
    """What the index knows instead of words that it does not know, or hardly."""

    guesses: tuple[Guess, ...] = ()  # words that no paper has; what may have been meant was searched for
    suggestion: str = ""  # the whole query as it may have been meant


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text; `marked` where it matched the query."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """Why a paper stands where it stands: the parts of its score.

    Ranks count from 1 and are None where the list did not contain the paper.
    `matched` maps a field name to the query's words found in it.
    """

    score: float
    lexical_rank: int | None = None
    lexical_score: float | None = None
    semantic_rank: int | None = None
    semantic_score: float | None = None  # cosine
    matched: dict[str, tuple[str, ...]] = field(default_factory=dict)
    formula: str = ""  # the sum with this paper's numbers in it
    introduced: str = ""  # the system that the query names, where this paper introduced it


@dataclass(frozen=True, slots=True)
class Hit:
    """One paper in a result list; `title` and `snippet` are its text with the matched words marked."""

    paper: Paper
    why: Why
    title: tuple[Fragment, ...] = ()
    snippet: tuple[Fragment, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and how many matching papers have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of results. `total` counts papers that satisfy the constraints and contain a word of the
    query, or, without words, that satisfy the constraints."""

    query: Query
    hits: tuple[Hit, ...]
    total: int
    page: int
    size: int
    pages: int  # how many pages can be asked for
    facets: dict[str, tuple[FacetValue, ...]] = field(
        default_factory=dict
    )  # category, year, source, has, kind, dataset
    spelling: Spelling = Spelling()
    semantic: bool = True  # False: no vectors yet, or none were asked for
    missing: str = ""  # the public id that the query is, where no paper is known by it
    milliseconds: float = 0.0
