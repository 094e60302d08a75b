"""Pages about systems and datasets, and their lists."""

from dataclasses import replace
from datetime import date
from typing import Literal

import pytest
from starlette.testclient import TestClient

from broadsheet.facts.correcting import correct
from broadsheet.model.facts import Fact, Measure, Reading
from broadsheet.model.reader import LOCAL
from broadsheet.search.build import catch_up
from broadsheet.store import papers, readings
from facts_cast import HEDDLE, IMAGENET, JACQUARD, LATER, UNREAD, claim, fact
from site_fixtures import TestSite, clock, select, texts


@pytest.fixture
def reader(facts_site: TestSite) -> TestClient:
    """A reader's browser on the site over papers of looms."""
    return facts_site.client()


def titles(page: str, section: str) -> list[str]:
    """The papers in a section."""
    return texts(page, f"//section[@aria-labelledby='{section}']//article//h3")


def values(page: str) -> list[list[str]]:
    """The rows of all tables of values, without their sentences."""
    found = [texts(row, "//td") for row in select(page, "//table[contains(@class, 'values')]//tbody/tr")]
    return [[row[0].partition(" Sentence")[0], *row[1:]] for row in found]


def add_claims(site: TestSite, number: int) -> None:
    """Let the survey claim this many accuracies on ImageNet."""
    made = [
        claim(LATER, "ImageNet", Measure(str(10 + one), "%", "accuracy", "ImageNet", "", 10 + one, 10 + one))
        for one in range(number)
    ]
    with site.services.database.write() as connection:
        pending = {one.key: one for one in readings.pending(connection, 2, 99)}
        readings.save(connection, 2, [(pending[4], Reading((*made, fact(LATER, "dataset", "ImageNet"))))])


def test_a_dataset_shows_who_introduced_it_and_the_values_claimed(reader: TestClient) -> None:
    page = reader.get("/datasets/imagenet").text
    assert texts(page, "//h1") == ["ImageNet"]
    assert titles(page, "introduced") == [IMAGENET.title]
    assert texts(page, "//section[@aria-labelledby='metric-1']/h2") == ["Accuracy in %"]
    assert values(page) == [["91.2 %", HEDDLE.title, "2 Nov 2026"], ["88.2 %", JACQUARD.title, "8 Jan 2026"]]


def test_what_three_earlier_papers_use_was_introduced_by_none_of_this_library(facts_site: TestSite) -> None:
    with facts_site.services.database.write() as connection:
        earlier = [
            replace(IMAGENET, key=10 + one, id=f"bs:{one}", arxiv_id="", day=date(2024, 1, 1)) for one in range(3)
        ]
        papers.write(connection, earlier, {one.key: [one.id] for one in earlier})
        pending = {one.key: one for one in readings.pending(connection, 1, 99)}
        uses = Reading((fact(IMAGENET, "dataset", "ImageNet"),))
        readings.save(connection, 1, [(pending[one.key], uses) for one in earlier])
    assert titles(facts_site.client().get("/datasets/imagenet").text, "introduced") == []


def test_a_name_that_earlier_papers_write_was_introduced_by_none_of_this_library(facts_site: TestSite) -> None:
    services = facts_site.services
    with services.database.write() as connection:
        earlier = [
            replace(
                LATER, key=10 + one, id=f"bs:{one}", arxiv_id="", day=date(2024, 1, 1), title=f"HEDDLE again, {one}"
            )
            for one in range(3)
        ]
        papers.write(connection, earlier, {one.key: [one.id] for one in earlier})
    catch_up(services.database, services.settings.home / "index", "minilm")
    services.library.engine.refresh(services.database)
    assert texts(facts_site.client().get("/systems/heddle").text, "//h2[@id='introduced']") == ["The earliest here"]


def test_papers_that_claim_nothing_on_it_stand_apart(reader: TestClient) -> None:
    assert titles(reader.get("/datasets/imagenet").text, "silent") == [LATER.title]


def test_the_page_warns_that_claims_are_no_leaderboard(reader: TestClient) -> None:
    assert "Not a leaderboard." in texts(reader.get("/datasets/imagenet").text, "//*[contains(@class, 'warning')]")[0]


def test_spellings_are_joined_and_shown(reader: TestClient) -> None:
    page = reader.get("/datasets/imagenet").text
    assert texts(page, "//ul[@class='counts']/li/span[1]") == ["ImageNet", "Image-Net"]
    answer = reader.get("/datasets/Image-Net")
    assert (answer.status_code, answer.headers["location"]) == (301, "/datasets/imagenet")


