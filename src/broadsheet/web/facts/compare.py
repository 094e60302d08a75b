"""Two to eight papers side by side, point by point."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.facts.comparing import LEAST, MOST, Comparison, compare
from broadsheet.facts.formats.texts import About
from broadsheet.facts.formats.write import MEDIA_TYPES, WRITERS
from broadsheet.facts.sentences import around
from broadsheet.facts.table.make import rows_of
from broadsheet.facts.table.model import COLUMNS, Found, Row, Table, Value
from broadsheet.model.facts import Fact
from broadsheet.model.names import author_key
from broadsheet.model.paper import Paper
from broadsheet.render.fragments import byline, counted, marked
from broadsheet.render.mathematics import to_html, to_plain
from broadsheet.search.similar import similar
from broadsheet.store.database import Connection
from broadsheet.web.facts.said import claim_text, page_of
from broadsheet.web.http import params
from broadsheet.web.http.access import find_paper
from broadsheet.web.http.respond import give, show
from broadsheet.web.site import Site, site_of
from broadsheet.web.views.facts import index_stamp
from broadsheet.web.views.frame import frame_for

_NEAR = 6  # papers that are offered to be added
_AUTHORS = 3
_MOST_ASKED = 50  # ids that are looked up
_OWN_PAGE = re.compile(r"^(?:https?://[^/]+)?/papers/")


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry of a cell: its words, where they lead, and the sentence that says so."""

    text: Markup
    address: str = ""
    note: str = ""
    sentence: Markup = Markup()  # noqa: RUF009  (immutable)


@dataclass(frozen=True, slots=True)
class Column:
    """One of the papers: its head, and how the page looks without it."""

    paper: Paper
    title: Markup
    address: str
    without: str
    authors: str
    abstract: Markup
    is_read: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One point, and what each paper says of it."""

    name: str
    cells: tuple[tuple[Shown, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Common:
    """Something that several papers share."""

    name: str
    address: str
    told: str


@dataclass(frozen=True, slots=True)
class Near:
    """A paper that could be added."""

    title: Markup
    address: str
    added: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Papers side by side; `problems` tell what of the address could not be shown."""

    ids: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    common: tuple[Common, ...]
    near: tuple[Near, ...]
    problems: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    most: int = MOST
    least: int = LEAST


def show_side_by_side(request: Request) -> Response:
    """Show the papers that the address names."""
    site = site_of(request)
    papers, problems = _asked(request, site)
    ids = [paper.id for paper in papers]
    comparison = compare(rows_of(site.services.database, [paper.key for paper in papers]))
    page = ComparePage(
        ids=tuple(ids),
        columns=tuple(_column(row, ids) for row in comparison.rows),
        lines=_lines(comparison),
        common=_common(comparison),
        near=_near(site, papers) if 0 < len(papers) < MOST else (),
        problems=problems,
        files=tuple((name, links.compare_file(form, ids)) for name, form in (("CSV", "csv"), ("Markdown", "markdown"))),
    )
    title = f"{counted(len(ids), 'paper')} side by side" if len(ids) >= LEAST else "Compare papers"
    frame = frame_for(request, f"{title} · Broadsheet", canonical=links.compare(ids), hidden=True)
    return show(request, "facts/compare.html", frame, page)


def give_file(request: Request) -> Response:
    """Give the same papers as a file."""
    suffix = f".{request.url.path.rpartition('.')[2]}"
    name = next(name for name, one in links.TABLE_SUFFIXES.items() if one == suffix)
    site = site_of(request)
    keys = tuple(paper.key for paper in _asked(request, site)[0])
    if not keys:
        raise HTTPException(404, "None of these papers is in this library.")
    table = Table(COLUMNS, rows_of(site.services.database, keys), len(keys), found=Found(keys, len(keys), len(keys)))
    about = About(f"{counted(len(keys), 'paper')} side by side", site.services.clock().date())
    headers = {"Content-Disposition": f'attachment; filename="side-by-side{suffix}"'}
    return give(request, WRITERS[name](table, about), MEDIA_TYPES[name], headers)


