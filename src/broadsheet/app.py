"""The whole site as one ASGI application."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware

from broadsheet.accounts.passwords import Hasher
from broadsheet.feeds.desk import open_desk
from broadsheet.feeds.routes import FEEDS
from broadsheet.harvest.sources import SOURCES
from broadsheet.harvest.sources.base import Source
from broadsheet.services import Services
from broadsheet.web.http.errors import HANDLERS
from broadsheet.web.http.guard import Guard
from broadsheet.web.http.recognition import Recognition
from broadsheet.web.routes import ROUTES
from broadsheet.web.site import open_site

# More would only wait for the same cores, each with a connection to the catalog and its cache.
_THREADS = 8


@asynccontextmanager
async def _few_threads(_app: Starlette) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = _THREADS
    yield


def build_app(
    services: Services, *, sources: Mapping[str, Source] = SOURCES, hasher: Hasher | None = None
) -> Starlette:
    """Mount every outlet on these opened parts. Starts nothing; closing the parts is left to the caller.

    `hasher` stands in for the one that passwords are kept by.
    """
    app = Starlette(
        lifespan=_few_threads,
        routes=[*FEEDS, *ROUTES],
        middleware=[
            Middleware(Guard, host=services.settings.host, address=services.settings.address),
            Middleware(Recognition, services=services),
        ],
        exception_handlers=HANDLERS,
    )
    app.state.site = open_site(services, sources, hasher)
    app.state.desk = open_desk(services)
    return app
