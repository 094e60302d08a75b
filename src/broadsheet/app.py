"""The whole site as one ASGI application."""

from starlette.applications import Starlette
from starlette.middleware import Middleware

from broadsheet.services import Services
from broadsheet.web.http.errors import HANDLERS
from broadsheet.web.http.guard import Guard
from broadsheet.web.routes import ROUTES
from broadsheet.web.site import open_site


def build_app(services: Services) -> Starlette:
    """Mount every outlet on these opened parts. Starts nothing; closing the parts is left to the caller."""
    app = Starlette(
        routes=list(ROUTES),
        middleware=[Middleware(Guard, host=services.settings.host)],
        exception_handlers=HANDLERS,
    )
    app.state.site = open_site(services)
    return app
