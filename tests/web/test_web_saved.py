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


def test_state_and_note_are_kept_without_script(edition_site: TestSite, visitor: TestClient) -> None:
    save(edition_site, 3, 7, 5)
    ids = [PAPERS[key - 1].id for key in (3, 7)]
    answer = visitor.post("/saved", data={"paper": ids, "state": "reading", "back": "/saved?sort=title"})
    assert answer.headers["location"] == "/saved?sort=title"
    answer = visitor.post("/saved", data={"paper": ids[0], "note": "Compare\r\nlooms", "back": "/saved"})
    assert answer.headers["location"] == "/saved#p3"
    page = visitor.get("/saved?state=reading").text
    assert texts(page, "//article//h2") == [PAPERS[6].title, PAPERS[2].title]
    assert texts(page, "//p[@class='own-note']") == ["Compare looms"]
    assert texts(page, "//nav[@aria-label='Reading state']//a") == ["All 3", "Unread 1", "Reading 2", "Read 0"]


@pytest.mark.parametrize(
    "fields",
    [
        {"paper": PAPERS[2].id, "state": "burnt"},
        {"paper": PAPERS[2].id},
        {"note": "of nothing"},
        {"paper": PAPERS[2].id, "note": "x" * 2_001},
    ],
)
def test_what_is_no_state_and_no_note_is_refused(visitor: TestClient, fields: dict[str, str]) -> None:
    assert visitor.post("/saved", data=fields).status_code == 400


def test_a_note_may_be_in_any_script(edition_site: TestSite, visitor: TestClient) -> None:
    save(edition_site, 3)
    note = "織" * 2_000
    assert visitor.post("/saved", data={"paper": PAPERS[2].id, "note": note}).status_code == 303
    assert texts(visitor.get("/saved").text, "//p[@class='own-note']") == [note]


def test_saved_papers_are_searched_and_sorted(edition_site: TestSite, visitor: TestClient) -> None:
    save(edition_site, 3, 7, 5, 11)
    page = visitor.get("/saved?q=leno+cat%3Amath.AG").text
    expected = [one.title for one in PAPERS if one.key in (3, 5, 7, 11) and "math.AG" in one.categories]
    assert [one for one in texts(page, "//article//h2") if "Leno" in one] == [one for one in expected if "Leno" in one]
    assert texts(visitor.get("/saved?sort=title").text, "//article//h2") == sorted(
        PAPERS[key - 1].title for key in (3, 5, 7, 11)
    )
    assert "No saved paper fits." in visitor.get("/saved?q=cat%3Ahep-th").text
    assert visitor.get("/saved?sort=price").status_code == 400
    assert visitor.get("/saved?state=burnt").status_code == 400


@pytest.mark.parametrize(
    ("suffix", "media_type", "begins"),
    [
        (".bib", "application/x-bibtex", "@"),
        (".ris", "application/x-research-info-systems", "TY  - "),
        (".csl.json", "application/vnd.citationstyles.csl+json", "["),
        (".jsonl", "application/jsonl", '{"broadsheet":1'),
    ],
)
def test_the_list_is_given_as_a_file(
    edition_site: TestSite, visitor: TestClient, suffix: str, media_type: str, begins: str
) -> None:
    save(edition_site, 3, 7)
    visitor.post("/saved", data={"paper": PAPERS[2].id, "note": "for me alone"})
    address = next(one for one in select(visitor.get("/saved").text, "//a/@href") if one.endswith(suffix))
    answer = visitor.get(address)
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="saved{suffix}"'
    assert answer.text.startswith(begins)
    assert answer.text.index("Byron") < answer.text.index("Babbage")
    assert ("for me alone" in answer.text) == (suffix == ".jsonl")
    assert PAPERS[6].title in answer.text
    assert PAPERS[6].title not in visitor.get(f"/saved{suffix}?state=read").text


def test_the_feed_of_saved_papers_holds_no_notes(edition_site: TestSite, visitor: TestClient) -> None:
    save(edition_site, 3)
    visitor.post("/saved", data={"paper": PAPERS[2].id, "note": "for me alone"})
    feed = visitor.get("/feeds/saved.json").text
    assert PAPERS[2].title in feed
    assert "for me alone" not in feed
