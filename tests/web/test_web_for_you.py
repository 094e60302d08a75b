"""Suggestions: a list for one reader, with why and buttons to judge it."""

import pytest
from starlette.testclient import TestClient

from broadsheet.model.reader import LOCAL
from broadsheet.store import marks, readers
from edition_cast import PAPERS
from site_fixtures import TestSite, select, texts

FIRST = PAPERS[0].id
RATINGS = ("up", "down", "uninterested", "hidden")


@pytest.fixture
def visitor(edition_site: TestSite) -> TestClient:
    """A browser on a site of its own."""
    return edition_site.client()


def held(site: TestSite, key: int = 1) -> frozenset[str]:
    """The marks on a paper."""
    with site.services.database.read() as connection:
        return marks.of_papers(connection, LOCAL, [key]).get(key, frozenset())


def suggested(page: str) -> list[str]:
    """The ids of the papers in the list."""
    return select(page, "//article//button[@data-kind='up']/@value")


def test_a_reader_of_whom_nothing_is_known_is_told_how_to_begin(visitor: TestClient) -> None:
    page = visitor.get("/for-you").text
    assert texts(page, "//section[@class='box']/h2") == ["Nothing is known of you yet"]
    assert "/follows#references" in select(page, "//section[@class='box']//a/@href")
    assert len(suggested(page)) == 40


def test_an_empty_library_suggests_nothing_and_says_so(empty_site: TestSite) -> None:
    assert "No paper of the last 14 days is left to suggest." in empty_site.client().get("/for-you").text


def test_every_suggestion_says_why_and_can_be_judged(visitor: TestClient) -> None:
    visitor.post("/marks", data={"save": FIRST})
    page = visitor.get("/for-you").text
    count = len(suggested(page))
    assert len(texts(page, "//article/p[@class='because']")) == count
    assert all(len(one) > 3 for one in texts(page, "//article/p[@class='because']"))
    for kind in RATINGS:
        names = select(page, f"//article//button[@data-kind='{kind}']/@aria-label")
        assert len(set(names)) == count
    assert FIRST not in suggested(page)
    assert "learned from 1 paper that you judged" in texts(page, "//div[@class='results-head']/p")[0]


@pytest.mark.parametrize("kind", RATINGS)
def test_a_judged_paper_leaves_the_list_and_comes_back_by_undo(
    edition_site: TestSite, visitor: TestClient, kind: str
) -> None:
    before = suggested(visitor.get("/for-you").text)
    assert FIRST in before
    answer = visitor.post("/marks", data={kind: FIRST, "back": "/for-you"})
    assert answer.headers["location"] == "/for-you#p1"
    page = visitor.get("/for-you").text
    assert FIRST not in suggested(page)
    undo = select(page, "//p[contains(@class, 'undo')]//button/@name")
    assert undo == [f"un{kind}"]
    visitor.post("/marks", data={undo[0]: FIRST, "back": "/for-you"})
    assert held(edition_site) == frozenset()
    assert FIRST in suggested(visitor.get("/for-you").text)


def test_one_rating_holds_and_undo_brings_the_one_before_back(edition_site: TestSite, visitor: TestClient) -> None:
    json = {"accept": "application/json"}
    visitor.post("/marks", data={"vote": FIRST})
    visitor.post("/marks", data={"up": FIRST})
    answer = visitor.post("/marks", data={"down": FIRST}, headers=json).json()
    assert (answer["holds"], answer["undo"]) == (["down", "vote"], "up")
    assert visitor.post("/marks", data={"up": FIRST}, headers=json).json()["undo"] == "down"
    assert held(edition_site) == {"vote", "up"}


def test_a_rating_taken_back_late_leaves_the_newer_one(edition_site: TestSite, visitor: TestClient) -> None:
    visitor.post("/marks", data={"down": FIRST})
    visitor.post("/marks", data={"unup": FIRST})
    assert held(edition_site) == {"down"}


def test_the_page_of_a_paper_rates_it_and_the_others_do_not(visitor: TestClient) -> None:
    page = visitor.get(f"/papers/{FIRST}").text
    assert select(page, "//button[@data-kind='down']/@value") == [FIRST]
    assert select(page, "//button[@data-kind='down']/@aria-label") == [f"Less like this: {PAPERS[0].title}"]
    assert not select(visitor.get("/categories/cs.LG").text, "//button[@data-kind='down']")


def test_the_share_from_outside_is_set(edition_site: TestSite, visitor: TestClient) -> None:
    assert visitor.post("/for-you", data={"exploration": "30"}).headers["location"] == "/for-you"
    with edition_site.services.database.read() as connection:
        reader = readers.get(connection, LOCAL)
    assert reader is not None
    assert reader.exploration == 0.3
    assert select(visitor.get("/for-you").text, "//button[@name='exploration'][@aria-pressed='true']/@value") == ["30"]
    assert visitor.post("/for-you", data={"exploration": "100"}).status_code == 400


def test_opening_a_paper_is_noted_once(edition_site: TestSite, visitor: TestClient) -> None:
    for _ in range(2):
        assert visitor.get(f"/papers/{FIRST}", headers={"sec-fetch-dest": "document"}).status_code == 200
    assert held(edition_site) == {"opened"}
    with edition_site.services.database.read() as connection:
        assert marks.last_of_reader(connection, LOCAL) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"sec-fetch-dest": "empty"},
        {"accept": "application/x-bibtex"},
    ],
)
def test_what_nobody_looks_at_is_not_noted(
    edition_site: TestSite, visitor: TestClient, headers: dict[str, str]
) -> None:
    assert visitor.get(f"/papers/{FIRST}", headers=headers).status_code == 200
    visitor.head(f"/papers/{FIRST}")
    assert held(edition_site) == frozenset()


def test_suggestions_are_a_feed(visitor: TestClient) -> None:
    visitor.post("/marks", data={"up": FIRST})
    feed = visitor.get("/feeds/for-you.json").json()
    assert len(feed["items"]) == 39
    assert all(one["_broadsheet"]["reason"] for one in feed["items"])
    assert FIRST not in [one["_broadsheet"]["id"] for one in feed["items"]]
    assert visitor.get("/feeds/for-you.json?page=2").status_code == 404
