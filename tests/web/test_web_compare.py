"""Papers side by side."""

import csv
from io import StringIO

import pytest
from starlette.testclient import TestClient

from edition_cast import PAPERS
from facts_cast import HEDDLE, IMAGENET, JACQUARD, LATER, UNREAD
from site_fixtures import TestSite, select, texts

THREE = f"/compare?id={HEDDLE.id}&id={JACQUARD.id}&id={LATER.id}"


@pytest.fixture
def reader(facts_site: TestSite) -> TestClient:
    """A reader's browser on the site over papers of looms."""
    return facts_site.client()


def cells(page: str, name: str) -> list[str]:
    """What stands in a row."""
    found = texts(page, f"//table//tr[th[normalize-space()='{name}']]/td")
    return [one.partition(" Sentence")[0] for one in found]


def test_papers_stand_side_by_side_point_by_point(reader: TestClient) -> None:
    page = reader.get(THREE).text
    assert texts(page, "//h1") == ["3 papers side by side"]
    assert texts(page, "//thead//th/a[1]") == [HEDDLE.title, JACQUARD.title, LATER.title]
    assert cells(page, "Authors") == ["Ada Byron, Charles Babbage", "Joseph Jacquard", "Mary Somerville"]
    assert cells(page, "Kind") == ["method", "method", "survey"]
    assert cells(page, "What it is")[1:] == ["–", "–"]


def test_the_same_metric_on_the_same_data_stands_in_one_row(reader: TestClient) -> None:
    page = reader.get(THREE).text
    assert cells(page, "Accuracy on ImageNet") == ["91.2 %", "88.2 %", "–"]
    assert "88 % Accuracy on CIFAR-10" in texts(page, "//tr[th='Further claims']/td[1]//li/span")


def test_the_best_value_is_not_crowned(reader: TestClient) -> None:
    values = select(reader.get(THREE).text, "//tr[th='Accuracy on ImageNet']/td//li/span")
    assert len({one.split(">", 1)[0] for one in values}) == 1


def test_what_they_have_in_common_is_told(reader: TestClient) -> None:
    page = reader.get(THREE).text
    assert texts(page, "//*[@class='common']") == ["In common: ImageNet (all of them), cs.CV (all of them)"]
    assert select(page, "//*[@class='common']/a/@href") == ["/datasets/imagenet", "/categories/cs.CV"]


def test_papers_are_taken_out_and_added(reader: TestClient) -> None:
    page = reader.get(THREE).text
    assert select(page, "//a[@class='take-out']/@href")[1] == f"/compare?id={HEDDLE.id}&id={LATER.id}"
    assert select(page, "//form[@action='/compare']/input[@type='hidden']/@value") == [
        HEDDLE.id,
        JACQUARD.id,
        LATER.id,
    ]
    near = select(page, "//ul[@class='near']//a[2]/@href")
    assert near
    assert all(str(one).startswith(THREE) for one in near)


@pytest.mark.parametrize(
    "wanted",
    [
        f"{HEDDLE.id} {JACQUARD.id}",
        f"https://arxiv.org/abs/{HEDDLE.arxiv_id}v2  https://arxiv.org/pdf/{JACQUARD.arxiv_id}",
        f"http://localhost:8300/papers/{HEDDLE.id} /papers/{JACQUARD.id}",
    ],
)
def test_papers_are_named_by_ids_and_addresses(reader: TestClient, wanted: str) -> None:
    page = reader.get("/compare", params={"id": wanted}).text
    assert texts(page, "//thead//th/a[1]") == [HEDDLE.title, JACQUARD.title]


def test_a_paper_asked_for_twice_stands_once(reader: TestClient) -> None:
    page = reader.get(f"/compare?id={HEDDLE.id}&id=2611.00001&id={JACQUARD.id}").text
    assert texts(page, "//h1") == ["2 papers side by side"]
    assert texts(page, "//*[@role='status']//li") == ["“2611.00001” is a paper that stands here already."]


def test_ids_that_are_not_here_are_told(reader: TestClient) -> None:
    page = reader.get(f"{THREE}&id=arxiv:2611.99999&id=%3Cscript%3E").text
    assert texts(page, "//*[@role='status']//li") == [
        "No paper in this library is known as “arxiv:2611.99999”.",
        "No paper in this library is known as “<script>”.",
    ]
    assert len(texts(page, "//thead//th/a[1]")) == 3


@pytest.mark.parametrize("address", ["/compare", "/compare?id=", f"/compare?id={HEDDLE.id}"])
def test_fewer_than_two_papers_are_told_how_to_choose(reader: TestClient, address: str) -> None:
    page = reader.get(address).text
    assert texts(page, "//h1") == ["Compare papers"]
    assert not select(page, "//table")
    assert select(page, "//form[@action='/compare']//input[@name='id'][@type='text']")


def test_of_more_than_eight_the_first_eight_are_shown(edition_site: TestSite) -> None:
    address = "/compare?" + "&".join(f"id={paper.id}" for paper in PAPERS[:10])
    page = edition_site.client().get(address).text
    assert "Up to 8 papers stand side by side: these are the first 8 of 10." in texts(page, "//*[@role='status']")[0]
    assert len(texts(page, "//thead//th/a[1]")) == 8
    assert not select(page, "//form[@action='/compare']")


def test_a_paper_that_was_not_read_yet_says_so(reader: TestClient) -> None:
    page = reader.get(f"/compare?id={UNREAD.id}&id={IMAGENET.id}").text
    assert cells(page, "System") == ["not read yet", "ImageNet"]


def test_the_papers_are_given_as_files(reader: TestClient) -> None:
    page = reader.get(THREE).text
    addresses = select(page, "//p[@class='more']/a/@href")
    assert [str(one).partition("?")[0] for one in addresses] == ["/compare.csv", "/compare.md"]
    table = list(csv.reader(StringIO(reader.get(str(addresses[0])).text)))
    assert any(HEDDLE.title in cell for row in table for cell in row)
    assert "Cards for Looms" in reader.get(str(addresses[1])).text
    assert reader.get("/compare.csv?id=x").status_code == 404


def test_a_papers_page_leads_to_the_comparison_with_similar_ones(reader: TestClient) -> None:
    (address,) = select(reader.get(f"/papers/{HEDDLE.id}").text, "//main//a[starts-with(@href, '/compare')]/@href")
    assert reader.get(str(address)).status_code == 200
