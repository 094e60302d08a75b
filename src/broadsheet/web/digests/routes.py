"""The pages of digests, in one table."""

from starlette.routing import Route

from broadsheet import links
from broadsheet.web.digests import actions, pages
from broadsheet.web.http.roles import for_readers

DIGESTS = (
    Route(links.DIGESTS, pages.list_plans),
    Route(links.DIGESTS, for_readers(actions.begin), methods=["POST"]),
    Route(links.NEW_DIGEST, pages.new),
    Route("/digests/{plan}", pages.show_plan),
    Route("/digests/{plan}", for_readers(actions.change), methods=["POST"]),
    Route("/digests/{plan}/preview", pages.show_preview),
    Route("/digests/{plan}/{period}", pages.show_digest),
    Route("/digests/{plan}/{action}", for_readers(actions.act), methods=["POST"]),
)
