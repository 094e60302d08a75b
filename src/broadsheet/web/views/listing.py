"""Papers as they stand in lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from broadsheet import links
from broadsheet.model.categories import category_name
from broadsheet.model.paper import Paper, Standing
from broadsheet.model.query import Fragment, Hit, Why
from broadsheet.render import fragments
from broadsheet.render.citations import coins
from broadsheet.render.mathematics import to_html, to_plain
from broadsheet.render.outlinks import first_link, pdf_address
from broadsheet.web.site import Site

TEASER = 520  # characters: as much as the lead shows; elsewhere the style sheet ends it sooner
_READ = 1_400  # enough text for a teaser once its mathematics is made plain


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper in a list. `why` stands only where the list can say why it shows the paper.

    Without `is_dated` nobody said on which day the paper appeared, and `day` is the day it came in; then `year` is the
    year of publication, where that is known.
    """

    key: int
    id: str
    address: str
    title: Markup
    byline: str
    day: date
    is_dated: bool
    year: int | None
    category: str
    category_name: str
    is_summary: bool
    pdf: str
    code: str
    coins: str
    standing: Standing = ""
    teaser: str = ""
    why: Why | None = None


def entries(site: Site, listed: Iterable[Paper]) -> tuple[Entry, ...]:
    """Build the entries of a list of papers, each with the beginning of its text."""
    return tuple(replace(_entry(site, paper), teaser=_teaser(site, paper)) for paper in listed)


def hit_entries(site: Site, hits: Iterable[Hit]) -> tuple[Entry, ...]:
    """Build the entries of results: matched words are marked, and each says why it is there."""
    return tuple(_hit_entry(site, hit) for hit in hits)


def _hit_entry(site: Site, hit: Hit) -> Entry:
    plain = _entry(site, hit.paper)
    return replace(
        plain,
        title=_marked_title(plain.title, hit.title),
        teaser=fragments.marked(hit.snippet, to_plain) if hit.snippet else _teaser(site, hit.paper),
        why=hit.why,
    )


def _entry(site: Site, paper: Paper) -> Entry:
    made: Entry = site.entries.get((paper.key, paper.change), lambda: _make(paper))
    return made


def _teaser(site: Site, paper: Paper) -> str:
    text = (paper.abstract or paper.summary)[:_READ]
    made: str = site.teasers.get((paper.key, paper.change), lambda: fragments.teaser(to_plain(text), TEASER))
    return made


def _marked_title(title: Markup, pieces: Sequence[Fragment]) -> Markup:
    # A mark may begin inside a formula: such a title is set as mathematics, without marks.
    if not pieces or any(piece.text.count("$") % 2 for piece in pieces):
        return title
    return fragments.marked(pieces, to_html)


def _make(paper: Paper) -> Entry:
    category = paper.categories[0] if paper.categories else ""
    is_dated = bool(paper.published or paper.arxiv_id)
    return Entry(
        key=paper.key,
        id=paper.id,
        address=links.paper(paper.id),
        title=to_html(paper.title),
        byline=fragments.byline(paper.authors),
        day=paper.day,
        is_dated=is_dated,
        year=None if is_dated else paper.year,
        category=category,
        category_name=category_name(category),
        is_summary=bool(paper.summary and not paper.abstract),
        pdf=pdf_address(paper),
        code=first_link(paper, "code"),
        coins=coins(paper),
        standing=paper.standing,
    )
