"""Every page of the site, in one table."""

from starlette.routing import Route

from broadsheet import links
from broadsheet.web.actions import marks, picks, preferences, printing
from broadsheet.web.http.roles import for_admins, for_curators, for_everybody, for_readers
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
    Route("/editions/{id}", for_curators(printing.print_edition), methods=["POST"]),
    Route(links.SEARCH, search.search),
    Route("/papers/{id:path}", paper.paper),
    Route("/authors/{key}", author.author),
    Route(links.CATEGORIES, categories.categories),
    Route("/categories/{category}", categories.category),
    Route(links.STATUS, status.status),
    Route(links.SETUP, for_admins(setup.setup)),
    Route(links.SETUP, for_admins(setup.begin), methods=["POST"]),
    Route("/harvests/{run}", harvests.harvest),
    Route(links.ABOUT, about.about),
    Route(links.THEME, for_everybody(preferences.theme), methods=["POST"]),
    Route(links.MARKS, for_readers(marks.mark), methods=["POST"]),
    Route(links.PICKS, for_curators(picks.pick), methods=["POST"]),
    Route(links.WITHDRAWN_PICKS, for_curators(picks.take_back), methods=["POST"]),
    Route(links.SAVED, saved.saved),
    Route("/static/{digest}/{name}", plain.static),
    Route(links.OPENSEARCH, plain.opensearch),
    Route(links.ROBOTS, plain.robots),
    Route(links.ICON, plain.icon),
    Route("/favicon.ico", plain.icon),
    Route(links.HEALTH, plain.health),
)
