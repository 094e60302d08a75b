"""RIS, as Zotero, Mendeley and EndNote read it."""

from broadsheet.model.paper import Paper
from broadsheet.render.citations.facts import (
    Form,
    address_of,
    date_parts,
    form_of,
    inverted,
    one_line,
    pages_of,
    pdf_of,
)
from broadsheet.render.mathematics import to_plain
from broadsheet.render.standing import STANDING_NAMES

_TYPES: dict[Form, str] = {
    "preprint": "UNPB",
    "journal": "JOUR",
    "conference": "CPAPER",
    "chapter": "CHAP",
    "book": "BOOK",
    "thesis": "THES",
    "report": "RPRT",
}


def to_ris(paper: Paper) -> str:
    """Return the paper as one RIS record, from `TY` to `ER`, ending with a line end."""
    form = form_of(paper)
    first, last = pages_of(paper)
    date = date_parts(paper)
    fields = [
        ("TY", _TYPES[form]),
        ("TI", to_plain(paper.title)),
        *(("AU", inverted(author)) for author in paper.authors),
        ("T2", paper.venue),
        ("VL", paper.volume),
        ("IS", paper.issue),
        ("SP", first),
        ("EP", last),
        ("PB", paper.publisher or ("arXiv" if form == "preprint" and paper.arxiv_id else "")),
        ("PY", str(date[0]) if date else ""),
        ("DA", f"{date[0]:04d}/{date[1]:02d}/{date[2]:02d}" if len(date) == 3 else ""),
        ("DO", paper.doi),
        ("AN", f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else paper.acl_id),
        ("UR", address_of(paper)),
        ("L1", pdf_of(paper)),
        *(("KW", keyword) for keyword in (*paper.categories, *paper.keywords)),
        ("AB", to_plain(paper.abstract)),
        ("N1", STANDING_NAMES.get(paper.standing, "")),
    ]
    lines = [f"{tag}  - {text}" for tag, value in fields if (text := one_line(value))]
    return "\n".join([*lines, "ER  - ", ""])
