"""RSS 2.0, with the elements of Atom, Dublin Core and the content module that readers understand.

No skipDays: they would have to be true for a machine that sleeps at night and harvests Friday's papers on Saturday.
"""

from lxml import etree

from broadsheet import __version__
from broadsheet.feeds.formats.xml import ATOM, GENERATOR, add, document
from broadsheet.feeds.model import Entry, Feed
from broadsheet.feeds.text import as_html, rfc822, rfc3339

MEDIA_TYPE = "application/rss+xml"

DC = "http://purl.org/dc/elements/1.1/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
_SPECIFICATION = "https://www.rssboard.org/rss-specification"
# Minutes that a reader may keep the feed: arXiv announces once a day, other services more often.
TIME_TO_LIVE = 60


def write(feed: Feed) -> bytes:
    """Write a feed as RSS."""
    root = etree.Element("rss", version="2.0", nsmap={"atom": ATOM, "dc": DC, "content": CONTENT})
    channel = add(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.home)
    add(channel, "description", feed.subtitle)
    add(channel, "language", "en")
    add(channel, "lastBuildDate", rfc822(feed.updated))
    add(channel, "generator", f"{GENERATOR} {__version__}")
    add(channel, "docs", _SPECIFICATION)
    add(channel, "ttl", str(TIME_TO_LIVE))
    pages = feed.pages
    rels = (("self", pages.here), ("first", pages.first), ("previous", pages.previous), ("next", pages.next))
    for rel, address in (*rels, ("last", pages.last)):
        if address:
            add(channel, f"{{{ATOM}}}link", rel=rel, type=MEDIA_TYPE, href=address)
    for entry in feed.entries:
        _add_item(channel, entry)
    return document(root)


def _add_item(channel: etree._Element, entry: Entry) -> None:
    item = add(channel, "item")
    add(item, "title", entry.title)
    add(item, "link", entry.address)
    add(item, "guid", entry.id, isPermaLink="false")
    add(item, "pubDate", rfc822(entry.published))
    add(item, f"{{{ATOM}}}updated", rfc3339(entry.updated))
    for name in entry.authors:
        add(item, f"{{{DC}}}creator", name)
    for tag in entry.tags:
        add(item, "category", tag.term)
    add(item, "description", as_html(entry.summary))
    add(item, f"{{{CONTENT}}}encoded", entry.html)
