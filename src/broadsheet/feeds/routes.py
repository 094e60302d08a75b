"""Every feed, in one table."""

from starlette.routing import Route

from broadsheet import links
from broadsheet.feeds.answer import feed_of, no_such_feed
from broadsheet.feeds.lists import catalog, digests, editions, found, personal, similar

FEEDS = (
    Route(f"{links.FEEDS}/search.{{format}}", feed_of(found.search)),
    Route(f"{links.FEEDS}/new.{{format}}", feed_of(catalog.new)),
    Route(f"{links.FEEDS}/saved.{{format}}", feed_of(catalog.saved)),
    Route(f"{links.FEEDS}/for-you.{{format}}", feed_of(personal.for_you)),
    Route(f"{links.FEEDS}/digests.{{format}}", feed_of(digests.sent)),
    Route(f"{links.FEEDS}/categories/{{code}}.{{format}}", feed_of(found.category)),
    Route(f"{links.FEEDS}/authors/{{key}}.{{format}}", feed_of(found.author)),
    Route(f"{links.FEEDS}/similar/{{id:path}}.{{format}}", feed_of(similar.similar)),
    Route(f"{links.FEEDS}/editions/{{edition}}.{{format}}", feed_of(editions.edition)),
    Route(f"{links.FEEDS}{{rest:path}}", no_such_feed),
)
