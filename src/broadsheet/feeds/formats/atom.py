"""Atom 1.0 (RFC 4287), paged by RFC 5005."""

from lxml import etree

from broadsheet import __version__
from broadsheet.feeds.formats.xml import ATOM, GENERATOR, add, document
from broadsheet.feeds.model import Entry, Feed
from broadsheet.feeds.text import rfc3339

MEDIA_TYPE = "application/atom+xml"

_XML = "http://www.w3.org/XML/1998/namespace"
NOBODY = "Author not known"


def write(feed: Feed) -> bytes:
    """Write a feed as Atom."""
    root = etree.Element(_("feed"), {f"{{{_XML}}}lang": "en"}, nsmap={None: ATOM})  # type: ignore[dict-item]  # the stubs forget the default namespace
    add(root, _("id"), feed.id)
    add(root, _("title"), feed.title)
    add(root, _("subtitle"), feed.subtitle)
    add(root, _("updated"), rfc3339(feed.updated))
    add(root, _("generator"), GENERATOR, version=__version__)
    add(root, _("icon"), feed.icon)
    pages = feed.pages
    add(root, _("link"), rel="self", type=MEDIA_TYPE, href=pages.here)
    add(root, _("link"), rel="alternate", type="text/html", href=feed.home)
    for rel, address in (
        ("first", pages.first),
        ("previous", pages.previous),
        ("next", pages.next),
        ("last", pages.last),
    ):
        if address:
            add(root, _("link"), rel=rel, type=MEDIA_TYPE, href=address)
    for entry in feed.entries:
        _add_entry(root, entry)
    return document(root)


def _add_entry(root: etree._Element, entry: Entry) -> None:
    made = add(root, _("entry"))
    add(made, _("id"), entry.id)
    add(made, _("title"), entry.title)
    add(made, _("updated"), rfc3339(entry.updated))
    add(made, _("published"), rfc3339(entry.published))
    # Every entry must have an author, its own or the feed's: no paper is by the feed.
    for name in entry.authors or (NOBODY,):
        add(add(made, _("author")), _("name"), name)
    add(made, _("link"), rel="alternate", type="text/html", href=entry.address)
    for link in entry.links:
        media_type = {"type": link.media_type} if link.media_type else {}
        add(made, _("link"), rel="related", href=link.address, title=link.name, **media_type)
    for tag in entry.tags:
        label = {"label": tag.name} if tag.name else {}
        add(made, _("category"), term=tag.term, **label)
    add(made, _("content"), entry.html, type="html")


def _(name: str) -> str:
    return f"{{{ATOM}}}{name}"
