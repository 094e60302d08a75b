"""Follows on the pages: one button on every list, and a page with all of them."""

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from broadsheet.model.reader import LOCAL
from broadsheet.store import follows, marks
from edition_cast import PAPERS
from site_fixtures import TestSite, select, texts

FIRST, SECOND = PAPERS[0].id, PAPERS[1].id
LISTS = {
    "/search?q=twill+weaving+sort%3Anewest": ("search", "twill weaving"),
    "/authors/ada-byron": ("author", "ada-byron"),
    "/categories/cs.LG": ("category", "cs.LG"),
    f"/papers/{FIRST}": ("similar", FIRST),
}


NO_ROW = 2**63  # one more than the largest number of a row


@pytest.fixture
def visitor(edition_site: TestSite) -> TestClient:
    """A browser on a site of its own."""
    return edition_site.client()


def ask(visitor: TestClient, kind: str, text: str, what: str = "follow", **fields: str) -> Response:
    """Send the form of a follow."""
    return visitor.post("/follows", data={"kind": kind, "text": text, what: "1", **fields})


def held(site: TestSite) -> list[tuple[str, str, bool]]:
    """What the reader follows and excludes."""
    with site.services.database.read() as connection:
        return [(one.kind, one.value, one.excluded) for one in follows.of_reader(connection, LOCAL)]


def buttons(page: str) -> list[tuple[str, str]]:
    """The names of the buttons of a follow, and whether they are pressed."""
    path = "//form[@class='follow']//button"
    return list(zip(select(page, f"{path}/@name"), select(page, f"{path}/@aria-pressed"), strict=True))


@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_followed_and_no_longer_by_the_button_it_shows(
    edition_site: TestSite, visitor: TestClient, address: str
) -> None:
    kind, value = LISTS[address]
    page = visitor.get(address).text
    assert buttons(page) == [("follow", "false"), ("never", "false")]
    sent = dict(
        zip(*(select(page, f"//form[@class='follow']/input/@{name}") for name in ("name", "value")), strict=True)
    )
    answer = visitor.post("/follows", data={**sent, "follow": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert held(edition_site) == [(kind, value, False)]
    assert buttons(visitor.get(address).text) == [("remove", "true")]
    visitor.post("/follows", data={**sent, "remove": "1"})
    assert held(edition_site) == []


def test_a_topic_of_some_days_is_followed_for_the_days_to_come(visitor: TestClient) -> None:
    page = visitor.get("/search?q=twill+after%3A2026-11-01+before%3A2026-11-21").text
    assert select(page, "//form[@class='follow']/input[@name='text']/@value") == ["twill"]
    assert not buttons(visitor.get("/search?q=after%3A2026-11-01").text)


def test_never_is_taken_back_by_its_button(edition_site: TestSite, visitor: TestClient) -> None:
    ask(visitor, "category", "cs.LG", "never")
    assert held(edition_site) == [("category", "cs.LG", True)]
    assert buttons(visitor.get("/categories/cs.LG").text) == [("remove", "true")]
    ask(visitor, "category", "cs.LG", "remove")
    assert held(edition_site) == []


def test_the_page_lists_follows_with_what_they_brought(visitor: TestClient) -> None:
    ask(visitor, "category", "cs.LG")
    ask(visitor, "author", "Ada Byron")
    ask(visitor, "search", '"leno weaving"', "never")
    page = visitor.get("/follows").text
    assert texts(page, "//ul[@class='follows']//h3") == ["Machine Learning (cs.LG)", "Ada Byron", '"leno weaving"']
    told = texts(page, "//ul[@class='follows']//p[@class='meta']")
    assert "8 new in the last week" in told[0]
    assert "40 new in the last week" in told[1]
    assert "5 kept away in the last week" in told[2]
    assert "/feeds/categories/cs.LG.atom" in select(page, "//ul[@class='follows']//a/@href")


def test_a_follow_shows_what_it_brought(visitor: TestClient) -> None:
    ask(visitor, "search", '"leno weaving"')
    address = select(visitor.get("/follows").text, "//ul[@class='follows']//h3/a/@href")[0]
    page = visitor.get(address).text
    assert sorted(texts(page, "//article//h2")) == sorted(one.title for one in PAPERS if "Leno" in one.title)


def test_a_removed_follow_is_brought_back(edition_site: TestSite, visitor: TestClient) -> None:
    ask(visitor, "category", "cs.LG")
    address = select(visitor.get("/follows").text, "//ul[@class='follows']//h3/a/@href")[0]
    visitor.post(address, data={"title": "My field"})
    after = visitor.post(address, data={"remove": "1"}).headers["location"]
    assert held(edition_site) == []
    page = visitor.get(after).text
    assert "Removed: “My field”." in texts(page, "//form[contains(@class, 'undo')]/p")[0]
    token = select(page, "//input[@name='removed']/@value")[0]
    assert visitor.post("/follows/restored", data={"removed": token}).status_code == 303
    assert held(edition_site) == [("category", "cs.LG", False)]
    assert texts(visitor.get("/follows").text, "//ul[@class='follows']//h3") == ["My field"]


def test_what_was_never_removed_cannot_be_brought_back(edition_site: TestSite, visitor: TestClient) -> None:
    assert visitor.post("/follows/restored", data={"removed": "eyJ0aXRsZSI6MX0.forged"}).status_code == 400
    assert "Removed" not in visitor.get("/follows?removed=eyJ0aXRsZSI6MX0.forged").text
    assert held(edition_site) == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": "search", "text": "", "follow": "1"}, "Say what to follow"),
        ({"kind": "collection", "text": "x", "follow": "1"}, "search, author, category, similar"),
        ({"kind": "search", "text": "x"}, "follow, never, remove"),
        ({"kind": "search", "text": "x", "follow": "1", "never": "1"}, "follow, never, remove"),
        ({"kind": "similar", "text": "2611.99999", "follow": "1"}, "2611.99999"),
    ],
)
def test_what_cannot_be_followed_is_told(
    edition_site: TestSite, visitor: TestClient, fields: dict[str, str], told: str
) -> None:
    answer = visitor.post("/follows", data=fields)
    assert answer.status_code == 400
    assert told in answer.text
    assert held(edition_site) == []


