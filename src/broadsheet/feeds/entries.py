"""From a paper, and why a list shows it, to an entry of a feed. What does not depend on the list is made once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from html import escape

from broadsheet import links
from broadsheet.feeds.model import Entry, Outlink, Tag
from broadsheet.feeds.text import as_html, clean, line, name_of
from broadsheet.lib.cache import BoundedCache
from broadsheet.model.categories import category_name
from broadsheet.model.paper import Paper
from broadsheet.render.citations.facts import address_of
from broadsheet.render.fragments import teaser
from broadsheet.render.mathematics import to_plain
from broadsheet.render.outlinks import LINK_NAMES, is_web_address, registered
from broadsheet.render.standing import STANDING_SENTENCES, headline
from broadsheet.store.records import Arrivals

MOST_AUTHORS = 100  # named one by one; a collaboration of thousands would fill the feed
_SUMMARY = 400  # characters
_PDF = "application/pdf"
_NO_ABSTRACT = "No source gave an abstract of this paper."
_NOT_THE_ABSTRACT = "This sentence was written for the starter catalog; it is not the abstract of the authors."


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper in a list: why it is there, in a sentence, and what programs are told beside that."""

    paper: Paper
    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Core:
    """What is the same of a paper in every feed; `html` and `ways`, the links of its content, are safe HTML."""

    id: str
    title: str
    authors: tuple[str, ...]
    more: int
    tags: tuple[Tag, ...]
    links: tuple[Outlink, ...]
    elsewhere: str
    summary: str
    html: str
    ways: str
    text: str


def make_entries(
    listed: Sequence[Listed], arrivals: Mapping[int, Arrivals], cores: BoundedCache[Core], site: str
) -> tuple[Entry, ...]:
    """Build the entries of a list; `site` is the root of all local addresses."""
    return tuple(_entry(one, arrivals.get(one.paper.key), cores, site) for one in listed)


def _entry(listed: Listed, arrivals: Arrivals | None, cores: BoundedCache[Core], site: str) -> Entry:
    paper = listed.paper
    core = cores.get((paper.key, paper.change), lambda: _core(paper))
    day = datetime.combine(paper.day, time(), UTC)
    address = site + links.paper(paper.id)
    reason = line(listed.reason)
    here = f'<p><a href="{escape(address)}">In this library</a>{core.ways}</p>'
    why = f"<p><em>Why it is here: {as_html(reason)}</em></p>"
    extension = {"reason": reason, "day": paper.day.isoformat(), "sources": list(paper.sources), **listed.facts}
    if paper.standing:
        extension["standing"] = paper.standing
    return Entry(
        id=core.id,
        paper=clean(paper.id),
        address=address,
        title=core.title,
        updated=arrivals.latest if arrivals else day,
        # A source may announce a paper for a day that has not begun when it gives it.
        published=min(day, arrivals.first) if arrivals else day,
        authors=core.authors,
        more=core.more,
        tags=core.tags,
        links=core.links,
        elsewhere=core.elsewhere,
        summary=core.summary,
        html=core.html + here + why,
        text=f"{core.text}\n\nWhy it is here: {reason}",
        extension=extension,
    )


def _core(paper: Paper) -> Core:
    title = line(headline(to_plain(paper.title), paper.standing)) or "Untitled"
    said = clean(to_plain(paper.abstract or paper.summary))
    paragraphs = list(_paragraphs(paper, said))
    names = [line(author.name) for author in paper.authors[:MOST_AUTHORS]]
    outlinks = _outlinks(paper)
    return Core(
        id=name_of("paper", paper.id),
        title=title,
        authors=tuple(name for name in names if name),
        more=max(0, len(paper.authors) - MOST_AUTHORS),
        tags=_tags(paper),
        links=outlinks,
        elsewhere=clean(address) if is_web_address(address := address_of(paper)) else "",
        summary=teaser(" ".join(said.split()), _SUMMARY) or _NO_ABSTRACT,
        html="".join(f'<p dir="auto">{as_html(one)}</p>' for one in paragraphs),
        ways="".join(f' · <a href="{escape(link.address)}">{as_html(link.name)}</a>' for link in outlinks),
        text="\n\n".join(paragraphs),
    )


def _paragraphs(paper: Paper, said: str) -> Iterable[str]:
    if paper.standing:
        yield STANDING_SENTENCES[paper.standing]
        if paper.standing_note:
            yield clean(to_plain(paper.standing_note))
    if len(paper.authors) > MOST_AUTHORS:
        yield f"By {len(paper.authors):,} authors, of whom the first {MOST_AUTHORS} are named."
    yield from (part for part in said.split("\n") if part.strip())
    if not said.strip():
        yield _NO_ABSTRACT
    elif not paper.abstract:
        yield _NOT_THE_ABSTRACT


def _tags(paper: Paper) -> tuple[Tag, ...]:
    tags = {line(code): Tag(line(code), category_name(code)) for code in paper.categories}
    for word in map(line, paper.keywords):
        tags.setdefault(word, Tag(word))
    return tuple(tag for term, tag in tags.items() if term)


def _outlinks(paper: Paper) -> tuple[Outlink, ...]:
    found: dict[str, Outlink] = {}
    order = list(LINK_NAMES)
    given = sorted(paper.links, key=lambda link: order.index(link.kind))
    rows = [(name, address) for name, address, _ in registered(paper)]
    rows += [(LINK_NAMES[link.kind], link.url) for link in given]
    for name, address in rows:
        if is_web_address(address):
            found.setdefault(address, Outlink(name, clean(address), _PDF if name == "PDF" else ""))
    return tuple(found.values())
