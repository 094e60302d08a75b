"""What a paper's page says of its abstract, and how readers correct it there."""

import json
from datetime import datetime
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from accounts_cast import ADA, BEN, CHLOE, DORA, Group, GroupSite
from broadsheet.accounts import managing
from broadsheet.facts.correcting import correct, fact_id
from broadsheet.model.facts import Fact, Measure, Reading
from broadsheet.model.reader import LOCAL
from broadsheet.store import corrections, readings
from broadsheet.store.database import Database
from edition_cast import PAPERS
from facts_cast import HEDDLE, UNREAD
from site_fixtures import TestSite, clock, select, texts

PAGE = f"/papers/{HEDDLE.id}"
SAYS = "//section[@aria-labelledby='facts']"


@pytest.fixture
def reader(facts_site: TestSite) -> TestClient:
    """A reader's browser on the site over papers of looms."""
    return facts_site.client()


def held(database: Database, key: int = 1) -> Reading:
    """What holds of a paper."""
    with database.read() as connection:
        return readings.of_papers(connection, [key]).get(key, Reading())


def named(site: TestSite, text: str) -> str:
    """How forms name the fact of the first paper with this text."""
    return next(fact_id(fact) for fact in held(site.services.database).facts if fact.text == text)


def send(reader: TestClient, fact: str = "", **fields: str) -> Response:
    """Send a form of the paper's page."""
    return reader.post("/facts", data={"paper": HEDDLE.id, "fact": fact, **fields})


def rows(page: str, name: str) -> list[str]:
    """The facts under a name, without their sentences and forms."""
    return texts(page, f"{SAYS}//dt[normalize-space()='{name}']/following-sibling::dd[1]//li/p")


def test_the_page_shows_what_the_abstract_says(reader: TestClient) -> None:
    page = reader.get(PAGE).text
    assert texts(page, f"{SAYS}/h2") == ["What this abstract says"]
    assert rows(page, "Kind of paper") == ["method"]
    assert rows(page, "What it is") == ["a method for weaving by numbers"]
    assert rows(page, "System") == ["HEDDLE Hierarchical Embedding of Densely Drawn Loom Events"]
    assert rows(page, "Claimed results") == [
        "91.2 % accuracy on ImageNet",
        "88 % Accuracy on CIFAR-10",
        "3 points, compared with Jacquard uncertain: about 55% of such facts are right",
    ]
    assert rows(page, "Data") == ["ImageNet", "CIFAR-10"]


def test_systems_and_data_lead_to_their_pages(reader: TestClient) -> None:
    page = reader.get(PAGE).text
    leads = {str(one) for one in select(page, f"{SAYS}//li/p/a/@href")}
    assert {"/systems/heddle", "/datasets/imagenet", "/datasets/cifar10"} <= leads
    assert all(reader.get(one).status_code == 200 for one in leads if one.startswith("/"))


def test_each_fact_shows_its_sentence_with_its_words_marked(reader: TestClient) -> None:
    page = reader.get(PAGE).text
    assert "a method for weaving by numbers" in texts(page, f"{SAYS}//blockquote/mark")
    assert "HEDDLE reaches 91.2% accuracy on ImageNet and 88% on CIFAR-10, beating Jacquard by 3 points." in texts(
        page, f"{SAYS}//blockquote"
    )


def test_the_words_of_a_fact_can_be_pointed_at_in_the_abstract(reader: TestClient) -> None:
    page = reader.get(PAGE).text
    number = select(page, f"{SAYS}//li[contains(., '91.2')]/@class")[0].split("says-")[1]
    assert texts(page, f"//*[@class='at-{number}']") == ["91.2% accuracy"]
    assert texts(page, "//section[@aria-labelledby='abstract']/p")[0].startswith("We present HEDDLE (Hierarchical")
    assert select(page, "//section[@aria-labelledby='abstract']//math")
    assert select(page, "//section[@aria-labelledby='abstract']//a/@href") == ["https://github.com/ada/heddle"]


def test_links_are_joined_with_those_of_the_record(reader: TestClient) -> None:
    page = reader.get(PAGE).text
    assert rows(page, "Code") == [
        "github.com/ada/heddle read in the abstract",
        "github.com/charles/heddle-jax given by Hugging Face Papers",
    ]
    assert rows(page, "Project page") == ["looms.example.org read in the record"]


def test_an_address_that_a_reader_removed_does_not_come_back_from_the_record(
    facts_site: TestSite, reader: TestClient
) -> None:
    send(reader, named(facts_site, "https://github.com/ada/heddle"), remove="1")
    assert rows(reader.get(PAGE).text, "Code") == [
        "github.com/charles/heddle-jax given by Hugging Face Papers",
    ]


def test_what_was_not_read_yet_is_told(reader: TestClient) -> None:
    page = reader.get(f"/papers/{UNREAD.id}").text
    assert "has not been read yet" in texts(page, SAYS)[0]
    assert not select(page, f"{SAYS}//dl")


