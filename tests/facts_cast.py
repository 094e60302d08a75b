"""Papers of an invented loom, and what was read of them by hand: what pages show does not hang on the extraction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from broadsheet.app import build_app
from broadsheet.model.facts import Fact, FactKind, Measure, Reading
from broadsheet.model.paper import Author, Link, Paper
from broadsheet.search.build import catch_up
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.services import Services
from broadsheet.settings import Settings
from broadsheet.store import papers, readings
from broadsheet.store.database import Database
from site_fixtures import TestSite, clock

ABSTRACT = (
    "We present HEDDLE (Hierarchical Embedding of Densely Drawn Loom Events), a method for weaving by numbers. "
    "HEDDLE reaches 91.2% accuracy on ImageNet and 88% on CIFAR-10, beating Jacquard by 3 points. "
    "It weaves $2\\times$ faster than a hand. Code is at https://github.com/ada/heddle."
)
HEDDLE = Paper(
    1,
    "arxiv:2611.00001",
    "HEDDLE: Weaving by Numbers",
    abstract=ABSTRACT,
    authors=(Author("Ada Byron"), Author("Charles Babbage")),
    arxiv_id="2611.00001",
    categories=("cs.CV", "cs.LG"),
    published=date(2026, 11, 2),
    day=date(2026, 11, 2),
    links=(
        Link("code", "http://www.github.com/ada/heddle/", "text"),
        Link("code", "https://github.com/charles/heddle-jax", "huggingface"),
        Link("project", "https://looms.example.org", "text"),
    ),
)
JACQUARD = Paper(
    2,
    "arxiv:2601.00002",
    "Jacquard: Cards for Looms",
    abstract="We introduce Jacquard, which reads cards. Jacquard has 88.2% accuracy on ImageNet.",
    authors=(Author("Joseph Jacquard"),),
    arxiv_id="2601.00002",
    categories=("cs.CV",),
    published=date(2026, 1, 8),
    day=date(2026, 1, 8),
)
IMAGENET = Paper(
    3,
    "arxiv:2501.00003",
    "ImageNet of Looms",
    abstract="We build ImageNet, a dataset of 14 million woven pictures.",
    authors=(Author("Grace Hopper"),),
    arxiv_id="2501.00003",
    categories=("cs.CV",),
    published=date(2025, 1, 9),
    day=date(2025, 1, 9),
)
LATER = Paper(
    4,
    "arxiv:2612.00004",
    "A Survey of Looms",
    abstract="We survey looms, HEDDLE among them, on ImageNet.",
    authors=(Author("Mary Somerville"),),
    arxiv_id="2612.00004",
    categories=("cs.CV",),
    published=date(2026, 11, 19),
    day=date(2026, 11, 19),
)
UNREAD = replace(
    HEDDLE,
    key=5,
    id="arxiv:2611.00005",
    arxiv_id="2611.00005",
    title="Nobody Read This",
    links=(),
    authors=(Author("Grace Hopper"),),
)
CAST = (HEDDLE, JACQUARD, IMAGENET, LATER, UNREAD)


def fact(paper: Paper, kind: FactKind, words: str, text: str = "", **further: object) -> Fact:
    """A fact that stands where these words do, or nowhere."""
    start = paper.abstract.find(words) if words else -1
    known = Fact(kind, text or words)
    if start >= 0:
        known = replace(known, where="abstract", start=start, end=start + len(words))
    return replace(known, **further)  # type: ignore[arg-type]


def claim(paper: Paper, words: str, measure: Measure) -> Fact:
    """A result that is stated by these words."""
    return fact(paper, "result", words, measure=measure)


READINGS: Mapping[int, Sequence[Fact]] = {
    1: (
        fact(HEDDLE, "kind", "", "method"),
        fact(HEDDLE, "line", "a method for weaving by numbers"),
        fact(HEDDLE, "system", "HEDDLE", long_form="Hierarchical Embedding of Densely Drawn Loom Events"),
        fact(HEDDLE, "code", "https://github.com/ada/heddle"),
        claim(HEDDLE, "91.2% accuracy", Measure("91.2", "%", "accuracy", "ImageNet", "", 91.2, 91.2)),
        claim(HEDDLE, "88% on CIFAR-10", Measure("88", "%", "Accuracy", "CIFAR-10", "", 88, 88)),
        replace(
            claim(HEDDLE, "beating Jacquard by 3 points", Measure("3", "points", "", "", "Jacquard", 3, 3)),
            confidence=0.55,
        ),
        fact(HEDDLE, "dataset", "ImageNet"),
        fact(HEDDLE, "dataset", "CIFAR-10"),
    ),
    2: (
        fact(JACQUARD, "kind", "", "method"),
        fact(JACQUARD, "system", "Jacquard"),
        claim(JACQUARD, "88.2% accuracy", Measure("88.2", "%", "accuracy", "Image-Net", "", 88.2, 88.2)),
        fact(JACQUARD, "dataset", "ImageNet", "Image-Net"),
    ),
    3: (fact(IMAGENET, "kind", "", "dataset"), fact(IMAGENET, "system", "ImageNet")),
    4: (
        fact(LATER, "kind", "", "survey"),
        fact(LATER, "system", "looms", "heddle"),
        fact(LATER, "dataset", "ImageNet"),
    ),
}


def read_again(database: Database, version: int, made: Mapping[int, Sequence[Fact]] = READINGS) -> None:
    """Keep what a version of the extraction found."""
    with database.write() as connection:
        unread = {one.key: one for one in readings.pending(connection, version, 99)}
        readings.save(connection, version, [(unread[key], Reading(tuple(facts))) for key, facts in made.items()])


def fill(database: Database, cast: Sequence[Paper] = CAST) -> None:
    """Put the papers and what was read of them into a catalog."""
    with database.write() as connection:
        papers.write(connection, cast, {one.key: [one.id] for one in cast})
    read_again(database, 1, {key: facts for key, facts in READINGS.items() if key in {one.key for one in cast}})


@pytest.fixture
def facts_site(database: Database, tmp_path: Path) -> TestSite:
    """A site over the papers of looms, found by word only. Its clock stands on Saturday, 21 November 2026."""
    fill(database)
    catch_up(database, tmp_path / "index", "minilm")
    engine = EmbeddedEngine(tmp_path / "index", "minilm")
    engine.refresh(database)
    services = Services(Settings(home=tmp_path), database, Library(database, engine, None), clock)
    return TestSite(services, build_app(services))
