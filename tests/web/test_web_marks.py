"""Votes and saves: one click on any paper in any list, and back again."""

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from broadsheet.model.reader import LOCAL
from broadsheet.store import marks
from edition_cast import PAPERS
from site_fixtures import TestSite, select, texts

FIRST = PAPERS[0].id
LISTS = ("/", "/days/2026-11-20", "/months/2026-11", "/search?q=weaving", "/authors/ada-byron", "/categories/cs.LG")


@pytest.fixture
def visitor(edition_site: TestSite) -> TestClient:
    """A browser on a site of its own."""
    return edition_site.client()


def send(visitor: TestClient, **fields: str) -> Response:
    """Send a mark as the form of a page does."""
    return visitor.post("/marks", data=fields, headers={"sec-fetch-site": "same-origin"})


def held(site: TestSite, key: int = 1) -> frozenset[str]:
    """The marks on a paper, as they are kept."""
    with site.services.database.read() as connection:
        return marks.of_papers(connection, LOCAL, [key]).get(key, frozenset()) - {"opened"}


def button(page: str, kind: str, paper_id: str = FIRST) -> tuple[str, str, str]:
    """The name of a button, whether it is pressed, and what stands on it."""
    path = f"//button[@data-kind='{kind}'][@value='{paper_id}']"
    return select(page, f"{path}/@name")[0], select(page, f"{path}/@aria-pressed")[0], texts(page, path)[0]


@pytest.mark.parametrize("address", LISTS)
def test_every_paper_of_a_list_can_be_voted_for_and_saved(visitor: TestClient, address: str) -> None:
    page = visitor.get(address).text
    entries = len(select(page, "//article[contains(@class, 'entry')]"))
    assert entries > 3
    for kind in ("vote", "save"):
        assert len(select(page, f"//button[@data-kind='{kind}'][@form='marks'][@aria-pressed='false']")) == entries
    assert select(page, "//form[@id='marks']//input[@name='back']/@value") == [address]


def test_a_vote_goes_back_to_the_paper_on_the_page_it_was_made_on(edition_site: TestSite, visitor: TestClient) -> None:
    answer = send(visitor, vote=FIRST, back="/search?q=weaving")
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=weaving#p1")
    assert held(edition_site) == {"vote"}
    assert button(visitor.get("/search?q=weaving").text, "vote") == ("unvote", "true", "Vote 1")


def test_pressed_again_it_is_taken_back(edition_site: TestSite, visitor: TestClient) -> None:
    send(visitor, save=FIRST)
    assert button(visitor.get(f"/papers/{FIRST}").text, "save") == ("unsave", "true", "Save")
    send(visitor, unsave=FIRST)
    assert button(visitor.get(f"/papers/{FIRST}").text, "save") == ("save", "false", "Save")
    assert held(edition_site) == frozenset()


def test_sent_twice_it_counts_once(visitor: TestClient) -> None:
    send(visitor, vote=FIRST)
    send(visitor, vote=FIRST)
    assert button(visitor.get("/days/2026-11-20").text, "vote")[2] == "Vote 1"


def test_a_script_is_told_what_holds_now(visitor: TestClient) -> None:
    answer = visitor.post("/marks", data={"vote": FIRST}, headers={"accept": "application/json"})
    told = {"paper": FIRST, "kind": "vote", "on": True, "votes": 1, "told": "Voted for."}
    assert answer.json() == {**told, "holds": ["vote"], "undo": "unvote"}
    assert answer.headers["cache-control"] == "no-store"


def test_an_old_id_marks_the_paper(edition_site: TestSite, visitor: TestClient) -> None:
    send(visitor, save="https://arxiv.org/abs/2611.00001v2")
    assert held(edition_site) == {"save"}


@pytest.mark.parametrize("fields", [{}, {"vote": FIRST, "save": FIRST}, {"love": FIRST}])
def test_what_is_no_mark_is_refused_in_words(
    edition_site: TestSite, visitor: TestClient, fields: dict[str, str]
) -> None:
    answer = send(visitor, **fields)
    assert answer.status_code == 400
    assert "vote, unvote, save, unsave" in answer.text
    assert held(edition_site) == frozenset()


def test_a_paper_that_is_not_here_cannot_be_marked(visitor: TestClient) -> None:
    assert send(visitor, vote="arxiv:2611.99999").status_code == 404
    assert send(visitor, vote="nonsense").status_code == 404


@pytest.mark.parametrize("header", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
def test_another_site_cannot_vote(edition_site: TestSite, visitor: TestClient, header: dict[str, str]) -> None:
    assert visitor.post("/marks", data={"vote": FIRST}, headers=header).status_code == 403
    assert held(edition_site) == frozenset()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "", "/a\tb"])
def test_a_vote_leads_nowhere_else(visitor: TestClient, back: str) -> None:
    assert send(visitor, vote=FIRST, back=back).headers["location"] == f"/papers/{FIRST}#p1"


def test_a_get_changes_nothing(edition_site: TestSite, visitor: TestClient) -> None:
    answer = visitor.get(f"/marks?vote={FIRST}")
    assert answer.status_code == 405
    assert texts(answer.text, "//h1") == ["This address is only for forms"]
    assert held(edition_site) == frozenset()