def test_an_abstract_that_says_nothing_is_told_calmly(facts_site: TestSite, reader: TestClient) -> None:
    with facts_site.services.database.write() as connection:
        (unread,) = readings.pending(connection, 1, 9)
        readings.save(connection, 1, [(unread, Reading())])
    assert "Nothing was found in it" in texts(reader.get(f"/papers/{UNREAD.id}").text, SAYS)[0]


def test_a_fact_is_corrected_and_the_page_says_so(facts_site: TestSite, reader: TestClient) -> None:
    answer = send(reader, named(facts_site, "CIFAR-10"), keep="1", text="CIFAR-100")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?corrected=1#facts")
    page = reader.get(answer.headers["location"]).text
    assert rows(page, "Data") == ["ImageNet", "CIFAR-100 corrected by you"]
    assert texts(page, "//*[@role='status']") == ["Data “CIFAR-10” corrected to “CIFAR-100”. Undo"]
    assert "By you, 21 Nov 2026, 12:00 UTC." in texts(page, "//*[@class='corrections']//li")[0]


def test_undo_takes_it_back_at_once(facts_site: TestSite, reader: TestClient) -> None:
    before = held(facts_site.services.database)
    told = send(reader, named(facts_site, "HEDDLE"), remove="1").headers["location"]
    number = select(reader.get(told).text, "//*[@role='status']//input[@name='correction']/@value")[0]
    answer = reader.post("/facts/restored", data={"correction": number})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?taken=back#facts")
    page = reader.get(answer.headers["location"]).text
    assert texts(page, "//*[@role='status']") == ["Taken back."]
    assert held(facts_site.services.database) == before
    assert not texts(reader.get(told).text, "//*[@role='status']")
    assert reader.post("/facts/restored", data={"correction": number}).status_code == 404


def test_a_correction_is_taken_back_later_from_the_list(facts_site: TestSite, reader: TestClient) -> None:
    for name in ("ImageNet", "CIFAR-10"):
        send(reader, named(facts_site, name), remove="1")
    numbers = select(reader.get(PAGE).text, "//*[@class='corrections']//input[@name='correction']/@value")
    assert numbers == ["2", "1"]
    reader.post("/facts/restored", data={"correction": "1"})
    assert rows(reader.get(PAGE).text, "Data") == ["ImageNet"]


def test_a_missed_result_is_added(facts_site: TestSite, reader: TestClient) -> None:
    given = {"kind": "result", "text": "faster than a hand", "value": "2", "unit": "x", "compared": "a hand"}
    send(reader, add="1", **given)
    assert "2×, compared with a hand corrected by you" in rows(reader.get(PAGE).text, "Claimed results")
    added = held(facts_site.services.database).of("result")[-1]
    assert added.measure == Measure("2", "x", "", "", "a hand", 2.0, 2.0)
    assert HEDDLE.abstract[added.start : added.end] == "faster than a hand"


def test_the_form_of_a_fact_holds_what_stands_there(reader: TestClient) -> None:
    page = reader.get(PAGE).text
    form = f"{SAYS}//li[contains(., '91.2 %')]//form"
    assert texts(page, f"{form}//textarea") == ["91.2% accuracy"]
    names = select(page, f"{form}//label/input/@name")
    assert dict(zip(names, select(page, f"{form}//label/input/@value"), strict=True)) == {
        "value": "91.2",
        "unit": "%",
        "metric": "accuracy",
        "dataset": "ImageNet",
        "compared": "",
    }


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"add": "1", "kind": "rumour"}, "A fact is one of kind, line"),
        ({"add": "1", "kind": "system", "text": " "}, "A name has a letter or a digit"),
        ({"add": "1", "kind": "code", "text": "javascript:alert(1)"}, "begins with https"),
        ({"add": "1", "kind": "dataset", "text": "Image-Net"}, "stands there already"),
        ({"add": "1", "kind": "result", "text": "91.2% accuracy", "value": ""}, "A result has a value"),
        ({"keep": "1", "text": "x"}, "somebody corrected it meanwhile"),
        ({"keep": "1", "remove": "1"}, "says one of keep, remove, add"),
        ({}, "says one of keep, remove, add"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    facts_site: TestSite, reader: TestClient, fields: dict[str, str], told: str
) -> None:
    before = held(facts_site.services.database)
    answer = send(reader, **fields)
    assert answer.status_code == 400
    assert told in texts(answer.text, "//main")[0]
    assert held(facts_site.services.database) == before


def test_a_refusal_leads_back_to_the_page_of_the_form(reader: TestClient) -> None:
    def leads_to(referer: str) -> list[str]:
        fields = {"paper": HEDDLE.id, "add": "1", "kind": "line", "text": ""}
        answer = reader.post("/facts", data=fields, headers={"referer": referer})
        return select(answer.text, "//main//a/@href")

    assert leads_to(f"{reader.base_url}{PAGE}?corrected=1")[0] == f"{PAGE}?corrected=1"
    assert leads_to("https://evil.example/papers/x")[0] == "/"
    assert leads_to(f"{reader.base_url}//evil.example/x")[0] == "/"


@pytest.mark.parametrize("number", ["", "x", "9" * 40, "-1", "٣"])
def test_a_correction_that_is_no_number_is_refused(reader: TestClient, number: str) -> None:
    assert reader.post("/facts/restored", data={"correction": number}).status_code == 400


