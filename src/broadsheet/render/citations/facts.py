"""What all citation formats need to know of a paper."""

import re
from typing import Literal

from broadsheet import links
from broadsheet.model.paper import Author, Paper

Form = Literal["preprint", "journal", "conference", "chapter", "book", "thesis", "report"]

_FORMS: dict[str, Form] = {
    "article-journal": "journal",
    "paper-conference": "conference",
    "chapter": "chapter",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
}
_PAGES = re.compile(r"\s*([^\s,–—-]+)\s*(?:[-–—]+\s*([^\s,–—-]+))?\s*")
_SUFFIX = re.compile(r"(?:Jr|Sr|jr|sr)\.?|I{2,3}|IV|2nd|3rd")


def form_of(paper: Paper) -> Form:
    """How the paper appeared: by its kind where a source gave one, else by the ids and the venue that it has."""
    if paper.kind in _FORMS:
        return _FORMS[paper.kind]
    if paper.acl_id:
        return "conference"
    return "journal" if paper.venue and (paper.volume or paper.issue or not paper.arxiv_id) else "preprint"


def year_of(paper: Paper) -> int | None:
    """The year of publication, of first submission where that is all there is."""
    return paper.year or (paper.published.year if paper.published else None)


def date_parts(paper: Paper) -> list[int]:
    """Year, month and day as far as they are known; the day of submission only where it is of the same year."""
    year = year_of(paper)
    if year is None:
        return []
    if paper.published is None or paper.published.year != year:
        return [year]
    return [year, paper.published.month, paper.published.day]


def address_of(paper: Paper) -> str:
    """The paper's own page elsewhere: ACL Anthology, arXiv, DOI, or the first page a source gave; else empty."""
    if paper.acl_id:
        return links.acl_page(paper.acl_id)
    if paper.arxiv_id:
        return links.arxiv_page(paper.arxiv_id)
    if paper.doi:
        return links.doi_page(paper.doi)
    return next((link.url for link in paper.links if link.kind == "page" and link.origin != "text"), "")


def pdf_of(paper: Paper) -> str:
    """The paper's PDF, or empty."""
    given = next((link.url for link in paper.links if link.kind == "pdf"), "")
    return given or (links.arxiv_pdf(paper.arxiv_id) if paper.arxiv_id else "")


def pages_of(paper: Paper) -> tuple[str, str]:
    """First and last page; a single page or article number is a first page."""
    match = _PAGES.fullmatch(paper.pages)
    return (match[1], match[2] or "") if match else (paper.pages.strip(), "")


def suffix_of(author: Author) -> str:
    """`Jr.` or `III` at the end of the display name that neither part has, or empty."""
    last = author.name.rpartition(" ")[2]
    missing = author.family != "" and last not in f"{author.family} {author.given}".split(" ")
    return last if missing and _SUFFIX.fullmatch(last) else ""


def inverted(author: Author) -> str:
    """`Family, Given` with a suffix last, or the name as it is where it has no parts."""
    parts = (author.family, author.given, suffix_of(author))
    return ", ".join(part for part in parts if part) if author.family else author.name


def one_line(text: str) -> str:
    """The text without line ends and other controls."""
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(text.split())
