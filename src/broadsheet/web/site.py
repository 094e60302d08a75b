"""What every page works with: the opened parts, the templates, the static files, what was made lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from starlette.requests import Request

from broadsheet import __version__
from broadsheet.accounts.desk import Accounts, open_accounts
from broadsheet.accounts.passwords import Hasher
from broadsheet.facts.wishes import LONGEST, LONGEST_NAME
from broadsheet.harvest.sources.base import Source
from broadsheet.lib.cache import BoundedCache
from broadsheet.model.edition import Edition
from broadsheet.model.facts import PAPER_KINDS
from broadsheet.render.engine import open_templates
from broadsheet.render.standing import STANDING_SENTENCES
from broadsheet.services import Services
from broadsheet.web.assets import Asset, read_assets
from broadsheet.web.http.negotiate import MEDIA_TYPES
from broadsheet.web.names.words import FACT_NAMES, MENU, SOURCE_NAMES, THEME_NAMES, WEEKDAYS
from broadsheet.web.views.edition.chart import HEIGHT, WIDTH


@dataclass(frozen=True, slots=True)
class Site:
    """Held by the application as `state.site`; shared by all threads."""

    services: Services
    sources: Mapping[str, Source]
    accounts: Accounts | None  # None where there are none
    templates: Environment
    assets: dict[str, Asset]
    # What was made lately. Keys hold the change of the catalog or the state of the index that it was made from.
    entries: BoundedCache[Any]
    teasers: BoundedCache[str]
    papers: BoundedCache[Any]
    lists: BoundedCache[Any]
    searches: BoundedCache[Any]
    editions: BoundedCache[Edition | None]
    layouts: BoundedCache[Any]


def open_site(services: Services, sources: Mapping[str, Source], hasher: Hasher | None = None) -> Site:
    """Read templates and static files; `hasher` stands in for the one that passwords are kept by."""
    assets, group = read_assets(), services.settings.mode == "group"
    return Site(
        services=services,
        sources=sources,
        accounts=open_accounts(services.settings, services.database, services.clock, hasher) if group else None,
        templates=open_templates(
            chart_size=(WIDTH, HEIGHT),
            assets={name: asset.address for name, asset in assets.items()},
            fact_lengths={**LONGEST, "name": LONGEST_NAME},
            fact_names=FACT_NAMES,
            media_types=MEDIA_TYPES,
            menu=MENU,
            paper_kinds=PAPER_KINDS,
            source_names=SOURCE_NAMES,
            standing_sentences=STANDING_SENTENCES,
            themes=THEME_NAMES,
            version=__version__,
            weekdays=WEEKDAYS,
        ),
        assets=assets,
        entries=BoundedCache(4_000),  # about 2 kB each
        teasers=BoundedCache(4_000),
        papers=BoundedCache(300),  # about 15 kB each, a megabyte for a collaboration of thousands
        lists=BoundedCache(500),
        searches=BoundedCache(100),  # about 100 kB each
        editions=BoundedCache(8),  # about 2 MB each
        layouts=BoundedCache(60),  # about 100 kB each
    )


def site_of(request: Request) -> Site:
    """Return the site that this request came to."""
    site: Site = request.app.state.site
    return site
