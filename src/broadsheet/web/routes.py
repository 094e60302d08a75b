"""Every page of the site, in one table."""

from starlette.routing import Route

from broadsheet import links
from broadsheet.web.actions import marks, picks, preferences, printing
from broadsheet.web.pages import (
    about,
    author,
    categories,
    editions,
    front,
    harvests,
    paper,
    periods,
    plain,
    saved,
    search,
    setup,
    status,
)

ROUTES = (
    Route(links.HOME, front.front),
    Route("/days/{day}", periods.day),
    Route("/weeks/{week}", periods.week),
    Route("/months/{month}", periods.month),
    Route(links.EDITIONS, editions.archive),
    Route("/editions/live", editions.live),
    Route("/editions/live/{period}", editions.live),
    Route("/editions/{id}", editions.edition),
    Route("/editions/{id}", printing.print_edition, methods=["POST"]),
    Route(links.SEARCH, search.search),
    Route("/papers/{id:path}", paper.paper),
    Route("/authors/{key}", author.author),
    Route(links.CATEGORIES, categories.categories),
    Route("/categories/{category}", categories.category),
    Route(links.STATUS, status.status),
    Route(links.SETUP, setup.setup),
    Route(links.SETUP, setup.begin, methods=["POST"]),
    Route("/harvests/{run}", harvests.harvest),
    Route(links.ABOUT, about.about),
    Route(links.THEME, preferences.theme, methods=["POST"]),
    Route(links.MARKS, marks.mark, methods=["POST"]),
    Route(links.PICKS, picks.pick, methods=["POST"]),
    Route(links.WITHDRAWN_PICKS, picks.take_back, methods=["POST"]),
    Route(links.SAVED, saved.saved),
    Route("/static/{digest}/{name}", plain.static),
    Route(links.OPENSEARCH, plain.opensearch),
    Route(links.ROBOTS, plain.robots),
    Route(links.ICON, plain.icon),
    Route("/favicon.ico", plain.icon),
    Route(links.HEALTH, plain.health),
)
