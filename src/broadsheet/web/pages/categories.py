"""All categories with their papers counted, and the papers of one."""

from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.errors import NotFound
from broadsheet.model.categories import ARCHIVES, UNDIVIDED_NAME, archive_of, category_name
from broadsheet.model.query import Category, FacetValue, Query, ResultPage
from broadsheet.render.fragments import counted
from broadsheet.search.find import find
from broadsheet.web.http import params
from broadsheet.web.http.respond import show
from broadsheet.web.site import Site, site_of
from broadsheet.web.views.facts import index_stamp
from broadsheet.web.views.frame import feed_links, frame_for
from broadsheet.web.views.listing import Entry, entries
from broadsheet.web.views.marks import read_marks
from broadsheet.web.views.paging import Pager, pager_for
from broadsheet.web.views.personal.following import read_following

_SIZE = 50
_ALL = 2_000  # arXiv has about 160 categories, files may bring others


@dataclass(frozen=True, slots=True)
class Counted:
    """A category and how many papers it has."""

    code: str
    name: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class Archive:
    """The categories of one archive, such as `cs`; no code and no address where it gathers undivided ones."""

    code: str
    name: str
    address: str
    categories: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class CategoriesPage:
    """Every category that has papers."""

    archives: tuple[Archive, ...]


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """The papers of a category, newest first, and the categories beside it."""

    code: str
    name: str
    result: ResultPage
    entries: tuple[Entry, ...]
    pager: Pager
    archive: Archive | None


def categories(request: Request) -> Response:
    """Show all categories that have papers."""
    frame = frame_for(request, "Categories · Broadsheet", canonical=links.CATEGORIES, section="categories")
    return show(request, "pages/categories.html", frame, CategoriesPage(_archives(site_of(request))))


def category(request: Request) -> Response:
    """Show the papers of a category, or of an archive with all its categories."""
    code: str = request.path_params["category"]
    number = params.page_number(request)
    site = site_of(request)
    result = find(site.services.library, Query(constraints=(Category(code),), sort="newest"), page=number, size=_SIZE)
    if not result.total:
        raise NotFound(f"No paper in this library is in a category called “{code[:100]}”.")
    if (spelled := _spelling(site, code)) != code:
        return RedirectResponse(links.category(spelled), status_code=301, headers={"Cache-Control": "no-cache"})
    name = category_name(code)
    page = CategoryPage(
        code=code,
        name=name,
        result=result,
        entries=entries(site, (hit.paper for hit in result.hits)),
        pager=pager_for(links.category(code), number, result.pages),
        archive=next((one for one in _archives(site) if one.code == archive_of(code)), None),
    )
    frame = frame_for(
        request,
        f"{name} · Broadsheet",
        canonical=links.with_page(links.category(code), number),
        section="categories",
        description=f"{counted(result.total, 'paper')} in {name}.",
        earlier=page.pager.earlier,
        later=page.pager.later,
        feeds=(feed_links(name, links.category_feed(code)),),
    )
    return show(
        request,
        "pages/category.html",
        frame,
        page,
        marks=read_marks(request, (one.key for one in page.entries)),
        following=read_following(request, "category", code),
    )


def _spelling(site: Site, code: str) -> str:
    """Return the code as its papers spell it: `cs.lg` means `cs.LG`."""
    archives = _archives(site)
    known = [archive.code for archive in archives] + [one.code for archive in archives for one in archive.categories]
    return code if code in known else next((one for one in known if one.casefold() == code.casefold()), code)


def _archives(site: Site) -> tuple[Archive, ...]:
    made: tuple[Archive, ...] = site.lists.get(("archives", index_stamp(site)), lambda: _count(site))
    return made


def _count(site: Site) -> tuple[Archive, ...]:
    counts = site.services.library.engine.facets(Query(), _ALL).get("category", ())
    by_archive = groupby(sorted(counts, key=lambda one: archive_of(one.value)), lambda one: archive_of(one.value))
    made = [_archive(code, list(values)) for code, values in by_archive]
    return tuple(sorted(made, key=lambda one: -sum(counted.count for counted in one.categories)))


def _archive(code: str, values: list[FacetValue]) -> Archive:
    ordered = sorted(values, key=lambda one: -one.count)
    within = tuple(
        Counted(one.value, category_name(one.value), links.category(one.value), one.count) for one in ordered
    )
    if not code:
        return Archive("", UNDIVIDED_NAME, "", within)
    return Archive(code, ARCHIVES.get(code, code), links.category(code), within)
