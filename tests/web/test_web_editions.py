"""The pages of editions: laid out, filtered, as data, next to each other, and what became of their papers."""

import json
from dataclasses import replace
from datetime import date

import msgspec
import numpy as np
import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from broadsheet.editions.making import open_desk
from broadsheet.model.edition import Edition, Score
from broadsheet.store import editions, papers, vectors
from edition_cast import MADE, PAPERS, an_edition, an_item, print_editions
from site_fixtures import TestSite, select, texts

FRIDAY = "/editions/2026-11-20"
WEEK = an_edition(id="2026-W47", period="week", first=date(2026, 11, 16), last=date(2026, 11, 22), closed=False)
THURSDAY = an_edition(
    [an_item(1, PAPERS[4])], id="2026-11-19", first=date(2026, 11, 19), last=date(2026, 11, 19), topics=()
)
# Open at noon of 21 November, when all tests of the site take place.
LIVE = an_edition(
    [an_item(1, PAPERS[2], picked=True, line="Read this first.")],
    id="2026-11-21",
    first=date(2026, 11, 21),
    last=date(2026, 11, 21),
    closed=False,
)


@pytest.fixture
def visitor(edition_site: TestSite) -> TestClient:
    """A browser on a site with four editions."""
    print_editions(edition_site.services.database, [an_edition(), THURSDAY, WEEK, LIVE])
    return edition_site.client()


def title(number: int) -> str:
    """The title of a paper of the cast."""
    return PAPERS[number - 1].title


def test_an_edition_has_a_lead_seconds_columns_topics_and_also_new(visitor: TestClient) -> None:
    page = visitor.get(FRIDAY).text
    assert texts(page, "//h1") == ["Friday, 20 November 2026"]
    assert texts(page, "//*[@class='lead']//h2") == [title(1)]
    assert texts(page, "//*[@class='seconds']//h2") == [title(2), title(3), title(4)]
    assert "Computation and Language" in texts(page, "//*[@class='columns']//h2/a")
    assert texts(page, "//*[@class='topics']//h3") == ["warp weighted looms, heddle", "silk, reeling"]
    assert texts(page, "//*[@class='also']/h2") == ["Also new"]
    assert "40 papers ranked as known on 21 Nov 2026, 06:00 UTC" in texts(page, "//*[@class='page-head']//p")[
        0
    ].replace("rankedas", "ranked as")


def test_a_field_leads_to_its_papers(visitor: TestClient) -> None:
    address = select(visitor.get(FRIDAY).text, "//*[@class='columns']//h2/a/@href")[0]
    listed = visitor.get(address).text
    assert len(texts(listed, "//article//h2")) > 4


def test_a_topic_is_drawn_told_in_words_and_searched_for(visitor: TestClient) -> None:
    page = visitor.get(FRIDAY).text
    topic = "//*[@class='topics']//li[1]"
    assert len(select(page, f"{topic}//*[local-name()='rect']")) == 6
    assert texts(page, f"{topic}//*[local-name()='title']") == ["6 weeks, oldest first: 2, 3, 1, 4, 6, 12 papers"]
    assert texts(page, f"{topic}/p[@class='meta']") == ["12 papers where 4.0 were to be expected"]
    assert texts(page, f"{topic}//p[@class='example']") == [title(1), title(31)]
    found = select(page, f"{topic}//h3/a/@href")[0]
    assert found.startswith("/search?q=warp+weighted+looms+heddle")
    assert visitor.get(found).status_code == 200


def test_every_paper_says_why_it_is_there_and_shows_its_sum(visitor: TestClient) -> None:
    page = visitor.get(FRIDAY).text
    lead = "//*[@class='lead']//details"
    reason = "49 new stars on GitHub where 3 were to be expected; has code, states results"
    assert texts(page, f"{lead}/summary") == [f"Why it is here: {reason}"]
    assert texts(page, f"{lead}//dt") == ["Attention 4.00", "Substance 0.25", "Score", "Rank"]
    assert texts(page, f"{lead}//code") == ["(4.00 + 0.25) × 0.80 = 3.40"]
    assert len(select(page, "//article//details")) == len(select(page, "//article"))


