"""What the page of a paper shows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from markupsafe import Markup

from broadsheet import links
from broadsheet.model.categories import category_name
from broadsheet.model.names import author_key
from broadsheet.model.paper import Author, Link, Paper, Standing
from broadsheet.model.query import Hit
from broadsheet.render.citations import to_bibtex, to_csl, to_ris
from broadsheet.render.fragments import byline, counted
from broadsheet.render.mathematics import to_html
from broadsheet.render.outlinks import LINK_NAMES, is_web_address, registered
from broadsheet.search.similar import shared_words, similar
from broadsheet.store.growth import Growth
from broadsheet.store.records import StoredRecord
from broadsheet.web.facts.said import Says
from broadsheet.web.names.words import SOURCE_NAMES
from broadsheet.web.site import Site
from broadsheet.web.views.counts import Count, view_counts
from broadsheet.web.views.edition.picking import Picking
from broadsheet.web.views.facts import index_stamp

AUTHORS_SHOWN = 30
SIMILAR_SHOWN = 8
_COMPARED = 3
_WORDS_TOLD = 3


@dataclass(frozen=True, slots=True)
class Outlink:
    """A way to something of the paper elsewhere. `origin` says where the address comes from."""

    label: str
    address: str
    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name, and the page about what it names."""

    name: str
    address: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation format, as text and as a file."""

    format: str
    label: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Said:
    """One source record: who said it, under which id, from which file, when it came in."""

    source: str
    source_id: str
    origin: str
    received: date


@dataclass(frozen=True, slots=True)
class Alike:
    """A similar paper; `likeness` is empty where words alone were compared. `shares` says what both have."""

    key: int
    id: str
    address: str
    title: Markup
    byline: str
    likeness: str
    shares: str = ""
    standing: Standing = ""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One paper with everything known about it."""

    paper: Paper
    title: Markup
    abstract: Markup
    summary: Markup
    comment: Markup
    standing_note: Markup
    authors: tuple[Named, ...]
    further_authors: tuple[Named, ...]
    categories: tuple[Named, ...]
    outlinks: tuple[Outlink, ...]
    citations: tuple[Citation, ...]
    counts: tuple[Count, ...]
    said: tuple[Said, ...]
    similar: tuple[Alike, ...]
    varied: bool  # whether the similar papers were chosen to be unlike each other
    picking: Picking
    says: Says

    @property
    def by_words(self) -> bool:
        """Whether the similar papers were found by words alone: this one has not been embedded."""
        return not any(one.likeness for one in self.similar)

    @property
    def side_by_side(self) -> str:
        """Where the paper stands beside the most similar ones."""
        return links.compare([self.paper.id, *(one.id for one in self.similar[:_COMPARED])])


def view_paper(
    site: Site,
    paper: Paper,
    stored: Sequence[StoredRecord],
    grown: Sequence[Growth],
    picking: Picking,
    *,
    says: Says,
    varied: bool = False,
) -> PaperPage:
    """Build the page of a paper from the paper, its source records and what services count about it."""
    texts, citations = site.papers.get((paper.key, paper.change), lambda: (_set(paper), _cite_all(paper)))
    authors = tuple(map(_author, paper.authors))
    return PaperPage(
        paper=paper,
        title=says.title,
        abstract=says.abstract,
        **texts,
        authors=authors[:AUTHORS_SHOWN],
        further_authors=authors[AUTHORS_SHOWN:],
        categories=tuple(Named(category_name(code), links.category(code), code) for code in paper.categories),
        outlinks=outlinks(paper),
        citations=citations,
        # Not kept with the texts: counts move without a change of the paper.
        counts=view_counts(grown, site.services.clock()),
        said=tuple(map(_said, stored)),
        similar=_similar(site, paper, varied=varied),
        varied=varied,
        picking=picking,
        says=says,
    )


def cite(paper: Paper, citation_format: str) -> str:
    """Return the citation of a paper as a file in a format of `links.CITATION_SUFFIXES`."""
    if citation_format == "csl":
        return json.dumps([to_csl(paper)], ensure_ascii=False, indent=2) + "\n"
    return to_bibtex(paper) if citation_format == "bibtex" else to_ris(paper)


def outlinks(paper: Paper) -> tuple[Outlink, ...]:
    """Return every address elsewhere, the paper itself first; each address once, with the first who gave it."""
    found: dict[str, Outlink] = {}
    for label, address, origin in [*registered(paper), *_given(paper)]:
        if is_web_address(address):
            host = urlsplit(address).netloc.removeprefix("www.")
            found.setdefault(address, Outlink(label, address, host, origin))
    return tuple(found.values())


def _given(paper: Paper) -> list[tuple[str, str, str]]:
    order = list(LINK_NAMES)
    ordered = sorted(paper.links, key=lambda link: order.index(link.kind))
    return [(LINK_NAMES[link.kind], link.url, _giver(link)) for link in ordered]


def _giver(link: Link) -> str:
    return "read in the text" if link.origin == "text" else f"given by {SOURCE_NAMES.get(link.origin, link.origin)}"


def _set(paper: Paper) -> dict[str, Markup]:
    return {
        "summary": to_html(paper.summary),
        "comment": to_html(paper.comment, link_urls=True),
        "standing_note": to_html(paper.standing_note, link_urls=True),
    }


def _cite_all(paper: Paper) -> tuple[Citation, ...]:
    formats = (("bibtex", "BibTeX"), ("ris", "RIS"), ("csl", "CSL-JSON"))
    return tuple(Citation(name, label, cite(paper, name), links.citation(paper.id, name)) for name, label in formats)


def _author(author: Author) -> Named:
    key = author_key(author.name)
    return Named(author.name, links.author(key) if key else "")


def _said(stored: StoredRecord) -> Said:
    # Only the service's or the file's name: its folder is nobody's business.
    origin = urlsplit(stored.raw.origin).netloc if is_web_address(stored.raw.origin) else ""
    origin = origin or stored.raw.origin.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return Said(stored.source, stored.source_id, origin, stored.received.date())


def _similar(site: Site, paper: Paper, *, varied: bool) -> tuple[Alike, ...]:
    library = site.services.library
    found: tuple[Alike, ...] = site.lists.get(
        ("similar", paper.key, varied, index_stamp(site)),
        lambda: tuple(map(_alike, similar(library, [paper.key], limit=SIMILAR_SHOWN, varied=varied))),
    )
    return found


def _shares(hit: Hit) -> str:
    """Tell in one line what a similar paper shares: words, authors, categories."""
    authors = hit.why.matched.get("author", ())
    told = [
        ", ".join(f"“{word}”" for word in shared_words(hit)[:_WORDS_TOLD]),
        authors[0] if len(authors) == 1 else counted(len(authors), "author") if authors else "",
        " ".join(hit.why.matched.get("category", ())[:_WORDS_TOLD]),
    ]
    return "; ".join(filter(None, told))


def _alike(hit: Hit) -> Alike:
    cosine = hit.why.semantic_score
    return Alike(
        key=hit.paper.key,
        id=hit.paper.id,
        address=links.paper(hit.paper.id),
        title=to_html(hit.paper.title),
        byline=byline(hit.paper.authors),
        likeness="" if cosine is None else f"cosine {cosine:.2f}",
        shares=_shares(hit),
        standing=hit.paper.standing,
    )