def test_a_correction_of_a_paper_that_is_not_here_is_refused(reader: TestClient) -> None:
    assert reader.post("/facts", data={"paper": "arxiv:2611.99999", "add": "1"}).status_code == 404


def test_markup_in_a_correction_is_text(reader: TestClient) -> None:
    send(reader, add="1", kind="system", text="<script>alert(1)</script>", long_form='"><img src=x>')
    page = reader.get(PAGE).text
    assert not select(page, "//main//script | //main//img")
    assert "<script>alert(1)</script>" in texts(page, f"{SAYS}//li/p/a")


@pytest.mark.parametrize("address", ["/facts", "/facts/restored"])
def test_another_site_cannot_correct(reader: TestClient, address: str) -> None:
    assert reader.post(address, data={}, headers={"origin": "https://evil.example"}).status_code == 403


def test_the_pages_of_names_follow_at_once(reader: TestClient) -> None:
    assert reader.get("/datasets/jacquard").status_code == 404
    send(reader, add="1", kind="dataset", text="Jacquard")
    assert reader.get("/datasets/jacquard").status_code == 200
    assert "Jacquard" in texts(reader.get("/datasets").text, "//*[@class='counts names']/li/a")


def test_corrections_are_given_out(facts_site: TestSite, reader: TestClient) -> None:
    send(reader, named(facts_site, "HEDDLE"), remove="1")
    answer = reader.get("/corrections.jsonl")
    assert answer.headers["content-type"].startswith("application/jsonl")
    (row,) = [json.loads(line) for line in answer.text.splitlines()]
    assert (row["who"], row["before"]["text"], row["after"]) == (LOCAL, "HEDDLE", None)


# With accounts


@pytest.fixture
def site(group: Group) -> GroupSite:
    """A site where Ada administers, Ben and Chloe read, Dora curates, and Ben added a system to the first paper."""
    made = group()
    ben = made.join(ADA, BEN, CHLOE, DORA)[1]
    correct(made.database, 1, ben.id, before=None, after=Fact("system", "Treadle"), now=clock())
    return made


def by(site: GroupSite, email: str) -> str:
    """What the page tells a reader about who added the system."""
    return rows(site.browser(email).get(f"/papers/{PAPERS[0].id}").text, "System")[0]


def test_only_curators_see_who_corrected(site: GroupSite) -> None:
    assert by(site, BEN) == "Treadle corrected by you"
    assert by(site, CHLOE) == "Treadle corrected by a reader"
    assert by(site, DORA) == by(site, ADA) == "Treadle corrected by Ben"


def test_every_reader_may_correct_and_nobody_else(site: GroupSite) -> None:
    stranger, chloe = site.browser(), site.browser(CHLOE)
    page = stranger.get(f"/papers/{PAPERS[0].id}").text
    assert not select(page, "//form[@action='/facts']")
    assert "Sign in" in texts(page, f"{SAYS}/p")[0]
    fields: dict[str, Any] = {"paper": PAPERS[0].id, "add": "1", "kind": "dataset", "text": "Silk"}
    assert stranger.post("/facts", **fields).headers["location"].startswith("/sign-in")
    assert chloe.post("/facts", **fields).status_code == 303
    assert [one.text for one in held(site.database).of("dataset")] == ["Silk"]


def test_a_reader_takes_back_only_their_own_and_a_curator_any(site: GroupSite) -> None:
    chloe, dora = site.browser(CHLOE), site.browser(DORA)
    assert not select(chloe.get(f"/papers/{PAPERS[0].id}").text, "//form[@action='/facts/restored']")
    answer = chloe.post("/facts/restored", correction="1")
    assert (answer.status_code, "somebody else's correction" in answer.text.replace("&#39;", "'")) == (409, True)
    assert dora.post("/facts/restored", correction="1").status_code == 303
    assert held(site.database).facts == ()


def test_corrections_are_given_to_curators_only(site: GroupSite) -> None:
    assert site.browser(CHLOE).get("/corrections.jsonl").status_code == 403
    assert site.browser().get("/corrections.jsonl").status_code == 303
    given = site.browser(DORA).get("/corrections.jsonl").text
    assert "Treadle" in given
    assert BEN not in given


def test_corrections_of_who_has_left_stay_under_a_name_of_nobody(site: GroupSite) -> None:
    with site.database.read() as connection:
        (made,) = corrections.of_papers(connection, [1])[1]
    managing.delete(site.database, made.reader)
    with site.database.read() as connection:
        (kept,) = corrections.of_papers(connection, [1])[1]
    assert kept.reader.startswith("former-")
    assert kept.after == Fact("system", "Treadle", by=kept.reader)
    assert by(site, ADA) == "Treadle corrected by a reader who has left"


def test_a_reader_gets_their_corrections_with_their_data(site: GroupSite) -> None:
    data = site.browser(BEN).get("/account/export").json()
    (one,) = data["corrections"]
    assert (one["paper"], one["after"]["text"]) == (PAPERS[0].id, "Treadle")
    assert datetime.fromisoformat(one["made"]) == clock()
