"""Pages about one dataset or one system: who introduced it, who uses it, which values are claimed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet import links
from broadsheet.facts import entities as known
from broadsheet.facts.confidence import is_uncertain, shown
from broadsheet.facts.entities import Claim, MetricGroup, OnDataset
from broadsheet.facts.sentences import around
from broadsheet.model.entities import entity_key
from broadsheet.model.facts import Reading
from broadsheet.model.paper import Paper
from broadsheet.render.fragments import counted, marked
from broadsheet.render.mathematics import to_html, to_plain
from broadsheet.store import counters, entities, papers, readings
from broadsheet.store.database import Connection
from broadsheet.store.entities import Entity, EntityKind
from broadsheet.web.facts.said import claim_text, page_of
from broadsheet.web.http import params
from broadsheet.web.http.respond import show
from broadsheet.web.site import Site, site_of
from broadsheet.web.views.facts import index_stamp
from broadsheet.web.views.frame import feed_links, frame_for
from broadsheet.web.views.listing import Entry, entries
from broadsheet.web.views.marks import read_marks
from broadsheet.web.views.paging import Pager, pager_for, pages_of
from broadsheet.web.views.personal.following import read_following

_GROUPS, _VALUES = 8, 5  # metrics on the page of a dataset, and values of each
_VALUES_PAGED, _PAPERS_PAGED = 50, 20
_OTHERS, _MENTIONS = 10, 20
_SORTS = ("latest", "value")


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A value as it is shown."""

    text: Markup
    sentence: Markup
    uncertain: bool
    title: Markup
    address: str
    day: date


@dataclass(frozen=True, slots=True)
class ClaimTable:
    """Values of one metric in one unit; `more` leads to all of them where these are not all."""

    name: str
    unit: str
    count: int
    lines: tuple[ClaimLine, ...]
    address: str


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """A dataset or benchmark. With `chosen` one metric alone, its values in an order and paged."""

    key: str
    name: str
    names: tuple[tuple[str, int], ...]
    count: int
    introduced: tuple[Entry, ...]
    tables: tuple[ClaimTable, ...]
    further: tuple[ClaimTable, ...]
    silent: tuple[Entry, ...]
    silent_count: int
    pager: Pager
    query: str
    chosen: ClaimTable | None = None
    sort: str = "latest"
    orders: tuple[tuple[str, str, str], ...] = ()  # name, label, address


@dataclass(frozen=True, slots=True)
class OfSystem:
    """A paper that gives this name to something of its own, and what it says of it."""

    entry: Entry
    long_form: str
    line: Markup
    claims: tuple[ClaimLine, ...]
    code: tuple[tuple[str, str], ...]  # words, address


@dataclass(frozen=True, slots=True)
class SystemPage:
    """A system: the earliest paper of its name, others that use the same one, papers that mention it.

    `name` is plain, `written` as papers write it, with their formulas: what a search looks for.
    """

    key: str
    name: str
    written: str
    names: tuple[tuple[str, int], ...]
    first: OfSystem
    older: bool  # earlier papers write the name already
    others: tuple[OfSystem, ...]
    count: int
    mentions: tuple[Entry, ...]
    mentions_count: int
    query: str
    is_dataset: bool


@dataclass(frozen=True, slots=True)
class UnknownPage:
    """A name that no paper has, with names that are near to it."""

    kind: EntityKind
    wanted: str
    near: tuple[Entity, ...]
    other: str = ""  # the page of this name as the other kind, where there is one


def show_dataset(request: Request) -> Response:
    """Show a dataset or benchmark, or of it one metric."""
    site, wanted = site_of(request), _wanted(request)
    with site.services.database.read() as connection:
        found = _on_dataset(site, connection, wanted)
        if not found.keys:
            return _unknown(request, connection, "dataset", wanted)
        page = _dataset_page(request, site, connection, wanted, found)
    frame = frame_for(
        request,
        f"{page.name} · Broadsheet",
        canonical=links.dataset(wanted),
        description=f"{counted(page.count, 'paper')} on {page.name}, with the values that their abstracts claim.",
        feeds=(feed_links(f"Papers on {page.name}", links.search_feed(page.query)),),
        hidden=page.chosen is not None,
    )
    following = read_following(request, "search", page.query)
    marks = read_marks(request, (one.key for one in (*page.introduced, *page.silent)))
    return show(request, "facts/dataset.html", frame, page, marks=marks, following=following)


