"""A library of forty invented papers, and editions of them made by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from broadsheet.app import build_app
from broadsheet.harvest.adapters import adapt
from broadsheet.harvest.files.broadsheet import paper_to_json
from broadsheet.harvest.intake import Report, take_in
from broadsheet.model.edition import Count, Edition, Evidence, Item, Part, Score, Topic
from broadsheet.model.paper import Author, Link, Paper
from broadsheet.model.raw import RawRecord
from broadsheet.search.build import catch_up
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.services import Services
from broadsheet.settings import Settings
from broadsheet.store import editions
from broadsheet.store.database import Database
from site_fixtures import TestSite, clock

FRIDAY, TODAY = date(2026, 11, 20), date(2026, 11, 21)
MADE = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
_CATEGORIES = (*("cs.CL", "cs.LG", "cs.CV", "cs.CL", "math.AG", "cs.LG", "astro-ph.GA", "cs.CL", "q-bio.NC", "cs.CV"),)
_WEAVES = ("Plain", "Twill", "Satin", "Leno", "Basket", "Huck", "Crepe", "Damask")
_TOOLS = ("Looms", "Shuttles", "Spindles", "Bobbins", "Heddles")


def _paper(number: int) -> Paper:
    category = _CATEGORIES[number % len(_CATEGORIES)]
    name = f"{_WEAVES[number % len(_WEAVES)]} Weaving with {_TOOLS[number % len(_TOOLS)]} of Kind {number}"
    code = (Link("code", f"https://github.com/ada/loom{number}", "arxiv"),) if number % 4 == 0 else ()
    return Paper(
        number,
        f"arxiv:2611.{number:05d}",
        name,
        abstract=f"We weave {name.lower()} and say how it holds. " * 8,
        authors=(Author("Ada Byron", "Byron", "Ada"), Author("Charles Babbage", "Babbage", "Charles")),
        arxiv_id=f"2611.{number:05d}",
        categories=(category, "stat.ML") if number % 5 == 0 else (category,),
        published=FRIDAY,
        day=FRIDAY,
        links=code,
    )


PAPERS = tuple(_paper(number) for number in range(1, 41))


def an_item(rank: int, paper: Paper | None = None, **further: Any) -> Item:
    """An item that has its place by its stars; fields of the item may be given otherwise."""
    of = paper or PAPERS[rank - 1]
    value = 4.0 / rank
    parts = (
        Part("attention", value, f"{50 - rank} new stars on GitHub where 3 were to be expected"),
        Part("substance", 0.25, "has code, states results"),
    )
    made = Item(
        key=of.key,
        id=of.id,
        day=of.day,
        categories=of.categories,
        sources=("arxiv", "huggingface") if rank % 3 == 0 else ("arxiv",),
        evidence=Evidence(1.0, (Count("stars", "github", 50.0 - rank, 3.0),), has_code=of.has_code),
        score=Score((value + 0.25) * 0.8, 0.8, parts),
        rank=rank,
    )
    return replace(made, **further)


def a_topic(*terms: str) -> Topic:
    """A topic of the first two papers."""
    return Topic(terms, (PAPERS[0].id, PAPERS[30].id), 12, 4.0, 3.0, (2, 3, 1, 4, 6, 12))


def an_edition(items: Iterable[Item] | None = None, **further: Any) -> Edition:
    """The closed edition of Friday, 20 November, with all papers; fields may be given otherwise."""
    placed = tuple(an_item(rank) for rank in range(1, 41)) if items is None else tuple(items)
    made = Edition(
        id="2026-11-20",
        period="day",
        first=FRIDAY,
        last=FRIDAY,
        closed=True,
        known_until=MADE,
        formula="1",
        weights={"attention": 1.0},
        inputs="0123456789abcdef",
        count=len(placed),
        items=placed,
        topics=(a_topic("warp weighted looms", "heddle"), a_topic("silk", "reeling")),
    )
    return replace(made, **further)


def print_editions(database: Database, made: Sequence[Edition]) -> None:
    """Store editions."""
    with database.write() as connection:
        for one in made:
            editions.put(connection, one)


@pytest.fixture
def edition_site(database: Database, tmp_path: Path) -> TestSite:
    """A site over the forty papers, without any edition. Its clock stands on Saturday, 21 November."""
    raws = [RawRecord("broadsheet", orjson.dumps(paper_to_json(one)), "cast.jsonl", one.key) for one in PAPERS]
    take_in(database, raws, adapt=adapt, clock=clock, report=Report())
    catch_up(database, tmp_path / "index", "minilm")
    engine = EmbeddedEngine(tmp_path / "index", "minilm")
    engine.refresh(database)
    services = Services(Settings(home=tmp_path), database, Library(database, engine, None), clock)
    return TestSite(services, build_app(services))
