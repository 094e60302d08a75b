"""COinS: a citation in the title of an empty `<span class="Z3988">`, by which Zotero reads lists."""

from urllib.parse import urlencode

from broadsheet.model.paper import Paper
from broadsheet.render.citations.facts import Form, address_of, date_parts, form_of, inverted, one_line, pages_of
from broadsheet.render.mathematics import to_plain

# A list shows many papers; a collaboration of 3,000 names would outweigh the page.
_AUTHORS = 50
_BOOKS: dict[Form, str] = {"book": "book", "chapter": "bookitem", "report": "report"}
_ARTICLES: dict[Form, str] = {"conference": "proceeding", "preprint": "preprint"}


def coins(paper: Paper) -> str:
    """Return the value of the title attribute by Z39.88-2004, not yet escaped for HTML; at most 50 authors."""
    form = form_of(paper)
    book = form in _BOOKS
    first = paper.authors[0] if paper.authors else None
    first_page, last_page = pages_of(paper)
    title = to_plain(paper.title)
    fields = [
        ("ctx_ver", "Z39.88-2004"),
        ("rfr_id", "info:sid/broadsheet"),
        (
            "rft_val_fmt",
            f"info:ofi/fmt:kev:mtx:{'book' if book else 'dissertation' if form == 'thesis' else 'journal'}",
        ),
        ("rft_id", f"info:doi/{paper.doi}" if paper.doi else ""),
        ("rft_id", address_of(paper)),
        ("rft.genre", _BOOKS.get(form, "") if book else _ARTICLES.get(form, "article") if form != "thesis" else ""),
        ("rft.btitle" if form in ("book", "report") else "rft.title" if form == "thesis" else "rft.atitle", title),
        ("rft.btitle" if form == "chapter" else "rft.jtitle", paper.venue),
        ("rft.volume", paper.volume),
        ("rft.issue", paper.issue),
        ("rft.spage", first_page),
        ("rft.epage", last_page),
        ("rft.pub", paper.publisher or ("arXiv" if form == "preprint" and paper.arxiv_id else "")),
        ("rft.date", "-".join(f"{part:02d}" for part in date_parts(paper))),
        ("rft.aulast", first.family if first else ""),
        ("rft.aufirst", first.given if first else ""),
        *(("rft.au", inverted(author)) for author in paper.authors[:_AUTHORS]),
    ]
    given = ((name, one_line(value).encode("utf-8", "replace")) for name, value in fields)
    return urlencode([(name, value) for name, value in given if value])