def show_system(request: Request) -> Response:
    """Show a system."""
    site, wanted = site_of(request), _wanted(request)
    with site.services.database.read() as connection:
        keys = list(reversed(entities.papers_of(connection, "system", wanted)))
        if not keys:
            return _unknown(request, connection, "system", wanted)
        page = _system_page(site, connection, wanted, keys)
    frame = frame_for(
        request,
        f"{page.name} · Broadsheet",
        canonical=links.system(wanted),
        description=f"{page.name}: the paper that introduced it, what it claims, and the papers that mention it.",
        feeds=(feed_links(f"Papers that introduce {page.name}", links.search_feed(page.query)),),
    )
    shown_keys = [page.first.entry.key, *(one.entry.key for one in page.others), *(one.key for one in page.mentions)]
    following = read_following(request, "search", f'"{page.written}"')
    return show(request, "facts/system.html", frame, page, marks=read_marks(request, shown_keys), following=following)


def _wanted(request: Request) -> str:
    return params.printable(request.path_params["key"])[:200]


def _unknown(request: Request, connection: Connection, kind: EntityKind, wanted: str) -> Response:
    key = entity_key(wanted)
    address = links.system if kind == "system" else links.dataset
    if key and key != wanted and entities.papers_of(connection, kind, key):
        return RedirectResponse(address(key), status_code=301, headers={"Cache-Control": "no-cache"})
    others: tuple[EntityKind, str] = (
        ("dataset", links.dataset(key)) if kind == "system" else ("system", links.system(key))
    )
    other = others[1] if key and entities.papers_of(connection, others[0], key) else ""
    near = tuple(replace(one, name=to_plain(one.name)) for one in known.near(connection, kind, key))
    page = UnknownPage(kind, wanted, near, other)
    name = "system" if kind == "system" else "dataset"
    frame = frame_for(request, f"No {name} of this name · Broadsheet", canonical="/", hidden=True)
    return show(request, "facts/unknown.html", frame, page, status=404)


