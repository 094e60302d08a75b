"""Papers as readers see them, and records as sources sent them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

LinkKind = Literal["page", "pdf", "code", "project", "data", "model", "demo", "video", "slides"]
# How a paper stands with who published it, the gravest first; "" where nothing is wrong.
Standing = Literal["", "retracted", "withdrawn", "deleted"]


@dataclass(frozen=True, slots=True)
class Author:
    """One author in the order of the paper.

    `name` is the display form, given name first. `family` and `given` are empty
    where the source did not say which is which and it could not be told.
    """

    name: str
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that belongs to a paper; `origin` is the source that gave it, or `text` if read out of the text."""

    kind: LinkKind
    url: str
    origin: str


@dataclass(frozen=True, slots=True)
class Version:
    """One numbered version of a preprint, with the day it was submitted where known."""

    number: int
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What one source says about one paper, cleaned and in our terms.

    Empty strings and tuples mean "this source says nothing". `source` is who says it
    (a key of `harvest.merge.PRECEDENCE`), `source_id` the id by which that source
    knows the paper: the two together name a record over all its versions.
    """

    source: str
    source_id: str
    title: str
    abstract: str = ""
    summary: str = ""
    authors: tuple[Author, ...] = ()
    arxiv_id: str = ""  # without version
    doi: str = ""  # lower case, without resolver
    acl_id: str = ""
    version: int | None = None  # of the arXiv id, where the source named one
    versions: tuple[Version, ...] = ()
    categories: tuple[str, ...] = ()  # primary first
    keywords: tuple[str, ...] = ()
    published: date | None = None  # first submission or publication
    updated: date | None = None  # last change of the paper, by the source
    announced: date | None = None  # the day the source listed it as new
    year: int | None = None
    kind: str = ""  # CSL type: article, article-journal, paper-conference, chapter, book, thesis, report
    venue: str = ""  # journal, proceedings or book
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    journal_ref: str = ""
    comment: str = ""
    license: str = ""
    links: tuple[Link, ...] = ()
    standing: Standing = ""
    standing_note: str = ""  # why, in the source's words, or the address of its notice


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: the view over all its records by the precedence table of `harvest.merge`.

    `key` is the catalog's own number, never shown; `id` is the public one
    (`arxiv:2402.17457`, `doi:10.…`, `acl:2024.acl-long.1`, `bs:<hash>`). `day` is the
    day the paper is listed under: announced, else published, else the first of the month
    of its arXiv id, else of its year if that is a past one, else the day it was taken in.
    """

    key: int
    id: str
    title: str
    abstract: str = ""
    summary: str = ""
    authors: tuple[Author, ...] = ()
    arxiv_id: str = ""
    doi: str = ""
    acl_id: str = ""
    versions: tuple[Version, ...] = ()
    categories: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    published: date | None = None
    updated: date | None = None
    day: date = date(1970, 1, 1)
    year: int | None = None
    kind: str = "article"
    venue: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    journal_ref: str = ""
    comment: str = ""
    license: str = ""
    links: tuple[Link, ...] = ()
    standing: Standing = ""
    standing_note: str = ""
    sources: tuple[str, ...] = ()  # sorted names of all sources that know the paper
    change: int = field(default=0, compare=False)  # number of the last change, rising over the whole catalog

    @property
    def has_code(self) -> bool:
        """Whether any link leads to code."""
        return any(link.kind == "code" for link in self.links)

    @property
    def has_pdf(self) -> bool:
        """Whether a PDF can be linked."""
        return bool(self.arxiv_id) or any(link.kind == "pdf" for link in self.links)

    @property
    def text(self) -> str:
        """Title and what there is of abstract and summary, as it is embedded."""
        return "\n".join(part for part in (self.title, self.abstract or self.summary) if part)
