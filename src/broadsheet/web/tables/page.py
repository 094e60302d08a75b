"""The systems table of any list of papers, and the same as a file."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.extract.facts.read import VERSION
from broadsheet.facts.formats.texts import About
from broadsheet.facts.formats.write import MEDIA_TYPES, WRITERS
from broadsheet.facts.table.make import MOST_ROWS, make_table
from broadsheet.facts.table.model import Table
from broadsheet.facts.table.naming import count_in_words, papers_in_words
from broadsheet.model.query import Problem
from broadsheet.store import papers, readings
from broadsheet.web.http import params
from broadsheet.web.http.respond import give, show
from broadsheet.web.site import Site, site_of
from broadsheet.web.tables.asked import Asked, address_of, changed, file_address, read_asked
from broadsheet.web.tables.form import Form, Heading, filters_of, form_of, headings_of
from broadsheet.web.tables.papers import Listed, list_papers
from broadsheet.web.tables.view import ShownRow, view_rows
from broadsheet.web.views.edition.picking import name_of
from broadsheet.web.views.facets import Removable
from broadsheet.web.views.frame import frame_for
from broadsheet.web.views.paging import Pager, pager_for, pages_of

SIZE = 50
_FILE_NAMES = {"csv": "CSV", "json": "JSON", "latex": "LaTeX", "markdown": "Markdown"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How many abstracts of the library were read."""

    read: int
    papers: int


@dataclass(frozen=True, slots=True)
class TablePage:
    """A page of a table; `about` names its papers, `back` is their list."""

    asked: Asked
    about: str
    back: str
    table: Table
    size: str  # how many rows it has, in words
    rows: tuple[ShownRow, ...]
    headings: tuple[Heading, ...]
    pager: Pager
    bare: str  # the table without filters
    filters: tuple[Removable, ...]  # those that hold
    files: tuple[tuple[str, str], ...]
    form: Form
    problems: tuple[Problem, ...]
    progress: Progress | None  # where papers of this page were not read yet


@dataclass(frozen=True, slots=True)
class WhichPapers:
    """Nothing was asked for yet."""

    asked: Asked


def table(request: Request) -> Response:
    """Show a table."""
    asked, number, site = read_asked(request), params.page_number(request), site_of(request)
    if not asked.names_papers:
        frame = frame_for(request, "Systems table · Broadsheet", canonical=links.TABLE, section="search")
        return show(request, "table/which.html", frame, WhichPapers(asked))
    listed = list_papers(request, asked, first=number * SIZE)
    pager = pager_for(address_of(asked), number, pages_of(listed.count(asked), SIZE))
    made = _table(site, asked, listed, (number - 1) * SIZE, SIZE)
    about = _about(asked)
    page = TablePage(
        asked=asked,
        about=about,
        back=_list_of(asked),
        table=made,
        size=count_in_words(made, narrowed=asked.view.narrows),
        rows=view_rows(made),
        headings=headings_of(asked),
        pager=pager,
        bare=address_of(changed(asked, kind=None, has=(), dataset="", metric="", words="")),
        filters=filters_of(asked),
        files=tuple((name, file_address(asked, one)) for one, name in _FILE_NAMES.items()),
        form=form_of(asked),
        problems=listed.problems,
        progress=_progress(site) if made.unread else None,
    )
    frame = frame_for(
        request,
        f"Systems table: {about} · Broadsheet",
        query=asked.text if not asked.saved else "",
        section="saved" if asked.saved else "",
        hidden=True,
        earlier=pager.earlier,
        later=pager.later,
    )
    return show(request, "table/table.html", frame, page)


def table_file(request: Request) -> Response:
    """Give a table as a file: all its rows, as many as a table takes."""
    suffix = request.url.path.removeprefix(links.TABLE)
    file_format = next(one for one, ending in links.TABLE_SUFFIXES.items() if ending == suffix)
    asked, site = read_asked(request), site_of(request)
    made = _table(site, asked, list_papers(request, asked), 0, MOST_ROWS)
    text = WRITERS[file_format](made, About(_about(asked), site.services.clock().date()))
    name = f"broadsheet-table{suffix}"
    return give(request, text, MEDIA_TYPES[file_format], {"Content-Disposition": f'attachment; filename="{name}"'})


def _about(asked: Asked) -> str:
    edition = name_of(asked.edition) if asked.edition else ""
    return papers_in_words(asked.text, edition=edition, saved=asked.saved)


def _table(site: Site, asked: Asked, listed: Listed, first: int, size: int) -> Table:
    return make_table(site.services.database, listed.found, asked.view, keys=listed.keys, first=first, limit=size)


def _list_of(asked: Asked) -> str:
    if asked.saved:
        return links.saved(query=asked.text)
    return links.edition(asked.edition) if asked.edition else links.search(asked.text)


def _progress(site: Site) -> Progress:
    # To count takes a while in a great library, and while papers are read every moment has another number.
    minute = site.services.clock().replace(second=0, microsecond=0)
    made: Progress = site.lists.get(("read", minute), lambda: _count(site))
    return made


def _count(site: Site) -> Progress:
    with site.services.database.read() as connection:
        return Progress(readings.count(connection, VERSION), papers.count(connection))
