"""The search page: results, reasons, problems, filters, order."""

from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from site_fixtures import TestSite, select, texts


def query_of(address: str) -> str:
    """The query text within the address of a search."""
    return parse_qs(urlsplit(address).query).get("q", [""])[0]


def test_results_are_found_by_meaning_too(reader: TestClient) -> None:
    page = reader.get("/search?q=generating+pictures").text
    assert "Denoising Diffusion Probabilistic Models" in texts(page, "//article/h2")[:2]


def test_matched_words_are_marked(reader: TestClient) -> None:
    page = reader.get("/search?q=attention").text
    assert "Attention" in texts(page, "//article/h2//mark")
    assert "attention" in texts(page, "//article/p[@class='teaser']//mark")


def test_each_result_says_why(reader: TestClient) -> None:
    page = reader.get("/search?q=residual+learning").text
    why = texts(page, "//article[1]/details[@class='why']")[0]
    assert "By word" in why
    assert "rank 1" in why
    assert "By meaning" in why
    assert "residual" in why
    assert "Score" in why


def test_the_query_stays_in_the_box(reader: TestClient) -> None:
    tree = reader.get("/search", params={"q": '"loss landscape" <b>'}).text
    assert select(tree, "//input[@name='q']/@value") == ['"loss landscape" <b>']
    assert select(tree, "string(//title)")[0].startswith('"loss landscape" <b>')


def test_problems_are_told_beside_results(reader: TestClient) -> None:
    page = reader.get("/search", params={"q": 'attention year:soon "transformer'}).text
    told = texts(page, "//section[@class='note']//li")
    assert len(told) == 2
    assert "year:soon" in texts(page, "//section[@class='note']//code")
    assert texts(page, "//article/h2")


def test_a_slip_is_told_with_what_was_meant_as_a_link_that_keeps_the_rest(reader: TestClient) -> None:
    page = reader.get("/search", params={"q": "Trnasformer after:2017", "sort": "newest"}).text
    told = " ".join(texts(page, "//section[@aria-label='Spelling']"))
    assert told.startswith("No paper has Trnasformer; shown are papers with transformer")
    (address,) = select(page, "//section[@aria-label='Spelling']//a/@href")
    assert query_of(address) == "Transformer after:2017"
    assert "sort=newest" in address
    assert texts(page, "//article/h2")
    assert not select(reader.get(address).text, "//section[@aria-label='Spelling']")


def test_an_id_goes_to_the_paper(reader: TestClient) -> None:
    for asked in ("1706.03762", "https://arxiv.org/pdf/1706.03762v3", " arXiv:1706.03762 "):
        answer = reader.get("/search", params={"q": asked})
        assert (answer.status_code, answer.headers["location"]) == (303, "/papers/arxiv:1706.03762")


def test_an_id_that_is_not_here_is_told(reader: TestClient) -> None:
    page = reader.get("/search?q=arxiv:2406.99999").text
    assert "No paper in this library is known as arxiv:2406.99999" in " ".join(texts(page, "//section[@class='note']"))
    assert "https://arxiv.org/abs/2406.99999" in select(page, "//main//a/@href")


def test_what_only_meaning_finds_is_not_called_no_papers(reader: TestClient) -> None:
    page = reader.get("/search", params={"q": "photographs classifier"}).text
    assert texts(page, "//article/h2")
    assert "near in meaning" in texts(page, "//main//p[@class='meta']")[0]


def test_a_pasted_abstract_finds_its_paper(reader: TestClient) -> None:
    abstract = select(reader.get("/papers/arxiv:1512.03385").text, "string(//section[h2[@id='abstract']]/p)")[0]
    page = reader.get("/search", params={"q": abstract * 2}).text
    assert texts(page, "//h1") == ["Papers like this text"]
    assert texts(page, "//article/h2")[0] == "Deep Residual Learning for Image Recognition"


def test_facets_add_filters_to_the_query(reader: TestClient) -> None:
    tree = reader.get("/search?q=models").text
    assert [title.strip() for title in select(tree, "//aside//h2/text()")] == ["Category", "Year", "Source", "Has"]
    added = {query_of(address) for address in select(tree, "//aside//a/@href")}
    assert {"models cat:cs.LG", "models year:2020", "models source:arxiv", "models has:code"} <= added


def test_a_filter_narrows_and_can_be_taken_away(reader: TestClient) -> None:
    page = reader.get("/search?q=models+cat:cs.LG+has:code").text
    assert set(texts(page, "//article/p[@class='meta']//a[starts-with(@href, '/categories')]")) <= {"cs.LG", "cs.CL"}
    tree = page
    assert [query_of(one) for one in select(tree, "//ul[@class='chips']//a/@href")] == [
        "models has:code",
        "models cat:cs.LG",
    ]
    assert [query_of(one) for one in select(tree, "//aside//li[@class='holds']/a/@href")] == [
        "models has:code",
        "models cat:cs.LG",
    ]


