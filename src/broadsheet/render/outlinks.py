"""Where a paper is to be had elsewhere, by its ids and by the links that sources gave."""

from broadsheet import links
from broadsheet.model.paper import LinkKind, Paper

LINK_NAMES: dict[LinkKind, str] = {
    "pdf": "PDF",
    "page": "Page",
    "code": "Code",
    "project": "Project",
    "data": "Data",
    "model": "Model",
    "demo": "Demo",
    "video": "Video",
    "slides": "Slides",
}


def is_web_address(address: str) -> bool:
    """Whether an address that came from elsewhere may be linked: nothing but http and https."""
    return address.startswith(("https://", "http://"))


def first_link(paper: Paper, kind: LinkKind) -> str:
    """Return the first link of a kind that may be linked, empty where there is none."""
    return next((link.url for link in paper.links if link.kind == kind and is_web_address(link.url)), "")


def pdf_address(paper: Paper) -> str:
    """Return where the paper's PDF is, empty where nobody said."""
    return first_link(paper, "pdf") or (links.arxiv_pdf(paper.arxiv_id) if paper.arxiv_id else "")


def registered(paper: Paper) -> list[tuple[str, str, str]]:
    """Return what follows from the paper's ids: name, address, and from which id."""
    rows = []
    if paper.arxiv_id:
        rows.append(("PDF", links.arxiv_pdf(paper.arxiv_id), "by its arXiv id"))
        rows.append(("arXiv", links.arxiv_page(paper.arxiv_id), "by its arXiv id"))
    if paper.doi:
        rows.append(("DOI", links.doi_page(paper.doi), "by its DOI"))
    if paper.acl_id:
        rows.append(("ACL Anthology", links.acl_page(paper.acl_id), "by its ACL id"))
    return rows
