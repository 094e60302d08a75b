"""Highwire Press tags, by which Zotero and scholarly search engines read a paper's page."""

from broadsheet.model.paper import Paper
from broadsheet.render.citations.facts import date_parts, form_of, inverted, one_line, pages_of, pdf_of
from broadsheet.render.mathematics import to_plain


def highwire(paper: Paper, page_url: str = "") -> list[tuple[str, str]]:
    """Return (name, content) of each meta tag, in order; one `citation_author` per author.

    A reader of these tags chooses the kind of item by the venue tag: a journal, a conference, or, for a preprint,
    the institution of a technical report; without any it would take every preprint for a journal article.
    """
    first_page, last_page = pages_of(paper)
    tags = [
        ("citation_title", to_plain(paper.title)),
        *(("citation_author", inverted(author)) for author in paper.authors),
        ("citation_publication_date", "/".join(f"{part:02d}" for part in date_parts(paper))),
        *_venue(paper),
        ("citation_volume", paper.volume),
        ("citation_issue", paper.issue),
        ("citation_firstpage", first_page),
        ("citation_lastpage", last_page),
        ("citation_publisher", paper.publisher),
        ("citation_doi", paper.doi),
        ("citation_arxiv_id", paper.arxiv_id),
        ("citation_pdf_url", pdf_of(paper)),
        ("citation_abstract_html_url", page_url),
        *(("citation_keywords", keyword) for keyword in paper.keywords),
    ]
    return [(name, text) for name, value in tags if (text := one_line(value))]


def _venue(paper: Paper) -> list[tuple[str, str]]:
    form = form_of(paper)
    if form == "journal":
        return [("citation_journal_title", paper.venue or paper.journal_ref)]
    if form == "conference":
        return [("citation_conference_title", paper.venue or "ACL Anthology")]
    if form == "thesis":
        return [("citation_dissertation_institution", paper.publisher or paper.venue)]
    if form in ("book", "chapter"):
        return [("citation_inbook_title" if form == "chapter" else "citation_book_title", paper.venue)]
    number = f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else ""
    institution = paper.publisher or ("arXiv" if paper.arxiv_id else paper.venue)
    return [("citation_technical_report_institution", institution), ("citation_technical_report_number", number)]
