"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import orjson

from broadsheet.feeds.model import Entry, Feed
from broadsheet.feeds.text import rfc3339

MEDIA_TYPE = "application/feed+json"


def write(feed: Feed) -> bytes:
    """Write a feed as JSON."""
    made: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.pages.here,
        "description": feed.subtitle,
        "favicon": feed.icon,
        "language": "en",
        "items": [_item(entry) for entry in feed.entries],
    }
    if feed.pages.next:
        made["next_url"] = feed.pages.next
    made["_broadsheet"] = {"about": f"{feed.site}/about", "id": feed.id, "updated": rfc3339(feed.updated)}
    return orjson.dumps(made)


def _item(entry: Entry) -> dict[str, object]:
    made: dict[str, object] = {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "content_html": entry.html,
        "content_text": entry.text,
        "summary": entry.summary,
        "date_published": rfc3339(entry.published),
        "date_modified": rfc3339(entry.updated),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [tag.term for tag in entry.tags],
    }
    if entry.elsewhere:
        made["external_url"] = entry.elsewhere
    links = [{"name": link.name, "url": link.address} for link in entry.links]
    made["_broadsheet"] = {"id": entry.paper, **entry.extension, "links": links, "further_authors": entry.more}
    return made
