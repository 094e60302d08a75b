"""Every page of the site, in one table."""

from starlette.routing import Route

from broadsheet import links
from broadsheet.web.pages import front, paper, periods, plain, preferences

ROUTES = (
    Route(links.HOME, front.front),
    Route("/days/{day}", periods.day),
    Route("/weeks/{week}", periods.week),
    Route("/months/{month}", periods.month),
    Route("/papers/{id:path}", paper.paper),
    Route(links.THEME, preferences.theme, methods=["POST"]),
    Route("/static/{digest}/{name}", plain.static),
    Route(links.OPENSEARCH, plain.opensearch),
    Route(links.ROBOTS, plain.robots),
    Route(links.ICON, plain.icon),
    Route("/favicon.ico", plain.icon),
    Route(links.HEALTH, plain.health),
)