def _plain_names(names: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for name, count in names:
        counts[to_plain(name)] = counts.get(to_plain(name), 0) + count
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _on_dataset(site: Site, connection: Connection, key: str) -> OnDataset:
    change = counters.last_change(connection)
    made: OnDataset = site.lists.get(("dataset", key, change), lambda: known.on_dataset(connection, key))
    return made


def _dataset_page(request: Request, site: Site, connection: Connection, key: str, found: OnDataset) -> DatasetPage:
    names = entities.names(connection, "dataset", key) or entities.names(connection, "system", key)
    query, number = f"dataset:{key}", params.page_number(request)
    page = DatasetPage(
        key=key,
        name=to_plain(names[0][0]),
        names=_plain_names(names),
        count=len(found.keys),
        introduced=entries(site, papers.get(connection, found.introduced[:_OTHERS])),
        tables=(),
        further=(),
        silent=(),
        silent_count=len(found.silent),
        pager=pager_for(links.dataset(key), 1, 1),
        query=query,
    )
    if "metric" in request.query_params:
        return _one_metric(request, connection, page, found)
    pager = pager_for(links.dataset(key), number, pages_of(len(found.silent), _PAPERS_PAGED))
    silent = found.silent[(number - 1) * _PAPERS_PAGED : number * _PAPERS_PAGED]
    return replace(
        page,
        tables=_tables(connection, key, found.groups[:_GROUPS]) if number == 1 else (),
        further=tuple(_table(key, group, ()) for group in found.groups[_GROUPS:]) if number == 1 else (),
        silent=entries(site, papers.get(connection, silent)),
        pager=pager,
    )


def _one_metric(request: Request, connection: Connection, page: DatasetPage, found: OnDataset) -> DatasetPage:
    asked = (params.text(request, "metric"), params.text(request, "unit"))
    group = next((one for one in found.groups if (one.key, one.unit) == asked), None)
    if group is None:
        raise HTTPException(404, f"No paper here claims a value of this metric on {page.name}.")
    sort = params.text(request, "sort") or "latest"
    if sort not in _SORTS:
        raise HTTPException(400, f"Values are sorted by {' or '.join(_SORTS)}, and by nothing else.")
    number = params.page_number(request)
    ordered = known.by_value(group) if sort == "value" else group.claims
    address = links.dataset_metric(page.key, group.key, group.unit, sort=sort)
    pager = pager_for(address, number, pages_of(len(ordered), _VALUES_PAGED))
    chosen = ordered[(number - 1) * _VALUES_PAGED : number * _VALUES_PAGED]
    labels = zip(_SORTS, ("Latest first", "Greatest first"), strict=True)
    return replace(
        page,
        chosen=_table(page.key, group, _lines(connection, chosen)),
        pager=pager,
        sort=sort,
        orders=tuple(
            (name, label, links.dataset_metric(page.key, group.key, group.unit, sort=name)) for name, label in labels
        ),
    )


def _tables(connection: Connection, key: str, groups: Sequence[MetricGroup]) -> tuple[ClaimTable, ...]:
    every = _lines(connection, [one for group in groups for one in group.claims[:_VALUES]])
    made, place = [], 0
    for group in groups:
        size = min(len(group.claims), _VALUES)
        made.append(_table(key, group, every[place : place + size]))
        place += size
    return tuple(made)


def _table(key: str, group: MetricGroup, lines: Sequence[ClaimLine]) -> ClaimTable:
    name = to_plain(group.key)
    address = links.dataset_metric(key, group.key, group.unit)
    return ClaimTable(f"{name[:1].upper()}{name[1:]}", group.unit, len(group.claims), tuple(lines), address)


def _lines(connection: Connection, made: Sequence[Claim]) -> tuple[ClaimLine, ...]:
    listed = {paper.key: paper for paper in papers.get(connection, list({one.paper_key: 0 for one in made}))}
    return tuple(_line(listed[one.paper_key], one) for one in made if one.paper_key in listed)


def _line(paper: Paper, claim: Claim) -> ClaimLine:
    return ClaimLine(
        text=claim_text(claim.measure, metric=False, dataset=False),
        sentence=marked(around(paper, claim.fact), to_html),
        uncertain=is_uncertain(claim.fact),
        title=to_html(paper.title),
        address=links.paper(paper.id),
        day=paper.day,
    )


def _system_page(site: Site, connection: Connection, key: str, keys: Sequence[int]) -> SystemPage:
    names = entities.names(connection, "system", key)
    read = readings.of_papers(connection, keys[: _OTHERS + 1])
    listed = papers.get(connection, keys[: _OTHERS + 1])
    of_system = [_of_system(site, paper, shown(read.get(paper.key, Reading())), key) for paper in listed]
    spelled = [name for name, _ in names]
    stamp = index_stamp(site)
    mentioned: tuple[int, ...] = site.lists.get(
        ("mentions", key, stamp),
        lambda: known.mentions(site.services.library, connection, spelled, keys),
    )
    older: bool = site.lists.get(
        ("older name", key, stamp), lambda: known.is_older(site.services.library, connection, spelled[0], keys[0])
    )
    return SystemPage(
        key=key,
        name=to_plain(spelled[0]),
        written=spelled[0],
        names=_plain_names(names),
        first=of_system[0],
        older=older,
        others=tuple(of_system[1:]),
        count=len(keys),
        mentions=entries(site, papers.get(connection, mentioned[:_MENTIONS])),
        mentions_count=len(mentioned),
        query=f"system:{key}",
        is_dataset=bool(entities.papers_of(connection, "dataset", key)),
    )


def _of_system(site: Site, paper: Paper, reading: Reading, key: str) -> OfSystem:
    own = [fact for fact in reading.of("system") if key in (entity_key(fact.text), entity_key(fact.long_form))]
    results = [fact for fact in reading.of("result") if fact.measure]
    code = [*reading.of("code"), *reading.of("project")]
    return OfSystem(
        entry=entries(site, [paper])[0],
        long_form=next((fact.long_form for fact in own if fact.long_form), ""),
        line=to_html(reading.first("line") or paper.summary),
        claims=tuple(_claim_line(paper, fact) for fact in results),
        code=tuple((fact.text.partition("://")[2] or fact.text, page_of(fact)) for fact in code if page_of(fact)),
    )


def _claim_line(paper: Paper, fact: Any) -> ClaimLine:
    return replace(_line(paper, Claim(paper.key, fact, fact.measure)), text=claim_text(fact.measure))