def _asked(request: Request, site: Site) -> tuple[list[Paper], tuple[str, ...]]:
    wanted = [word for given in params.texts(request, "id") for word in given.split()]
    found: dict[int, Paper] = {}
    problems: list[str] = []
    with site.services.database.read() as connection:
        for word in wanted[:_MOST_ASKED]:
            paper = _find(connection, word)
            if paper is None:
                problems.append(f"No paper in this library is known as “{word[:100]}”.")
            elif paper.key in found:
                problems.append(f"“{word[:100]}” is a paper that stands here already.")
            else:
                found[paper.key] = paper
    if len(found) > MOST:
        problems.append(f"Up to {MOST} papers stand side by side: these are the first {MOST} of {len(found)}.")
    return list(found.values())[:MOST], tuple(problems)


def _find(connection: Connection, word: str) -> Paper | None:
    return find_paper(connection, _OWN_PAGE.sub("", word)) or find_paper(connection, word)


def _column(row: Row, ids: Sequence[str]) -> Column:
    paper = row.paper
    return Column(
        paper=paper,
        title=to_html(paper.title),
        address=links.paper(paper.id),
        without=links.compare(one for one in ids if one != paper.id),
        authors=byline(paper.authors, _AUTHORS),
        abstract=to_html(paper.abstract or paper.summary),
        is_read=row.is_read,
    )


def _lines(comparison: Comparison) -> tuple[Line, ...]:
    rows = comparison.rows
    cells = {
        name: tuple(tuple(_shown(row.paper, value) for value in row.cells[name]) for row in rows)
        for name in ("kind", "line", "system", "data", "code")
    }
    claimed = [
        Line(
            f"{to_plain(one.metric)[:1].upper()}{to_plain(one.metric)[1:]} on {to_plain(one.dataset)}",
            _claims(rows, one.claims, brief=True),
            "claimed",
        )
        for one in comparison.claimed
    ]
    others = _claims(rows, comparison.others)
    return (
        Line("Kind", cells["kind"]),
        Line("What it is", cells["line"]),
        Line("System", cells["system"]),
        Line("Data", cells["data"]),
        *claimed,
        Line("Further claims" if claimed else "Claimed results", others),
        Line("Code", cells["code"]),
        Line("Categories", tuple(tuple(_category(code) for code in row.paper.categories) for row in rows)),
    )


def _claims(
    rows: Sequence[Row], of_papers: Sequence[Sequence[Fact]], *, brief: bool = False
) -> tuple[tuple[Shown, ...], ...]:
    pairs = zip(rows, of_papers, strict=True)
    return tuple(tuple(_claim(row.paper, fact, brief=brief) for fact in facts) for row, facts in pairs)


def _shown(paper: Paper, value: Value) -> Shown:
    fact = value.fact
    address = value.address or (page_of(fact) if fact else "")
    return Shown(to_html(value.text), address, value.note, _sentence(paper, fact))


def _claim(paper: Paper, fact: Fact, *, brief: bool = False) -> Shown:
    text = claim_text(fact.measure, metric=not brief, dataset=not brief) if fact.measure else to_html(fact.text)
    return Shown(text, sentence=_sentence(paper, fact))


def _sentence(paper: Paper, fact: Fact | None) -> Markup:
    return marked(around(paper, fact), to_html) if fact else Markup()


def _category(code: str) -> Shown:
    return Shown(to_html(code), links.category(code))


def _common(comparison: Comparison) -> tuple[Common, ...]:
    every = len(comparison.rows)

    def told(number: int) -> str:
        return ("both" if every == 2 else "all of them") if number == every else f"{number} of {every}"

    authors: dict[str, tuple[str, int]] = {}
    for row in comparison.rows:
        for key, name in {author_key(one.name): one.name for one in row.paper.authors}.items():
            authors[key] = (name, authors.get(key, ("", 0))[1] + 1)
    return (
        *(Common(one.name, links.dataset(one.key), told(one.papers)) for one in comparison.data),
        *(Common(one.name, links.category(one.key), told(one.papers)) for one in comparison.categories),
        *(Common(name, links.author(key), told(count)) for key, (name, count) in authors.items() if key and count > 1),
    )


def _near(site: Site, papers: Sequence[Paper]) -> tuple[Near, ...]:
    keys, ids = [paper.key for paper in papers], [paper.id for paper in papers]
    made: tuple[Near, ...] = site.lists.get(
        ("near", *keys, index_stamp(site)),
        lambda: tuple(
            Near(to_html(hit.paper.title), links.paper(hit.paper.id), links.compare([*ids, hit.paper.id]))
            for hit in similar(site.services.library, keys, limit=_NEAR)
        ),
    )
    return made
