"""The list of what was saved."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from broadsheet.model.reader import LOCAL
from broadsheet.store import marks
from edition_cast import PAPERS
from site_fixtures import TestSite, clock, select, texts


@pytest.fixture
def visitor(edition_site: TestSite) -> TestClient:
    """A browser."""
    return edition_site.client()


def save(site: TestSite, *keys: int) -> None:
    """Save papers, one minute after the other."""
    for place, key in enumerate(keys):
        with site.services.database.write() as connection:
            marks.put(connection, LOCAL, key, "save", on=True, made=clock() + timedelta(minutes=place))


def test_saved_papers_stand_latest_first(edition_site: TestSite, visitor: TestClient) -> None:
    save(edition_site, 3, 7, 5)
    page = visitor.get("/saved").text
    assert texts(page, "//article//h2") == [PAPERS[key - 1].title for key in (5, 7, 3)]
    assert "3 papers" in texts(page, "//*[@class='results-head']/p")[0]
    assert select(page, "//button[@name='unsave']/@aria-pressed") == ["true"] * 3


def test_what_is_no_longer_saved_goes_from_the_list(edition_site: TestSite, visitor: TestClient) -> None:
    save(edition_site, 3, 7)
    visitor.post("/marks", data={"unsave": PAPERS[2].id, "back": "/saved"})
    assert texts(visitor.get("/saved").text, "//article//h2") == [PAPERS[6].title]


def test_an_empty_list_says_how_to_save(visitor: TestClient) -> None:
    page = visitor.get("/saved").text
    assert "Nothing is saved yet." in page
    assert not select(page, "//article")


def test_the_menu_leads_to_it(visitor: TestClient) -> None:
    assert "/saved" in select(visitor.get("/").text, "//nav[@aria-label='Sections']//a/@href")
    assert select(visitor.get("/saved").text, "//nav//a[@aria-current='page']/@href") == ["/saved"]


def test_a_page_that_the_list_has_not_got_is_not_there(visitor: TestClient) -> None:
    assert visitor.get("/saved?page=2").status_code == 404
    assert visitor.get("/saved?page=0").status_code == 400
