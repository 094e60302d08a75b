"""How a paper stands with who published it, and what services count about it, on the pages."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import orjson
import pytest
from starlette.testclient import TestClient

from broadsheet.app import build_app
from broadsheet.harvest.adapters import adapt
from broadsheet.harvest.files.broadsheet import paper_to_json
from broadsheet.harvest.intake import Report, take_in
from broadsheet.model.paper import Author, Link, Paper, Standing, Version
from broadsheet.model.raw import RawRecord
from broadsheet.search.build import catch_up
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.services import Services
from broadsheet.settings import Settings
from broadsheet.store import papers, signals
from broadsheet.store.database import Database
from broadsheet.store.signals import Signal
from site_fixtures import TestSite, clock, select, texts

LOOM = "/papers/arxiv:2611.00001"
NOTICE = "https://doi.org/10.5555/notice"


def a_paper(number: int, title: str, standing: Standing = "", note: str = "") -> Paper:
    """A paper of the cast, listed on 19 November."""
    return Paper(
        number,
        f"arxiv:2611.0000{number}",
        title,
        abstract="We weave linen on water looms in the north.",
        authors=(Author("Ada Byron", "Byron", "Ada"),),
        arxiv_id=f"2611.0000{number}",
        versions=(Version(1, date(2026, 11, 17)), Version(3, date(2026, 11, 19))),
        published=date(2026, 11, 17),
        day=date(2026, 11, 19),
        links=(Link("demo", "https://huggingface.co/spaces/ada/loom", "huggingface"),),
        standing=standing,
        standing_note=note,
    )


CAST = (
    a_paper(1, "Looms"),
    a_paper(2, "Spindles", "retracted", f"Figures used twice: {NOTICE}"),
    a_paper(3, "Shuttles", "withdrawn", "Lemma 2 is <wrong>."),
    a_paper(4, "Bobbins", "deleted"),
)


@pytest.fixture
def standing_site(database: Database, tmp_path: Path) -> TestSite:
    """A site over papers that stand in every way."""
    raws = [RawRecord("broadsheet", orjson.dumps(paper_to_json(one)), "cast.jsonl", one.key) for one in CAST]
    take_in(database, raws, adapt=adapt, clock=clock, report=Report())
    catch_up(database, tmp_path / "index", "minilm")
    engine = EmbeddedEngine(tmp_path / "index", "minilm")
    engine.refresh(database)
    services = Services(Settings(home=tmp_path), database, Library(database, engine, None), clock)
    return TestSite(services, build_app(services))


@pytest.fixture
def visitor(standing_site: TestSite) -> TestClient:
    """A browser on it."""
    return standing_site.client()


Seen = Callable[..., None]


@pytest.fixture
def seen(database: Database) -> Seen:
    """Take down what a service counts about the first paper."""

    def take_down(kind: str, value: float, *, days_ago: float = 0.0, source: str = "huggingface") -> None:
        with database.write() as connection:
            key = papers.find_key(connection, "arxiv:2611.00001")
            assert key is not None
            signals.add(connection, [Signal(key, kind, source, value, clock() - timedelta(days=days_ago))])

    return take_down


def test_a_retraction_stands_above_everything_with_its_notice(visitor: TestClient) -> None:
    page = visitor.get("/papers/arxiv:2611.00002").text
    (banner,) = texts(page, "//main//*[@role='note']")
    assert banner == f"This paper has been retracted: do not rely on it. Figures used twice: {NOTICE}"
    assert select(page, "//*[@role='note']//a/@href") == [NOTICE]
    assert select(page, "//h1/preceding::*[@role='note']/@class") == ["standing standing-retracted"]
    assert select(page, "string(//title)") == ["Retracted: Spindles · Broadsheet"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (3, "This paper has been withdrawn by its authors or by the archive. Lemma 2 is <wrong>."),
        (4, "The source of this paper has deleted it. What stands here is what was known before."),
    ],
)
def test_withdrawn_and_deleted_papers_say_so(visitor: TestClient, number: int, said: str) -> None:
    assert texts(visitor.get(f"/papers/arxiv:2611.0000{number}").text, "//*[@role='note']") == [said]


def test_a_paper_in_good_standing_has_no_banner(visitor: TestClient) -> None:
    assert texts(visitor.get(LOOM).text, "//*[@role='note']") == []


@pytest.mark.parametrize(
    "address", ["/days/2026-11-19", "/search?q=weave", "/authors/ada-byron", "/search?q=after:2020"]
)
def test_every_list_marks_them_before_their_titles(visitor: TestClient, address: str) -> None:
    titles = texts(visitor.get(address).text, "//article[contains(@class, 'entry')]//*[self::h2 or self::h3]/a")
    assert sorted(titles) == ["Deleted: Bobbins", "Looms", "Retracted: Spindles", "Withdrawn: Shuttles"]


def test_similar_papers_are_marked_too(visitor: TestClient) -> None:
    assert "Retracted: Spindles" in texts(visitor.get(LOOM).text, "//section[@class='similar']//h3")


def test_citations_carry_it(visitor: TestClient) -> None:
    assert "note = {Retracted}" in visitor.get("/papers/arxiv:2611.00002.bib").text
    assert "N1  - Withdrawn" in visitor.get("/papers/arxiv:2611.00003.ris").text


def test_all_versions_are_told_and_which_one_is_shown(visitor: TestClient) -> None:
    assert "v1 17 Nov 2026, v3 19 Nov 2026 (shown here)" in texts(visitor.get(LOOM).text, "//dl/dd")


def test_demos_are_linked(visitor: TestClient) -> None:
    assert "Demo" in texts(visitor.get(LOOM).text, "//ul[@class='outlinks']//a")


def counts(visitor: TestClient) -> list[str]:
    return texts(visitor.get(LOOM).text, "//section[@class='counted']/dl/*")


def test_without_counts_there_is_no_section(visitor: TestClient) -> None:
    assert counts(visitor) == []


def test_counts_say_by_whom_since_when_and_how_they_grow(visitor: TestClient, seen: Seen) -> None:
    seen("upvotes", 3, days_ago=9)
    seen("upvotes", 5, days_ago=7.5)
    seen("upvotes", 1_015, days_ago=1)
    seen("stars", 40, days_ago=3, source="b")
    seen("stars", 38, source="b")
    seen("citations", 2, days_ago=30, source="a")
    assert counts(visitor) == [
        *("Citations", "2 by a since 22 Oct 2026"),
        *("Upvotes", "1,015 (+1,010 in 7 days) by Hugging Face Papers since 20 Nov 2026"),
        *("GitHub stars", "38 (−2 since 18 Nov 2026) by b since 21 Nov 2026"),
    ]


def test_two_services_may_count_the_same(visitor: TestClient, seen: Seen) -> None:
    seen("citations", 2, source="a")
    seen("citations", 3, source="b")
    assert [text.split(" by")[0] for text in counts(visitor)] == ["Citations", "2", "3"]


def test_what_is_no_count_is_shown_as_what_it_is(visitor: TestClient, seen: Seen) -> None:
    seen("fwci", 1.0, days_ago=9)
    seen("fwci", 2.125)
    seen("boosts", 4)
    assert counts(visitor) == [
        *("Field-weighted impact", "2.12 by Hugging Face Papers since 21 Nov 2026"),
        *("Boosts", "4 by Hugging Face Papers since 21 Nov 2026"),
    ]


def test_a_count_that_moves_shows_at_once_though_the_paper_did_not_change(visitor: TestClient, seen: Seen) -> None:
    seen("upvotes", 3, days_ago=1)
    first = visitor.get(LOOM)
    seen("upvotes", 4)
    again = visitor.get(LOOM, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200
    assert texts(again.text, "//section[@class='counted']/dl/dd")[0].startswith("4 (+1 since 20 Nov 2026)")