def test_filters_stand_in_the_address_and_keep_order_and_rank(visitor: TestClient) -> None:
    page = visitor.get(f"{FRIDAY}?category=cs.CL&source=huggingface").text
    passed = [item for item in an_edition().items if "cs.CL" in item.categories and "huggingface" in item.sources]
    assert texts(page, "//article//h2/a") == [title(item.rank) for item in passed]
    assert texts(page, "//article//h2/span[@class='rank']") == [str(item.rank) for item in passed]
    assert f"{len(passed)} papers of 40" in texts(page, "//*[@class='tools']/p")[0]
    assert texts(page, "//*[@class='chips']//a") == [
        "Remove the filter Computation and Language ×",
        "Remove the filter Hugging Face Papers ×",
        "Clear",
    ]
    assert FRIDAY in select(page, "//*[@class='chips']//a/@href")


def test_a_category_may_be_written_in_any_case(visitor: TestClient) -> None:
    written, meant = (visitor.get(f"{FRIDAY}?category={code}").text for code in ("CS.cl", "cs.CL"))
    for path in ("//article//h2/a", "//*[@class='chips']//a", "//*[@class='counts']/li/a"):
        assert texts(written, path) == texts(meant, path) != []


def test_filters_are_counted(visitor: TestClient) -> None:
    page = visitor.get(FRIDAY).text
    counts = {
        name: int(count)
        for name, count in zip(
            texts(page, "//*[@class='counts']/li/a"), texts(page, "//*[@class='counts']/li/span"), strict=True
        )
    }
    assert counts["Code"] == 10
    for name, address in zip(
        texts(page, "//*[@class='counts']/li/a"), select(page, "//*[@class='counts']/li/a/@href"), strict=True
    ):
        assert len(select(visitor.get(address).text, "//article")) == counts[name], name


def test_a_filter_that_nothing_passes_says_so_and_can_be_cleared(visitor: TestClient) -> None:
    page = visitor.get(f"{FRIDAY}?category=nobody&code=1").text
    assert texts(page, "//h2[@id='nothing']") == ["No paper of this edition passes"]
    assert select(page, "//section[@aria-labelledby='nothing']//a/@href") == ["/days/2026-11-20", FRIDAY]


def test_all_of_an_edition_is_gone_through_in_one_list(visitor: TestClient) -> None:
    page = visitor.get(f"{FRIDAY}?ranked=1").text
    assert texts(page, "//article//h2/a") == [title(rank) for rank in range(1, 41)]
    assert visitor.get(f"{FRIDAY}?ranked=1&page=2").status_code == 404
    assert visitor.get(f"{FRIDAY}?page=x").status_code == 400


def test_an_edition_is_given_as_data(visitor: TestClient) -> None:
    answer = visitor.get(f"{FRIDAY}.json")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert msgspec.json.decode(answer.content, type=Edition) == an_edition()
    given = json.loads(answer.text)
    assert {"weights", "formula", "inputs", "items", "topics"} <= set(given)
    assert given["items"][0]["evidence"]["counts"][0]["kind"] == "stars"
    assert select(visitor.get(FRIDAY).text, "//link[@type='application/json']/@href") == [f"{FRIDAY}.json"]
    again = visitor.get(f"{FRIDAY}.json", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("sloppy", "canonical"),
    [
        ("2026-w47", "2026-W47"),
        ("2026W47", "2026-W47"),
        ("2026-w7", "2026-W07"),
        ("2026-1-5", "2026-01-05"),
        ("2026-1", "2026-01"),
        ("2026-w47.json", "2026-W47.json"),
        ("2026-w47?code=1", "2026-W47?code=1"),
    ],
)
def test_a_sloppy_address_leads_to_the_true_one(visitor: TestClient, sloppy: str, canonical: str) -> None:
    answer = visitor.get(f"/editions/{sloppy}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/editions/{canonical}")


