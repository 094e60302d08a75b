"""List and search pages of a paper site saved as HTML: headings that link to papers by their arXiv id."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from lxml import etree, html

from broadsheet.errors import BadFile, BadRecord
from broadsheet.extract.text import clean_abstract
from broadsheet.harvest.files import huggingface
from broadsheet.harvest.files.fields.dates import arxiv_year, parse_day
from broadsheet.harvest.files.fields.links import gather_links, make_links
from broadsheet.harvest.files.fields.values import cleaned_title, one_line
from broadsheet.harvest.files.stream.encoding import decode_text
from broadsheet.harvest.files.stream.limits import PAGE
from broadsheet.model.ids import ArxivId, parse_arxiv_id
from broadsheet.model.paper import Record
from broadsheet.model.raw import RawRecord, Refusal

FORMAT = "page_html"

_PAPER = re.compile(
    r"(?:(?:https?://(?:www\.)?huggingface\.co)?/papers/|https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/)"
    r"([\w.-]+(?:/\d{7}(?:v\d+)?)??)/?(?:\?[^#]*)?"
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DROPPED = ("script", "style", "svg", "img", "video", "iframe", "noscript", "input", "button")
_SHORTEST_ABSTRACT = 80
_PUBLISHED = re.compile(r"Published on ([A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})")
_REPOSITORY = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+/?")


def split(chunks: Iterable[bytes], origin: str) -> Iterator[RawRecord | Refusal]:
    """Yield each paper of the page; BadFile with the page's title where it lists none.

    A page that carries its list as data (the site's own `daily_papers` objects) is read from those,
    which say more than what is shown.
    """
    page = _parse(_whole(chunks))
    found = False
    for number, item in enumerate(_listed(page), 1):
        found = True
        yield RawRecord(huggingface.FORMAT, orjson.dumps(item), origin, number, "record")
    if found:
        return
    for number, entry in enumerate(_entries(page), 1):
        found = True
        yield RawRecord(FORMAT, entry, origin, number, "record")
    if not found:
        title = one_line(page.findtext(".//title") or "")
        raise BadFile(f"this is an HTML page with no list of papers (title: {title[:100]!r})")


def _whole(chunks: Iterable[bytes]) -> bytes:
    page = bytearray()
    for chunk in chunks:
        page += chunk
        if len(page) > PAGE:
            raise BadFile(f"the HTML page is longer than {PAGE >> 20} MiB")
    return decode_text(bytes(page)).replace("\0", "").encode()


def _parse(page: bytes) -> Any:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        return html.document_fromstring(page, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise BadFile(f"this HTML page cannot be read: {error}") from None


def _listed(page: Any) -> Iterator[dict[str, object]]:
    for text in page.xpath("//@data-props"):
        if '"dailyPapers"' not in text and '"papers"' not in text:
            continue
        try:
            data = orjson.loads(text.encode())
        except orjson.JSONDecodeError:
            continue
        listed = data.get("dailyPapers") or data.get("papers") if isinstance(data, dict) else None
        if isinstance(listed, list):
            yield from (item for item in listed if isinstance(item, dict) and huggingface.matches(item))


def _entries(page: Any) -> Iterator[bytes]:
    """The element around each heading that links to a paper, as HTML of its own."""
    headings = [(link, arxiv.id) for link in page.iter("a") if (arxiv := _paper_of(link)) and _is_heading(link)]
    seen: set[str] = set()
    for link, arxiv_id in headings:
        if arxiv_id not in seen:
            seen.add(arxiv_id)
            yield _as_html(_container(link, arxiv_id))


def _paper_of(link: Any) -> ArxivId | None:
    match = _PAPER.fullmatch(link.get("href", "").strip())
    return parse_arxiv_id(match[1].removesuffix(".pdf")) if match else None


def _is_heading(link: Any) -> bool:
    if not link.text_content().strip():
        return False
    inner = any(child.tag in _HEADINGS for child in link.iterdescendants())
    return inner or any(parent.tag in _HEADINGS for parent in link.iterancestors())


def _container(link: Any, arxiv_id: str) -> Any:
    """The article that the link stands in, else the widest element without another paper in it."""
    article = next(link.iterancestors("article"), None)
    if article is not None:
        return article
    container = link
    for parent in link.iterancestors():
        papers = (paper.id for other in parent.iter("a") if (paper := _paper_of(other)))
        if parent.tag in ("body", "html") or any(paper != arxiv_id for paper in papers):
            break
        container = parent
    return container


def _as_html(element: Any) -> bytes:
    etree.strip_elements(element, *_DROPPED, with_tail=False)
    return etree.tostring(element, method="html", encoding="utf-8", with_tail=False)


def adapt(raw: RawRecord) -> Record:
    """Read one entry. Its authors are shown only in part and in no sure order: they are left out."""
    try:
        entry: Any = html.fromstring(raw.payload, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError) as error:
        raise BadRecord(f"not HTML: {error}") from None
    link = next((link for link in entry.iter("a") if _paper_of(link) and _is_heading(link)), None)
    arxiv = _paper_of(link) if link is not None else None
    if link is None or arxiv is None:
        raise BadRecord("no heading that links to a paper")
    abstract = clean_abstract(_abstract(entry))
    published = _PUBLISHED.search(one_line(entry.text_content()))
    day = parse_day(published[1]) if published else None
    code = next((url for other in entry.iter("a") if _REPOSITORY.fullmatch(url := other.get("href", ""))), "")
    return Record(
        source="huggingface",
        source_id=arxiv.id,
        title=cleaned_title(link.text_content()),
        abstract=abstract,
        arxiv_id=arxiv.id,
        version=arxiv.version,
        published=day,
        year=day.year if day else arxiv_year(arxiv.id),
        kind="article",
        links=gather_links(make_links("huggingface", [("code", code)]), abstract),
    )


def _abstract(entry: Any) -> str:
    paragraphs = (paragraph.text_content().strip() for paragraph in entry.iter("p"))
    return next((text for text in paragraphs if len(text) >= _SHORTEST_ABSTRACT), "")
