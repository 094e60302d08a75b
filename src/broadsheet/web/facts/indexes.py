"""All systems, all datasets: those that most papers name first, or by name."""

from dataclasses import dataclass, replace
from string import ascii_lowercase

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.model.entities import entity_key
from broadsheet.render.mathematics import to_plain
from broadsheet.store import counters, entities
from broadsheet.store.entities import Entity, EntityKind
from broadsheet.web.http import params
from broadsheet.web.http.respond import show
from broadsheet.web.site import site_of
from broadsheet.web.views.frame import frame_for
from broadsheet.web.views.paging import Pager, pager_for, pages_of

_SIZE = 100
_ORDERS = (("used", "Most named first"), ("name", "A–Z"))


@dataclass(frozen=True, slots=True)
class IndexPage:
    """Names of one kind; `starting` is what they begin with, folded."""

    kind: EntityKind
    title: str
    entities: tuple[Entity, ...]
    total: int
    starting: str
    typed: str
    order: str
    orders: tuple[tuple[str, str, str], ...]
    letters: tuple[tuple[str, str], ...]
    pager: Pager
    home: str


def list_systems(request: Request) -> Response:
    """List systems."""
    return _list(request, "system", "Systems", links.SYSTEMS)


def list_datasets(request: Request) -> Response:
    """List datasets and benchmarks."""
    return _list(request, "dataset", "Datasets and benchmarks", links.DATASETS)


def _list(request: Request, kind: EntityKind, title: str, home: str) -> Response:
    site, number = site_of(request), params.page_number(request)
    typed = params.text(request, "begins")[:100]
    starting = entity_key(typed)
    order = params.text(request, "sort") or _ORDERS[0][0]
    if order not in dict(_ORDERS):
        raise HTTPException(400, f"Names are sorted by {' or '.join(dict(_ORDERS))}, and by nothing else.")
    with site.services.database.read() as connection:
        change = counters.last_change(connection)
        # No name begins with signs alone.
        total = (
            0
            if typed and not starting
            else site.lists.get(
                ("entities", kind, starting, change), lambda: entities.count(connection, kind, starting=starting)
            )
        )
        pager = pager_for(links.entity_index(home, begins=typed, sort=order), number, pages_of(total, _SIZE))
        found = site.lists.get(
            ("entities", kind, starting, order, number, change),
            lambda: entities.listed(
                connection,
                kind,
                first=(number - 1) * _SIZE,
                limit=_SIZE,
                starting=starting,
                by_name=order == "name",
            ),
        )
    page = IndexPage(
        kind=kind,
        title=title,
        entities=tuple(map(_plain, found)) if total else (),
        total=total,
        starting=starting,
        typed=typed,
        order=order,
        orders=tuple((name, label, links.entity_index(home, begins=typed, sort=name)) for name, label in _ORDERS),
        letters=tuple((one.upper(), links.entity_index(home, begins=one, sort=order)) for one in ascii_lowercase),
        pager=pager,
        home=home,
    )
    frame = frame_for(
        request,
        f"{title} · Broadsheet",
        canonical=links.with_page(home, number),
        section=f"{kind}s",
        earlier=pager.earlier,
        later=pager.later,
        hidden=bool(typed or order != _ORDERS[0][0]),
    )
    return show(request, "facts/index.html", frame, page)


def _plain(entity: Entity) -> Entity:
    return replace(entity, name=to_plain(entity.name))