@pytest.mark.parametrize(
    "asked", ["2026-11-31", "2026-W54", "2026-13", "yesterday", "20261120", "2026-11-20-1", "live.json"]
)
def test_what_is_no_edition_is_said_in_words(visitor: TestClient, asked: str) -> None:
    answer = visitor.get(f"/editions/{asked}")
    assert answer.status_code == 404
    assert "Editions are called 2026-11-20, 2026-W47 or 2026-11." in answer.text


def test_an_edition_that_was_never_made_is_said_in_words(visitor: TestClient) -> None:
    answer = visitor.get("/editions/2026-11-15")
    assert answer.status_code == 404
    assert "There is no edition of Sunday, 15 November 2026." in answer.text


def test_editions_lead_to_each_other_and_to_other_periods(visitor: TestClient) -> None:
    page = visitor.get(FRIDAY).text
    assert select(page, "//nav//a[@rel='prev']/@href") == ["/editions/2026-11-19"]
    assert select(page, "//nav//a[@rel='next']/@href") == ["/editions/2026-11-21"]
    # Without an edition of the month there is the list of all its papers.
    assert select(page, "//nav[@class='moves']//li/a/@href") == [FRIDAY, "/editions/2026-W47", "/months/2026-11"]


def test_from_a_week_the_way_leads_to_its_latest_day(visitor: TestClient) -> None:
    page = visitor.get("/editions/2026-W47").text
    assert select(page, "//nav[@class='moves']//li/a/@href")[0] == "/editions/2026-11-21"


def test_an_edition_around_days_without_papers_leads_nowhere_that_is_not(
    visitor: TestClient, edition_site: TestSite
) -> None:
    december = an_edition([an_item(1)], id="2026-12", period="month", first=date(2026, 12, 1), last=date(2026, 12, 31))
    print_editions(edition_site.services.database, [december])
    addresses = select(visitor.get("/editions/2026-12").text, "//main//a/@href")
    local = [address for address in addresses if address.startswith("/") and not address.startswith("/feeds")]
    assert {address: visitor.get(address).status_code for address in local} == dict.fromkeys(local, 200)


def test_the_lists_by_day_and_the_editions_lead_to_each_other(visitor: TestClient) -> None:
    assert "/days/2026-11-20" in select(visitor.get(FRIDAY).text, "//main//a/@href")
    assert FRIDAY in select(visitor.get("/days/2026-11-20").text, "//main//a/@href")
    assert "/editions/2026-W47" in select(visitor.get("/weeks/2026-W47").text, "//main//a/@href")
    assert not select(visitor.get("/months/2026-11").text, "//main//a[starts-with(@href, '/editions')]")


def test_live_shows_what_would_be_printed_now_and_when_it_was_made(visitor: TestClient) -> None:
    page = visitor.get("/editions/live").text
    assert texts(page, "//h1") == ["Saturday, 21 November 2026"]
    assert "Live, as of 21 Nov 2026, 06:00 UTC" in texts(page, "//*[@class='page-head']//p")[0]
    assert "until it closes on 22 Nov 2026, 06:00 UTC" in page
    assert texts(visitor.get("/editions/live/week").text, "//h1") == ["Week 47 of 2026"]
    assert visitor.get("/editions/live/year").status_code == 404


def test_a_live_edition_not_made_yet_is_announced(visitor: TestClient) -> None:
    answer = visitor.get("/editions/live/month")
    assert answer.status_code == 200
    assert "This edition has not been made yet." in answer.text


def test_what_was_picked_is_told_apart_with_the_curators_line(visitor: TestClient) -> None:
    page = visitor.get("/editions/live").text
    assert texts(page, "//article[contains(@class, 'picked')]/p[@class='pick']") == ["Picked"]
    assert texts(page, "//article[contains(@class, 'picked')]/p[@class='line']") == ["Read this first."]
    assert not select(visitor.get(FRIDAY).text, "//*[contains(@class, 'picked')]")


def test_a_paper_withdrawn_since_is_marked(edition_site: TestSite, visitor: TestClient) -> None:
    visitor.get(FRIDAY)
    with edition_site.services.database.write() as connection:
        first = papers.get(connection, [1])[0]
        papers.write(connection, [replace(first, standing="withdrawn")], {})
    assert texts(visitor.get(FRIDAY).text, "//*[@class='lead']//h2") == [f"Withdrawn: {title(1)}"]


