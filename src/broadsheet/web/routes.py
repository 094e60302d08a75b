"""Every page of the site, in one table."""

from starlette.routing import Route

from broadsheet import links
from broadsheet.web.accounts.routes import ACCOUNTS
from broadsheet.web.actions import marks, picks, preferences, printing
from broadsheet.web.actions.personal import follows as follow
from broadsheet.web.actions.personal import profile, shelf, taste
from broadsheet.web.digests.routes import DIGESTS
from broadsheet.web.facts.routes import FACTS
from broadsheet.web.http.roles import for_admins, for_curators, for_everybody, for_readers
from broadsheet.web.mails.routes import MAILS
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
    search,
    setup,
    status,
)
from broadsheet.web.pages.personal import follows, for_you, saved
from broadsheet.web.tables.routes import TABLES

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
    Route(links.SAVED, for_readers(shelf.keep), methods=["POST"]),
    *(Route(f"{links.SAVED}{suffix}", saved.saved_file) for suffix in links.EXPORT_SUFFIXES.values()),
    Route(links.FOR_YOU, for_you.for_you),
    Route(links.FOR_YOU, for_readers(taste.explore), methods=["POST"]),
    Route(links.FOLLOWS, follows.follows),
    Route(links.FOLLOWS, for_readers(follow.follow), methods=["POST"]),
    Route(links.RESTORED_FOLLOWS, for_readers(follow.bring_back), methods=["POST"]),
    Route(links.PROFILE, for_readers(profile.learn), methods=["POST"]),
    Route(links.FORGOTTEN_EXAMPLES, for_readers(profile.forget), methods=["POST"]),
    Route("/follows/{number:int}", follows.follow),
    Route("/follows/{number:int}", for_readers(follow.change), methods=["POST"]),
    Route("/static/{digest}/{name}", plain.static),
    Route(links.OPENSEARCH, plain.opensearch),
    Route(links.ROBOTS, plain.robots),
    Route(links.ICON, plain.icon),
    Route("/favicon.ico", plain.icon),
    Route(links.HEALTH, plain.health),
    *ACCOUNTS,
    *MAILS,
    *DIGESTS,
    *TABLES,
    *FACTS,
)