@pytest.mark.parametrize("kind", ["system", "dataset"])
def test_names_with_formulas_are_shown_as_they_are_read(
    facts_site: TestSite, reader: TestClient, kind: Literal["system", "dataset"]
) -> None:
    for number, name in ((1, "$\\tau^2$-Loom"), (2, "$\\textbf{T}au^2$ Loom"), (3, "τ$^2$-Loom")):
        correct(facts_site.services.database, number, LOCAL, before=None, after=Fact(kind, name), now=clock())
    page = reader.get(f"/{kind}s/tau2loom").text
    assert texts(page, "//h1") == ["τ²-Loom"]
    assert texts(page, "//title")[0].startswith("τ²-Loom")
    assert texts(page, "//h2[.='Names']/following-sibling::ul/li") == ["τ²-Loom 2", "Tau² Loom 1"]
    assert "τ²-Loom 3" in texts(reader.get(f"/{kind}s").text, "//*[@class='counts names']/li")
    assert "τ²-Loom" in texts(reader.get(f"/{kind}s/tau2loomm").text, "//*[@class='chips']//a")


def test_values_of_one_metric_are_sorted_and_paged(facts_site: TestSite, reader: TestClient) -> None:
    add_claims(facts_site, 60)
    page = reader.get("/datasets/imagenet").text
    assert len(values(page)) == 5
    (more,) = select(page, "//section[@aria-labelledby='metric-1']/p[@class='more']/a/@href")
    latest = reader.get(str(more)).text
    assert [row[1] for row in values(latest)] == [LATER.title] * 50
    assert select(latest, "//a[@rel='next']")
    by_size = select(latest, "//nav[@aria-label='Order']//a/@href")[1]
    greatest = values(reader.get(str(by_size)).text)
    assert [row[0] for row in greatest[:3]] == ["91.2 %", "88.2 %", "69 %"]


def test_values_in_another_unit_stand_in_a_table_of_their_own(facts_site: TestSite, reader: TestClient) -> None:
    with facts_site.services.database.write() as connection:
        pending = {one.key: one for one in readings.pending(connection, 2, 99)}
        made = claim(LATER, "ImageNet", Measure("3", "points", "accuracy", "ImageNet", "", 3, 3))
        unnamed = claim(LATER, "ImageNet", Measure("9", "", "", "ImageNet", "", 9, 9))
        readings.save(connection, 2, [(pending[4], Reading((made, unnamed, fact(LATER, "dataset", "ImageNet"))))])
    page = reader.get("/datasets/imagenet").text
    assert [row[0] for row in values(page)] == ["91.2 %", "88.2 %", "3 points", "9"]
    assert texts(page, "//section[@aria-labelledby='metric-3']/h2") == ["No metric named"]
    assert select(page, "//*[@role='region']/@aria-label") == [
        "Latest values of Accuracy in %",
        "Latest values of Accuracy (change) in points",
        "Latest values of no metric",
    ]
    assert reader.get("/datasets/imagenet?metric=").status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/datasets/imagenet?metric=nonsense", 404),
        ("/datasets/imagenet?metric=accuracy&unit=%25&sort=best", 400),
        ("/datasets/imagenet?page=9", 404),
        ("/datasets?page=9", 404),
        ("/systems?sort=best", 400),
        ("/systems?page=x", 400),
    ],
)
def test_what_is_not_there_is_told(reader: TestClient, address: str, status: int) -> None:
    assert reader.get(address).status_code == status


def test_a_dataset_without_claims_lists_its_papers(facts_site: TestSite, reader: TestClient) -> None:
    with facts_site.services.database.write() as connection:
        many = [replace(LATER, key=100 + one, id=f"arxiv:2610.{one:05d}", title=f"Loom {one}") for one in range(25)]
        papers.write(connection, many, {one.key: [one.id] for one in many})
        unread = [one for one in readings.pending(connection, 1, 99) if one.key >= 100]
        readings.save(connection, 1, [(one, Reading((fact(LATER, "dataset", "Silk"),))) for one in unread])
    page = reader.get("/datasets/silk").text
    assert len(titles(page, "silent")) == 20
    assert not select(page, "//*[contains(@class, 'warning')]")
    assert len(titles(reader.get("/datasets/silk?page=2").text, "silent")) == 5