def test_a_paper_that_went_into_another_shows_that_one(edition_site: TestSite, visitor: TestClient) -> None:
    with edition_site.services.database.write() as connection:
        papers.merge_into(connection, 1, 2)
    page = visitor.get(FRIDAY).text
    assert texts(page, "//*[@class='lead']//h2") == [title(2)]
    assert "Ranked as arxiv:2611.00001, which is this paper." in texts(page, "//*[@class='lead']//p")
    ids = select(page, "//@id")
    assert len(ids) == len(set(ids))


def test_a_paper_that_is_gone_leaves_a_line(visitor: TestClient, edition_site: TestSite) -> None:
    gone = an_item(2, key=999, id="arxiv:2611.99999")
    print_editions(edition_site.services.database, [replace(LIVE, items=(gone,))])
    page = visitor.get("/editions/live").text
    assert texts(page, "//p[@class='gone']") == ["2. arxiv:2611.99999 stood here; it is no longer in this library."]


def test_an_edition_without_papers_says_so(visitor: TestClient, edition_site: TestSite) -> None:
    print_editions(edition_site.services.database, [replace(LIVE, items=(), topics=(), count=0)])
    assert "No papers are listed under these days." in visitor.get("/editions/live").text


def test_a_new_state_of_a_live_edition_is_shown(visitor: TestClient, edition_site: TestSite) -> None:
    visitor.get("/editions/live")
    later = replace(LIVE, items=(an_item(1, PAPERS[9]),), known_until=MADE.replace(hour=7))
    print_editions(edition_site.services.database, [later])
    assert texts(visitor.get("/editions/live").text, "//*[@class='lead']//h2") == [title(10)]


def test_the_front_page_is_the_latest_closed_edition_of_a_day(visitor: TestClient) -> None:
    page = visitor.get("/").text
    assert texts(page, "//h1") == ["Friday, 20 November 2026"]
    assert texts(page, "//*[@class='lead']//h2") == [title(1)]
    assert select(page, "//link[@rel='canonical']/@href") == ["http://localhost:8300/"]


def test_todays_edition_is_the_front_page_as_soon_as_it_fills_it(visitor: TestClient, edition_site: TestSite) -> None:
    full = replace(LIVE, items=tuple(an_item(rank) for rank in range(1, 13)), count=12)
    print_editions(edition_site.services.database, [full])
    page = visitor.get("/").text
    assert texts(page, "//h1") == ["Saturday, 21 November 2026"]
    assert "It changes until it closes" in page


def test_papers_for_which_nothing_speaks_do_not_fill_a_front_page(edition_site: TestSite) -> None:
    nothing = tuple(replace(an_item(rank), score=Score(0.0, 1.0, ())) for rank in range(1, 31))
    print_editions(edition_site.services.database, [replace(LIVE, items=nothing, count=30), an_edition()])
    assert texts(edition_site.client().get("/").text, "//h1") == ["Friday, 20 November 2026"]


def test_where_days_are_thin_the_front_page_is_a_week_or_a_month(edition_site: TestSite) -> None:
    thin = replace(THURSDAY, count=1)
    print_editions(edition_site.services.database, [thin, replace(LIVE, count=1), replace(WEEK, count=40)])
    assert texts(edition_site.client().get("/").text, "//h1") == ["Week 47 of 2026"]


def test_while_none_is_closed_the_front_page_is_the_live_one(edition_site: TestSite) -> None:
    print_editions(edition_site.services.database, [LIVE])
    assert texts(edition_site.client().get("/").text, "//h1") == ["Saturday, 21 November 2026"]


def test_without_any_edition_the_front_page_lists_the_latest_days(edition_site: TestSite) -> None:
    page = edition_site.client().get("/").text
    assert "The first edition is being made." in page
    assert texts(page, "//h1") == ["Friday, 20 November 2026"]


