"""The curator's hand: papers are put into editions, and taken out of open ones."""

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from broadsheet.model.reader import LOCAL
from broadsheet.store import picks
from broadsheet.store.picks import Pick
from edition_cast import MADE, PAPERS, an_edition, print_editions
from site_fixtures import TestSite, select, texts

PAPER = PAPERS[0].id
PAGE = f"/papers/{PAPER}"


@pytest.fixture
def visitor(edition_site: TestSite) -> TestClient:
    """A browser on a site where Friday's edition is closed and the one of Saturday, today, is open."""
    live = an_edition(id="2026-11-21", first=PAPERS[0].day, closed=False)
    print_editions(edition_site.services.database, [an_edition(), live])
    return edition_site.client()


def send(visitor: TestClient, **fields: str) -> Response:
    """Send the form of a paper's page."""
    return visitor.post("/picks", data={"paper": PAPER, "edition": "2026-11-21", **fields})


def standing(site: TestSite) -> list[Pick]:
    """The picks of the paper that stand."""
    with site.services.database.read() as connection:
        return picks.of_paper(connection, 1)


def test_a_paper_is_put_into_the_open_edition_with_a_line(edition_site: TestSite, visitor: TestClient) -> None:
    answer = send(visitor, line="Small  idea,\r\nlarge effect.", leads="1")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?picked=2026-11-21#picks")
    (pick,) = standing(edition_site)
    assert (pick.edition, pick.leads, pick.line, pick.curator) == (
        "2026-11-21",
        True,
        "Small idea, large effect.",
        "local",
    )
    page = visitor.get(answer.headers["location"]).text
    assert texts(page, "//*[@role='status']") == [
        "It goes into the edition of Saturday, 21 November 2026 (2026-11-21)."
    ]
    assert "Small idea, large effect." in texts(page, "//*[@class='picks']//p")


def test_the_page_offers_the_editions_that_are_open(visitor: TestClient) -> None:
    page = visitor.get(PAGE).text
    assert select(page, "//input[@name='edition']/@value") == ["2026-11-21", "2026-W47", "2026-11"]
    assert select(page, "//input[@name='edition'][@checked]/@value") == ["2026-11-21"]


def test_a_pick_for_a_closed_edition_goes_into_the_next_and_says_so(
    edition_site: TestSite, visitor: TestClient
) -> None:
    answer = send(visitor, edition="2026-11-20")
    assert [pick.edition for pick in standing(edition_site)] == ["2026-11-21"]
    assert texts(visitor.get(answer.headers["location"]).text, "//*[@role='status']") == [
        "The edition of Friday, 20 November 2026 (2026-11-20) is closed: "
        "it goes into that of Saturday, 21 November 2026 (2026-11-21)."
    ]


def test_nothing_is_told_of_what_nobody_did(visitor: TestClient) -> None:
    assert not texts(visitor.get(f"{PAGE}?picked=2026-11-20").text, "//*[@role='status']")
    send(visitor)
    for forged in ("nonsense", "2026-13", "<script>"):
        assert not texts(visitor.get(PAGE, params={"picked": forged}).text, "//*[@role='status']")


def test_a_pick_taken_back_is_told_no_more(visitor: TestClient) -> None:
    send(visitor)
    told = send(visitor, edition="2026-W47").headers["location"].partition("#")[0]
    page = visitor.get(told).text
    assert texts(page, "//*[@role='status']") == ["It goes into the edition of Week 47 of 2026 (2026-W47)."]
    number = select(page, "//*[@class='picks']//input[@name='pick']/@value")[0]
    assert visitor.post("/picks/withdrawn", data={"pick": number, "back": told}).headers["location"] == told
    assert not texts(visitor.get(told).text, "//*[@role='status']")


def test_the_live_edition_shows_picks_and_takes_them_back(edition_site: TestSite, visitor: TestClient) -> None:
    send(visitor, line="Read this.")
    page = visitor.get("/editions/live").text
    assert PAPERS[0].title in texts(page, "//*[@class='picks']/li")[0]
    number = select(page, "//*[@class='picks']//input[@name='pick']/@value")[0]
    answer = visitor.post("/picks/withdrawn", data={"pick": number, "back": "/editions/live"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/editions/live")
    assert standing(edition_site) == []
    assert not select(visitor.get("/editions/live").text, "//*[@class='picks']")
    assert visitor.post("/picks/withdrawn", data={"pick": number}).status_code == 404


def test_what_was_picked_for_an_edition_stays_once_that_is_closed(edition_site: TestSite, visitor: TestClient) -> None:
    with edition_site.services.database.write() as connection:
        pick = picks.add(connection, 1, "2026-11-20", leads=False, line="", curator=LOCAL, made=MADE)
    answer = visitor.post("/picks/withdrawn", data={"pick": str(pick.number)})
    assert answer.status_code == 409
    assert "2026-11-20 is closed" in answer.text
    assert standing(edition_site) == [pick]
    assert not select(visitor.get(PAGE).text, "//input[@name='pick']")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"edition": "2026-11-31"}, 404),
        ({"edition": ""}, 404),
        ({"paper": "arxiv:2611.99999"}, 404),
        ({"line": "x" * 281}, 400),
    ],
)
def test_what_cannot_be_picked_is_refused(
    edition_site: TestSite, visitor: TestClient, fields: dict[str, str], status: int
) -> None:
    assert send(visitor, **fields).status_code == status
    assert standing(edition_site) == []


@pytest.mark.parametrize("number", ["", "x", "9" * 40, "-1", "٣"])
def test_a_pick_that_is_no_number_is_refused(visitor: TestClient, number: str) -> None:
    assert visitor.post("/picks/withdrawn", data={"pick": number}).status_code == 400


@pytest.mark.parametrize("address", ["/picks", "/picks/withdrawn"])
def test_another_site_cannot_pick(visitor: TestClient, address: str) -> None:
    foreign = {"origin": "https://evil.example"}
    fields = {"paper": PAPER, "edition": "2026-11-21", "pick": "1"}
    assert visitor.post(address, data=fields, headers=foreign).status_code == 403