def test_a_system_shows_the_paper_that_introduced_it_and_what_it_claims(reader: TestClient) -> None:
    page = reader.get("/systems/heddle").text
    assert titles(page, "introduced") == [HEDDLE.title]
    told = texts(page, "//section[@aria-labelledby='introduced']")[0]
    assert "Long form: Hierarchical Embedding of Densely Drawn Loom Events" in told
    assert "In its words: a method for weaving by numbers" in told
    assert select(page, "//section[@aria-labelledby='introduced']//*[@class='told']//p/a/@href") == [
        "https://github.com/ada/heddle"
    ]
    assert texts(page, "//ul[@class='claims']/li")[0].startswith("91.2 % accuracy on ImageNet Sentence")


def test_others_of_the_same_name_are_told_apart(reader: TestClient) -> None:
    page = reader.get("/systems/heddle").text
    assert titles(page, "others") == [LATER.title]
    assert select(page, "//main//a[starts-with(@href, '/compare')]/@href") == [f"/compare?id={HEDDLE.id}&id={LATER.id}"]


def test_papers_that_mention_a_system_are_found_by_its_name(reader: TestClient) -> None:
    assert titles(reader.get("/systems/heddle").text, "mentions") == [UNREAD.title]
    assert titles(reader.get("/systems/jacquard").text, "mentions") == [UNREAD.title, HEDDLE.title]
    assert "No other title or abstract" not in texts(reader.get("/systems/imagenet").text, "//main")[0]


def test_the_long_form_leads_to_the_system(reader: TestClient) -> None:
    page = reader.get("/systems/hierarchicalembeddingofdenselydrawnloomevents").text
    assert titles(page, "introduced") == [HEDDLE.title]


@pytest.mark.parametrize(
    ("address", "near"), [("/datasets/imagnet", ["/datasets/imagenet"]), ("/systems/hedle", ["/systems/heddle"])]
)
def test_an_unknown_name_is_told_with_near_ones(reader: TestClient, address: str, near: list[str]) -> None:
    answer = reader.get(address)
    assert answer.status_code == 404
    assert select(answer.text, "//main//ul//a/@href") == near


@pytest.mark.parametrize(
    "address", ["/systems/%3Cscript%3E", "/datasets/---", f"/systems/{'x' * 5_000}", "/datasets/%00"]
)
def test_a_name_that_is_none_is_told(reader: TestClient, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 404
    assert not select(answer.text, "//main//script")


def test_names_are_listed_most_named_first_or_by_name(reader: TestClient) -> None:
    def names(address: str) -> list[str]:
        return texts(reader.get(address).text, "//ul[@class='counts names']/li")

    assert names("/datasets") == ["ImageNet 3", "CIFAR-10 1"]
    assert names("/datasets?sort=name") == ["CIFAR-10 1", "ImageNet 3"]
    assert names("/datasets?begins=Cifar-") == ["CIFAR-10 1"]
    assert names("/systems?begins=J") == ["Jacquard 1"]
    assert names("/systems?begins=h") == ["HEDDLE 2"]  # its long form begins alike, and is no name of its own


@pytest.mark.parametrize("beginning", ["<b>", "!!", "\N{THINKING FACE}"])
def test_a_beginning_that_no_name_has_is_told(reader: TestClient, beginning: str) -> None:
    page = reader.get("/systems", params={"begins": beginning}).text
    assert f"No name here begins with “{beginning}”." in texts(page, "//main")[0]
    assert "0 names" in texts(page, "//main")[0]


def test_without_papers_the_lists_say_where_names_come_from(empty_site: TestSite) -> None:
    for address in ("/systems", "/datasets"):
        page = empty_site.client().get(address).text
        assert "None yet." in texts(page, "//main")[0]


def test_a_name_can_be_followed_and_has_a_feed(reader: TestClient) -> None:
    page = reader.get("/datasets/imagenet").text
    assert select(page, "//form[@class='follow']/input[@name='text']/@value") == ["dataset:imagenet"]
    (feed,) = select(page, "//link[@type='application/atom+xml']/@href")
    assert reader.get(str(feed)).text.count("<entry>") == 3


def test_links_of_these_pages_lead_somewhere(reader: TestClient) -> None:
    addresses = set()
    for page in ("/datasets/imagenet", "/systems/heddle", "/datasets", "/systems", "/compare"):
        addresses |= {str(one) for one in select(reader.get(page).text, "//main//@href") if str(one).startswith("/")}
    assert {one for one in addresses if reader.get(one).status_code not in (200, 303)} == set()
