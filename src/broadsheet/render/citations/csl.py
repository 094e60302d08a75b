"""CSL-JSON, as citation processors read it."""

from broadsheet.model.paper import Author, Paper
from broadsheet.render.citations.facts import (
    Form,
    address_of,
    date_parts,
    form_of,
    one_line,
    suffix_of,
)
from broadsheet.render.mathematics import to_plain
from broadsheet.render.standing import STANDING_NAMES

_TYPES: dict[Form, str] = {
    "preprint": "article",
    "journal": "article-journal",
    "conference": "paper-conference",
    "chapter": "chapter",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
}


def to_csl(paper: Paper) -> dict[str, object]:
    """Return the paper as one CSL-JSON item, without empty fields; a list of such items is a file."""
    form = form_of(paper)
    date = date_parts(paper)
    arxiv = f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else ""
    item: dict[str, object] = {
        "id": paper.id,
        "type": _TYPES[form],
        "title": one_line(to_plain(paper.title)),
        "author": [_name(author) for author in paper.authors if author.name.strip()],
        "issued": {"date-parts": [date]} if date else None,
        "container-title": paper.venue,
        "volume": paper.volume,
        "issue": paper.issue,
        "page": paper.pages,
        "publisher": paper.publisher or ("arXiv" if form == "preprint" and arxiv else ""),
        "number": arxiv or paper.acl_id,
        "archive": "arXiv" if arxiv else "",
        "DOI": paper.doi,
        "URL": address_of(paper),
        "keyword": ", ".join((*paper.categories, *paper.keywords)),
        "abstract": to_plain(paper.abstract),
        "note": STANDING_NAMES.get(paper.standing, ""),
    }
    return {name: value for name, value in item.items() if value}


def _name(author: Author) -> dict[str, str]:
    if not author.family:
        return {"literal": author.name}
    parts = {"family": author.family, "given": author.given, "suffix": suffix_of(author)}
    return {name: value for name, value in parts.items() if value}