def test_an_edition_without_papers_does_not_make_an_empty_front(visitor: TestClient, edition_site: TestSite) -> None:
    sunday = replace(LIVE, items=(), topics=(), count=0, closed=True)
    print_editions(edition_site.services.database, [sunday])
    assert texts(visitor.get("/").text, "//h1") == ["Friday, 20 November 2026"]


def test_an_edition_that_was_not_printed_is_printed_when_asked_for(edition_site: TestSite) -> None:
    visitor = edition_site.client()
    answer = visitor.get(FRIDAY)
    assert (answer.status_code, "This edition was not printed." in answer.text) == (404, True)
    assert "40 papers are listed under this day." in answer.text
    assert "being embedded" in visitor.post(FRIDAY).text
    services = edition_site.services
    with services.database.write() as connection:
        keys = [one.key for one in PAPERS]
        rows = np.eye(len(keys), 384, dtype=np.float32)
        vectors.save(connection, open_desk(services.settings).model, keys, ["digest"] * len(keys), rows)
    printed = visitor.post(FRIDAY)
    assert (printed.status_code, printed.headers["location"]) == (303, FRIDAY)
    assert texts(visitor.get(FRIDAY).text, "//h1") == ["Friday, 20 November 2026"]
    with edition_site.services.database.read() as connection:
        assert editions.get(connection, "2026-11-20") is not None


def test_what_has_no_papers_cannot_be_printed(edition_site: TestSite) -> None:
    visitor = edition_site.client()
    assert visitor.post("/editions/2026-11-15").status_code == 404
    assert visitor.post("/editions/soon").status_code == 404
    foreign = {"sec-fetch-site": "cross-site"}
    assert visitor.post(FRIDAY, headers=foreign).status_code == 403


def test_the_archive_lists_the_editions_of_a_month_with_what_leads_them(visitor: TestClient) -> None:
    page = visitor.get("/editions").text
    assert texts(page, "//h1") == ["Editions of November 2026"]
    assert texts(page, "//section/h2") == ["Weeks", "Days"]
    days = "//section[h2='Days']//li"
    assert select(page, f"{days}//h3/a/@href") == ["/editions/2026-11-21", FRIDAY, "/editions/2026-11-19"]
    assert texts(page, f"{days}/p[not(@class)]") == [title(3), title(1), title(5)]
    assert texts(page, f"{days}//span[@class='tag']") == ["Live"]


def test_the_archive_offers_the_feeds_of_all_periods(visitor: TestClient) -> None:
    page = visitor.get("/editions").text
    feeds = [f"/feeds/editions/{period}.atom" for period in ("day", "week", "month")]
    assert select(page, "//p[@class='feeds']/a[1]/@href") == feeds
    assert [
        one.partition(":8300")[2] or one for one in select(page, "//link[@type='application/atom+xml']/@href")
    ] == feeds


def test_the_archive_of_a_month_without_editions_leads_back(visitor: TestClient) -> None:
    page = visitor.get("/editions?month=2026-10").text
    assert "There are no editions of October 2026." in page
    assert select(page, "//nav//a[@rel='next']/@href") == ["/editions?month=2026-11"]
    assert select(visitor.get("/editions?month=2026-12").text, "//nav//a[@rel='prev']/@href") == [
        "/editions?month=2026-11"
    ]
    assert visitor.get("/editions?month=soon").status_code == 404


def test_an_archive_without_editions_says_when_there_will_be_some(edition_site: TestSite) -> None:
    assert "None has been made yet." in edition_site.client().get("/editions").text


def test_an_edition_of_ten_papers_takes_as_many_statements_as_one_of_forty(edition_site: TestSite) -> None:
    few = an_edition([an_item(rank) for rank in range(1, 11)], id="2026-11-18", first=date(2026, 11, 18))
    print_editions(edition_site.services.database, [few, an_edition()])
    asked: list[str] = []
    with edition_site.services.database.read() as connection:
        event.listen(connection.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    counts = []
    for address in ("/editions/2026-11-18", FRIDAY):
        asked.clear()
        assert edition_site.client().get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20