def test_a_follow_that_is_not_there_is_not_found(visitor: TestClient) -> None:
    assert visitor.get("/follows/99").status_code == 404
    assert visitor.post("/follows/99", data={"remove": "1"}).status_code == 404
    assert visitor.post("/follows/99", data={"title": "x" * 201}).status_code == 400


def test_following_leads_to_no_other_site(visitor: TestClient) -> None:
    assert ask(visitor, "category", "cs.LG", back="//evil.example").headers["location"] == "/follows"


def test_references_become_examples_and_nothing_is_lost(edition_site: TestSite, visitor: TestClient) -> None:
    answer = visitor.post("/follows/profile", data={"references": f"{FIRST}\r\n{SECOND}\r\n2611.99999\r\n"})
    assert answer.status_code == 200
    assert texts(answer.text, "//h1") == ["Learned from 2 papers"]
    assert "your text, line 3: “arxiv:2611.99999”" in texts(answer.text, "//ul[@class='refused']/li")[0]
    assert "Ada Byron 2 papers" in texts(answer.text, "//form[@class='offer']/span")
    assert held(edition_site) == []
    with edition_site.services.database.read() as connection:
        assert marks.count(connection, LOCAL, "example") == 2
    visitor.post("/follows/profile/forgotten")
    with edition_site.services.database.read() as connection:
        assert marks.count(connection, LOCAL, "example") == 0


def test_a_text_without_papers_says_so(visitor: TestClient) -> None:
    assert visitor.post("/follows/profile", data={"references": " "}).status_code == 400
    answer = visitor.post("/follows/profile", data={"references": "nothing of the kind"})
    assert texts(answer.text, "//h1") == ["No paper was found"]


@pytest.mark.parametrize("address", ["/follows", "/follows/1", "/follows/restored", "/follows/profile", "/for-you"])
def test_another_site_changes_nothing(edition_site: TestSite, visitor: TestClient, address: str) -> None:
    fields = {"kind": "category", "text": "cs.LG", "follow": "1", "references": FIRST, "exploration": "50"}
    assert visitor.post(address, data=fields, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert held(edition_site) == []


@pytest.mark.parametrize("number", [NO_ROW - 1, NO_ROW, 10**30])
def test_a_number_that_no_follow_can_have_is_of_none(visitor: TestClient, number: int) -> None:
    assert visitor.get(f"/follows/{number}").status_code == 404
    assert visitor.post(f"/follows/{number}", data={"remove": "1"}).status_code == 404
    assert visitor.post(f"/follows/{number}", data={"title": "Weaving"}).status_code == 404


def test_what_cannot_be_followed_is_told_as_not_kept(visitor: TestClient) -> None:
    answer = ask(visitor, "search", "weaving " * 300)
    assert answer.status_code == 400
    assert texts(answer.text, "//h1") == ["That was not kept"]


def test_of_many_entries_that_are_not_here_the_first_are_named(visitor: TestClient) -> None:
    given = "\n".join(f"2101.{number:05d}" for number in range(1_234))
    page = visitor.post("/follows/profile", data={"references": given}).text
    assert len(select(page, "//ul[@class='refused']/li")) == 1_000
    assert "and 234 entries more" in " ".join(texts(page, "//section[@aria-labelledby='missing']/p"))


@pytest.mark.parametrize("text", ["-survey", "-survey -cat:cs.CR"])
def test_a_search_that_only_excludes_is_not_followed(edition_site: TestSite, visitor: TestClient, text: str) -> None:
    before = held(edition_site)
    answer = ask(visitor, "search", text)
    assert answer.status_code == 400
    assert "only says what is not wanted" in answer.text
    assert held(edition_site) == before


def test_the_code_of_a_category_is_followed_as_one(edition_site: TestSite, visitor: TestClient) -> None:
    ask(visitor, "search", "math.at")
    assert ("category", "math.AT", False) in held(edition_site)