def test_results_can_be_sorted(reader: TestClient) -> None:
    tree = reader.get("/search?q=learning&sort=oldest").text
    days = select(tree, "//article//time/@datetime")
    assert days == sorted(days)
    assert len(days) > 2
    assert select(tree, "//nav[@class='orders']//a[@aria-current]/text()") == ["Oldest"]
    newest = select(tree, "//nav[@class='orders']//a[text()='Newest']/@href")[0]
    days = select(reader.get(newest).text, "//article//time/@datetime")
    assert days == sorted(days, reverse=True)


def test_the_order_in_the_query_is_the_one_that_holds(reader: TestClient) -> None:
    tree = reader.get("/search?q=learning+sort:newest").text
    assert select(tree, "//nav[@class='orders']//a[@aria-current]/text()") == ["Newest"]
    assert query_of(select(tree, "//nav[@class='orders']//a[text()='Oldest']/@href")[0]) == "learning"


def test_a_filter_alone_lists_by_day(reader: TestClient) -> None:
    tree = reader.get("/search?q=cat:cs").text
    assert select(tree, "//nav[@class='orders']//li/a/text()") == ["Newest", "Oldest"]
    days = select(tree, "//article//time/@datetime")
    assert days == sorted(days, reverse=True)


def test_results_come_in_pages(starter_site: TestSite) -> None:
    reader = starter_site.client()
    first = reader.get("/search?q=source:starter").text
    assert select(first, "//link[@rel='next']/@href") == ["/search?q=source%3Astarter&page=2"]
    second = reader.get("/search?q=source:starter&page=2").text
    assert select(second, "//link[@rel='prev']/@href") == ["/search?q=source%3Astarter"]
    assert not set(select(first, "//article/h2/a/@href")) & set(select(second, "//article/h2/a/@href"))
    assert reader.get("/search?q=source:starter&page=21").status_code == 404


def test_nothing_found_offers_a_way_on(reader: TestClient) -> None:
    page = reader.get("/search?q=cat:math.AG+year:1997+xyzzy").text
    assert texts(page, "//h2[@id='nothing']") == ["Nothing found"]
    ways = {query_of(one) for one in select(page, "//section//ul[@class='chips']//a/@href")}
    assert ways == {"year:1997 xyzzy", "cat:math.AG xyzzy"}


def test_without_vectors_the_page_says_so(starter_site: TestSite) -> None:
    page = starter_site.client().get("/search?q=diffusion").text
    assert "Found by word only" in page
    assert texts(page, "//article/h2")


def test_without_a_query_examples_are_shown(reader: TestClient) -> None:
    tree = reader.get("/search?q=++").text
    examples = select(tree, "//dl[@class='examples']//a/@href")
    assert len(examples) >= 10
    for address in examples:
        answer = reader.get(address)
        assert answer.status_code in (200, 303)
        assert "could not be used" not in answer.text, address


@pytest.mark.parametrize("address", ["/search?q=attention", "/search?q=attention&sort=newest"])
def test_a_search_is_a_permalink(reader: TestClient, address: str) -> None:
    tree = reader.get(address).text
    assert select(tree, "//link[@rel='canonical']/@href") == [f"http://localhost:8300{address}"]


def test_kinds_data_and_results_narrow_a_search_by_their_names(facts_site: TestSite) -> None:
    reader = facts_site.client()
    tree = reader.get("/search?q=looms").text
    assert "Kind of paper" in texts(tree, "//aside//h2")
    assert "ImageNet 3" in [" ".join(one.split()) for one in texts(tree, "//aside//li")]
    added = {query_of(address) for address in select(tree, "//aside//a/@href")}
    assert {"looms kind:survey", "looms dataset:ImageNet", "looms dataset:CIFAR-10", "looms has:results"} <= added
    narrowed = reader.get("/search", params={"q": "looms dataset:image-net kind:review"}).text
    assert texts(narrowed, "//article/h2") == ["A Survey of Looms"]
    holding = [query_of(one) for one in select(narrowed, "//aside//li[@class='holds']/a/@href")]
    assert holding == ["looms dataset:image-net", "looms kind:review"]


def test_the_paper_that_introduced_a_system_comes_first_and_says_why(facts_site: TestSite) -> None:
    tree = facts_site.client().get("/search?q=Jacquard").text
    assert texts(tree, "//article/h2")[0] == "Jacquard: Cards for Looms"
    assert "because it introduced Jacquard" in texts(tree, "//article//dd/code")[0]


def test_an_unknown_kind_is_told_with_the_kinds_there_are(reader: TestClient) -> None:
    page = reader.get("/search?q=models+kind:poem").text
    assert "method, theory, system, dataset, benchmark, survey or analysis" in page
