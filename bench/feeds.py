"""How fast feeds come over HTTP, first and again, and how fast an Atom document is written beside feedgen."""

import http.client
import itertools
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from datetime import time as clock_time
from pathlib import Path
from urllib.parse import quote_plus

from feedgen.feed import FeedGenerator

from bench.corpus import entries, mixed_queries
from bench.library import prepared, resident_megabytes
from bench.pages import started
from bench.report import Figure, percentile, publish
from broadsheet import links
from broadsheet.feeds.entries import Listed, make_entries
from broadsheet.feeds.formats import atom, jsonfeed, rss
from broadsheet.feeds.model import Feed, Pages
from broadsheet.feeds.text import name_of
from broadsheet.feeds.wanted import SIZE
from broadsheet.lib.cache import BoundedCache
from broadsheet.model.categories import CATEGORIES
from broadsheet.search.find import find
from broadsheet.search.grammar import parse
from broadsheet.services import opened
from broadsheet.settings import read_settings

_FORMATS = ("atom", "rss", "json")
_DOCUMENTS = 60
_SITE = "http://localhost:8300"


Headers = dict[str, str]


def main() -> None:
    """Serve the library in a process of its own, ask it as a feed reader would; then write documents in this one."""
    home = prepared()
    # Without the worker: a new library would make its editions meanwhile.
    with started(home, "--no-worker") as (address, process, _):
        figures = _over_http(address, process)
    publish("feeds", [*figures, *_writing(home)])


def _over_http(address: str, process: int) -> list[Figure]:
    formats = itertools.cycle(_FORMATS)
    ids = [one.id for one in itertools.islice(entries(), 0, None, 97)]
    searches = [f"/feeds/search.{next(formats)}?q={quote_plus(query)}" for query in mixed_queries()]
    similar = [f"/feeds/similar/arxiv:{one}.{next(formats)}" for one in random.Random(1).sample(ids, 300)]
    categories = sorted({code for one in itertools.islice(entries(), 0, None, 97) for code in one.categories})
    # Some authors write classifications of other kinds there, which are no categories of arXiv's.
    listed = [links.feed_as(links.category_feed(code), next(formats)) for code in categories if code in CATEGORIES]
    _ask(address, [*searches[:30], *similar[:30]], [{}] * 60)
    measured, figures = [], []
    for name, paths in (("search", searches[30:]), ("similar papers", similar[30:]), ("category", listed)):
        times, tags = _ask(address, paths, [{}] * len(paths))
        measured += times
        figures.append(Figure(f"feed of {name}, made, p50", percentile(times, 50), "ms", 30))
        figures.append(Figure(f"feed of {name}, made, p99", percentile(times, 99), "ms"))
    recent = searches[-100:]
    _, tags = _ask(address, recent, [{}] * len(recent))
    kept, _ = _ask(address, recent, [{}] * len(recent))
    unchanged, _ = _ask(address, recent * 3, [{"If-None-Match": tag} for tag in tags * 3], 304)
    return [
        Figure("all of these feeds, made, p50", percentile(measured, 50), "ms", 30),
        *figures,
        Figure("feed, kept since it was made, p50", percentile(kept, 50), "ms"),
        Figure("304, p50", percentile(unchanged, 50), "ms", 5),
        Figure("304, p99", percentile(unchanged, 99), "ms", 5),
        Figure("server memory with all vectors, after all that", resident_megabytes(process), "MB", 500),
    ]


def _ask(
    address: str, paths: Sequence[str], headers: Sequence[Headers], status: int = 200
) -> tuple[list[float], list[str]]:
    """Milliseconds and entity tag of each request, one after another on one connection, packed."""
    connection = http.client.HTTPConnection(address)
    times, tags = [], []
    for path, further in zip(paths, headers, strict=True):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip", **further})
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - begun) * 1000)
        if answer.status != status:
            raise SystemExit(f"{path} answered {answer.status}")
        tags.append(answer.headers["ETag"])
    connection.close()
    return times, tags


def _writing(home: Path) -> list[Figure]:
    made = _feeds(home)
    own, peer = _timed(atom.write, made), _timed(_by_feedgen, made)
    return [
        Figure(f"Atom document of {SIZE} papers, own writer on lxml, p50", percentile(own, 50), "ms"),
        Figure(f"RSS document of {SIZE} papers, p50", percentile(_timed(rss.write, made), 50), "ms"),
        Figure(f"JSON Feed of {SIZE} papers, p50", percentile(_timed(jsonfeed.write, made), 50), "ms"),
        Figure("peer: the same Atom document by feedgen, p50", percentile(peer, 50), "ms"),
    ]


def _timed(write: Callable[[Feed], bytes], made: Sequence[Feed]) -> list[float]:
    times = []
    for feed in made:
        begun = time.perf_counter()
        write(feed)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _feeds(home: Path) -> list[Feed]:
    """Feeds of real searches, ready to be written."""
    made = []
    with opened(read_settings({"BROADSHEET_HOME": str(home)})) as services:
        for query in mixed_queries()[:_DOCUMENTS]:
            hits = find(services.library, parse(f"{query} sort:newest"), size=SIZE).hits
            listed = [Listed(hit.paper, f"Found by “{query}”.") for hit in hits]
            pages = Pages(f"{_SITE}/feeds/search.atom", f"{_SITE}/feeds/search.atom")
            updated = datetime.combine(max(one.paper.day for one in listed), clock_time(), UTC) if listed else _never()
            name = name_of("list", query)
            papers = make_entries(listed, {}, BoundedCache(SIZE), _SITE)
            made.append(Feed(name, query, query, _SITE, f"{_SITE}/", f"{_SITE}/favicon.svg", pages, updated, papers))
    return made


def _never() -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC)


def _by_feedgen(feed: Feed) -> bytes:
    """The same Atom document as `atom.write` makes."""
    made = FeedGenerator()
    made.id(feed.id)
    made.title(feed.title)
    made.subtitle(feed.subtitle)
    made.updated(feed.updated)
    made.generator("Broadsheet")
    made.icon(feed.icon)
    made.link(href=feed.pages.here, rel="self", type="application/atom+xml")
    made.link(href=feed.home, rel="alternate", type="text/html")
    for entry in feed.entries:
        one = made.add_entry(order="append")
        one.id(entry.id)
        one.title(entry.title)
        one.updated(entry.updated)
        one.published(entry.published)
        one.author([{"name": name} for name in entry.authors or (atom.NOBODY,)])
        one.link(href=entry.address, rel="alternate", type="text/html")
        for link in entry.links:
            one.link(href=link.address, rel="related", title=link.name, type=link.media_type or None)
        for tag in entry.tags:
            one.category(term=tag.term, label=tag.name or None)
        one.content(entry.html, type="html")
    return bytes(made.atom_str())
