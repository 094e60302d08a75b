"""A site with every kind of feed: the cast of the site, with editions, picks and saved papers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from broadsheet.app import build_app
from broadsheet.harvest.intake import Report, take_in
from broadsheet.model.edition import Count, Edition, Evidence, Item, Part, Period, Score
from broadsheet.model.paper import Paper
from broadsheet.model.reader import LOCAL
from broadsheet.search.build import catch_up, embed_pending
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.services import Services
from broadsheet.settings import Settings
from broadsheet.store import editions, marks, papers
from broadsheet.store.database import Database, open_database
from search_cast import WordHashes
from site_cast import adapt, raw_records
from site_fixtures import TestSite, clock

FORMATS = ("atom", "rss", "json")
# Every kind of list, as (what comes before the format, query string).
LISTS = (
    ("/feeds/new", ""),
    ("/feeds/search", "q=attention"),
    ("/feeds/search", "q=cat%3Acs.CL"),
    ("/feeds/search", "q=1706.03762"),
    ("/feeds/search", "q=xyzzyqwert+year%3A1850"),
    ("/feeds/search", "q=%3Cb%3E%26amp%3B+%5D%5D%3E+learning"),
    ("/feeds/categories/cs.CL", ""),
    ("/feeds/categories/cs", ""),
    ("/feeds/authors/ashish-vaswani", ""),
    ("/feeds/similar/arxiv:1706.03762", ""),
    ("/feeds/similar/arxiv:hep-th/9711200", ""),
    ("/feeds/similar/doi:10.1016/s0140-6736(20)30183-5", ""),
    ("/feeds/editions/day", ""),
    ("/feeds/editions/week", ""),
    ("/feeds/editions/month", ""),
    ("/feeds/editions/2026-11-20", ""),
    ("/feeds/editions/2026-W47", ""),
    ("/feeds/saved", ""),
    ("/feeds/for-you", ""),
    ("/feeds/digests", ""),
)


def address(stem: str, query: str, feed_format: str) -> str:
    """The address of a list in a format."""
    return f"{stem}.{feed_format}" + (f"?{query}" if query else "")


def an_edition(edition_id: str, period: Period, last: date, listed: list[Paper], **pick: str) -> Edition:
    """A closed edition with these papers in this order; the first is picked where a line is given."""
    evidence = Evidence(age=1.0, counts=(Count("upvotes", "huggingface", 12, 3.1),))
    items = tuple(
        Item(
            key=paper.key,
            id=paper.id,
            day=paper.day,
            categories=paper.categories,
            sources=paper.sources,
            evidence=evidence,
            score=Score(
                total=round(2.0 / rank, 3),
                decay=0.5,
                parts=(
                    Part("substance", 0.2, "has code"),
                    Part("attention", 1.3, "12 upvotes, 3.1 expected"),
                    Part("surge", 0.0, "its region grows as its category does"),
                ),
            ),
            rank=rank,
            picked=rank == 1 and "line" in pick,
            line=pick.get("line", "") if rank == 1 else "",
        )
        for rank, paper in enumerate(listed, 1)
    )
    first = {"day": last, "week": last - timedelta(days=6), "month": last.replace(day=1)}[period]
    known = datetime(last.year, last.month, last.day, 6, tzinfo=UTC) + timedelta(days=1)
    return Edition(edition_id, period, first, last, True, known, "1", {}, "digest", len(items), items)


def open_site(home: Path, database: Database) -> TestSite:
    """A site over a catalog and whatever index lies in its home."""
    model = WordHashes()
    engine = EmbeddedEngine(home / "index", model.name, patient=True)
    engine.refresh(database)
    services = Services(Settings(home=home), database, Library(database, engine, model), clock)
    return TestSite(services, build_app(services))


@contextmanager
def cast_site(home: Path) -> Iterator[TestSite]:
    """A site over the cast, indexed and embedded, on a catalog of its own."""
    database = open_database(f"sqlite:///{home / 'catalog.db'}")
    take_in(database, raw_records(), adapt=adapt, clock=clock, report=Report())
    embed_pending(database, WordHashes())
    catch_up(database, home / "index", WordHashes.name)
    yield open_site(home, database)
    database.close()


def by_id(database: Database, *ids: str) -> list[Paper]:
    """The papers of these ids."""
    with database.read() as connection:
        found = [papers.get_by_id(connection, one) for one in ids]
    return [paper for paper in found if paper is not None]


def print_editions(database: Database) -> None:
    """Editions of two days, a week and a month."""
    attention, bert, resnet = by_id(database, "arxiv:1706.03762", "arxiv:1810.04805", "arxiv:1512.03385")
    with database.write() as connection:
        for edition in (
            an_edition("2026-11-19", "day", date(2026, 11, 19), [resnet, attention]),
            an_edition("2026-11-20", "day", date(2026, 11, 20), [attention, bert], line="Read <this> & weep"),
            an_edition("2026-W46", "week", date(2026, 11, 15), [bert]),
            an_edition("2026-W47", "week", date(2026, 11, 22), [bert, attention]),
            an_edition("2026-10", "month", date(2026, 10, 31), [resnet], line=""),
        ):
            assert editions.put(connection, edition)


@pytest.fixture(scope="session")
def feeds_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestSite]:
    """A site with every kind of feed, only to be read."""
    with cast_site(tmp_path_factory.mktemp("feeds")) as site:
        database = site.services.database
        print_editions(database)
        with database.write() as connection:
            for number, paper in enumerate(by_id(database, "arxiv:1706.03762", "doi:10.5555/hostile")):
                made = clock() - timedelta(hours=2 - number)
                assert marks.put(connection, LOCAL, paper.key, "save", on=True, made=made)
        yield site


@pytest.fixture
def feed_reader(feeds_site: TestSite) -> TestClient:
    """A program that reads feeds."""
    return feeds_site.client()
