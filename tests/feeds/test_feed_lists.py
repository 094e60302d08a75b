"""What stands in each feed, and why."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from feeds_fixtures import FORMATS, LISTS, address
from site_fixtures import TestSite

ATTENTION = "arxiv:1706.03762"


def feed(reader: TestClient, path: str) -> dict[str, Any]:
    """A feed as JSON."""
    answer = reader.get(path)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def items(reader: TestClient, path: str) -> dict[str, dict[str, Any]]:
    """The items of a feed by public id of their papers, in order."""
    return {item["_broadsheet"]["id"]: item for item in feed(reader, path)["items"]}


def test_every_route_is_walked_through(feeds_site: TestSite) -> None:
    routes = [route for route in feeds_site.app.routes if getattr(route, "path", "").startswith("/feeds/")]
    assert len(routes) == 9
    for route in routes:
        assert any(route.path_regex.match(f"{stem}.atom") for stem, _ in LISTS), route  # type: ignore[attr-defined]


def test_new_papers_stand_newest_first(feed_reader: TestClient) -> None:
    found = items(feed_reader, "/feeds/new.json")
    assert len(found) == 10
    days = [item["_broadsheet"]["day"] for item in found.values()]
    assert days == sorted(days, reverse=True)
    assert found[ATTENTION]["_broadsheet"]["reason"] == "Listed on 12 June 2017."


def test_a_search_is_newest_first_whatever_it_asks_for(feed_reader: TestClient) -> None:
    found = feed(feed_reader, "/feeds/search.json?q=cat:cs.CL+sort:oldest")
    assert [item["_broadsheet"]["id"] for item in found["items"]] == ["arxiv:1810.04805", ATTENTION]
    assert found["home_page_url"] == "http://localhost:8300/search?q=cat%3Acs.CL+sort%3Aoldest&sort=newest"


def test_a_search_says_which_words_matched_where_and_what_is_near(feed_reader: TestClient) -> None:
    said = items(feed_reader, "/feeds/search.json?q=attention+author:vaswani")[ATTENTION]["_broadsheet"]
    assert said["matched"] == {"title": ["attention"], "abstract": ["attention"], "author": ["vaswani"]}
    assert said["reason"].startswith(
        "“attention” in the title; “attention” in the abstract; “vaswani” in the authors; "
    )
    assert f"near in meaning to the query (cosine {said['cosine']:.2f})." in said["reason"]


def test_a_search_by_conditions_alone_says_so(feed_reader: TestClient) -> None:
    said = items(feed_reader, "/feeds/search.json?q=has:code+cat:cs.CL")[ATTENTION]["_broadsheet"]
    assert said["reason"] == "It meets the conditions of the query."
    named = items(feed_reader, "/feeds/search.json?q=1706.03762")
    assert list(named) == [ATTENTION]
    assert named[ATTENTION]["_broadsheet"]["reason"] == "It is the paper that the query names."


def test_what_of_a_query_could_not_be_used_is_told(feed_reader: TestClient) -> None:
    found = feed(feed_reader, "/feeds/search.json?q=attention+year:abc")
    assert "Part of the query could not be used" in found["description"]
    assert "year:abc" in found["description"]


def test_a_category_names_the_ones_that_are_meant(feed_reader: TestClient) -> None:
    said = items(feed_reader, "/feeds/categories/cs.json")
    assert said[ATTENTION]["_broadsheet"]["reason"] == "In Computation and Language (cs.CL), Machine Learning (cs.LG)."
    only = items(feed_reader, "/feeds/categories/cs.LG.json")
    assert only[ATTENTION]["_broadsheet"]["reason"] == "In Machine Learning (cs.LG)."


def test_an_author_is_named_as_the_papers_name_them(feed_reader: TestClient) -> None:
    found = feed(feed_reader, "/feeds/authors/ashish-vaswani.json")
    assert found["title"] == "Ashish Vaswani · Broadsheet"
    assert [item["_broadsheet"]["reason"] for item in found["items"]] == ["By Ashish Vaswani."]


def test_similar_papers_say_what_they_are_like(feed_reader: TestClient) -> None:
    residual = "arxiv:1512.03385"
    found = items(feed_reader, f"/feeds/similar/{residual}.json")
    assert residual not in found
    first = next(iter(found.values()))["_broadsheet"]
    told = f"cosine {first['cosine']:.2f}; both write “Deep”, “Learning”, “networks”"
    assert first["reason"] == f"Like “Deep Residual Learning for Image Recognition” ({told})."
    assert (first["like"], first["words"]) == (residual, ["Deep", "Learning", "networks"])
    assert first["formula"].startswith("0.5 · ")


def test_similar_papers_may_be_varied(feed_reader: TestClient) -> None:
    address = "/feeds/similar/arxiv:1512.03385"
    varied = feed(feed_reader, f"{address}.json?varied=1")
    assert varied["feed_url"].endswith(".json?varied=1")
    assert set(items(feed_reader, f"{address}.json?varied=1")) == set(items(feed_reader, f"{address}.json"))
    assert varied["home_page_url"].endswith("/papers/arxiv:1512.03385?similar=varied#similar")


def test_an_edition_stands_in_its_order_with_the_parts_of_each_score(feed_reader: TestClient) -> None:
    found = items(feed_reader, "/feeds/editions/2026-11-20.json")
    assert list(found) == [ATTENTION, "arxiv:1810.04805"]
    said = found["arxiv:1810.04805"]["_broadsheet"]
    assert said["reason"] == (
        "Place 2 in the edition of Friday, 20 November 2026 "
        "(attention 1.30: 12 upvotes, 3.1 expected; substance 0.20: has code)."
    )
    assert (said["rank"], said["score"], said["picked"]) == (2, 1.0, False)
    assert said["parts"][0] == {"name": "attention", "value": 1.3, "reason": "12 upvotes, 3.1 expected"}


def test_a_pick_is_told_from_what_was_computed(feed_reader: TestClient) -> None:
    item = items(feed_reader, "/feeds/editions/2026-11-20.json")[ATTENTION]
    said = item["_broadsheet"]
    assert (said["picked"], said["line"]) == (True, "Read <this> & weep")
    assert said["reason"].startswith("Picked: Read <this> & weep Place 1 in the edition of")
    assert "Picked: Read &lt;this&gt; &amp; weep" in item["content_html"]
    lineless = items(feed_reader, "/feeds/editions/month.json")["arxiv:1512.03385"]["_broadsheet"]
    assert lineless["reason"].startswith("Picked by the curator of this library. Place 1 in the edition of October")


def test_the_last_editions_stand_newest_first_and_each_paper_once(feed_reader: TestClient) -> None:
    found = items(feed_reader, "/feeds/editions/day.json")
    assert list(found) == [ATTENTION, "arxiv:1810.04805", "arxiv:1512.03385"]
    assert [item["_broadsheet"]["edition"] for item in found.values()] == ["2026-11-20", "2026-11-20", "2026-11-19"]


def test_saved_papers_stand_in_the_order_of_saving(feed_reader: TestClient) -> None:
    found = items(feed_reader, "/feeds/saved.json")
    assert list(found) == ["doi:10.5555/hostile", ATTENTION]
    assert found[ATTENTION]["_broadsheet"]["reason"] == "Saved on 21 November 2026."


def test_an_item_carries_the_whole_abstract_and_the_ways_to_the_paper(feed_reader: TestClient) -> None:
    item = items(feed_reader, "/feeds/new.json")[ATTENTION]
    assert "dispensing with recurrence and convolutions entirely." in item["content_html"]
    assert "dispensing with recurrence and convolutions entirely." in item["content_text"]
    assert item["external_url"] == "https://arxiv.org/abs/1706.03762"
    assert item["url"] == "http://localhost:8300/papers/arxiv:1706.03762"
    assert [author["name"] for author in item["authors"]][:2] == ["Ashish Vaswani", "Noam Shazeer"]
    assert item["tags"] == ["cs.CL", "cs.LG"]
    assert [link["name"] for link in item["_broadsheet"]["links"]] == ["PDF", "arXiv", "Code"]
    for link in item["_broadsheet"]["links"]:
        assert f'<a href="{link["url"]}">{link["name"]}</a>' in item["content_html"]


def test_mathematics_is_plain_text(feed_reader: TestClient) -> None:
    found = items(feed_reader, "/feeds/new.json")
    for item in found.values():
        assert "<math" not in item["content_html"]
    assert "$" not in found["arxiv:1503.07589"]["title"]
    assert "m_H = 125.09 ±0.21" in found["arxiv:1503.07589"]["content_text"]


def test_a_collaboration_of_thousands_is_cut_and_says_so(feed_reader: TestClient) -> None:
    item = items(feed_reader, "/feeds/new.json")["arxiv:1503.07589"]
    assert len(item["authors"]) == 100
    assert item["_broadsheet"]["further_authors"] == 4_900
    assert "By 5,000 authors, of whom the first 100 are named." in item["content_text"]


def test_markup_in_papers_stays_text(feed_reader: TestClient) -> None:
    item = items(feed_reader, "/feeds/new.json")["doi:10.5555/hostile"]
    assert item["title"].startswith("<script>alert(1)</script>")
    assert "<script" not in item["content_html"]
    assert "<b onmouseover" not in item["content_html"]
    assert all(not link["url"].startswith("javascript") for link in item["_broadsheet"]["links"])


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/feeds/search.atom", 400, "needs a query"),
        ("/feeds/search.atom?q=", 400, "needs a query"),
        ("/feeds/search.rss?q=year:abc", 400, "Nothing can be searched for with this query. `year:abc`"),
        ("/feeds/search.rss?q=%22%22", 400, "Nothing can be searched for"),
        ("/feeds/new.atom?page=x", 400, "A page number is a whole number"),
        ("/feeds/new.atom?page=0", 400, "A page number is a whole number"),
        ("/feeds/new.atom?page=2", 404, "This feed has 1 pages"),
        ("/feeds/search.atom?q=attention&page=7", 404, "no page 7"),
        ("/feeds/similar/arxiv:1706.03762.json?page=2", 404, "no page 2"),
        ("/feeds/similar/arxiv:1706.03762.json?varied=very", 400, "varied is 1"),
        ("/feeds/editions/2026-11-20.json?page=2", 404, "no page 2"),
        ("/feeds/categories/cs.XX.atom", 404, "in a category called “cs.XX”"),
        ("/feeds/authors/nobody.atom", 404, "by an author called “nobody”"),
        ("/feeds/authors/---.atom", 404, "by an author called"),
        ("/feeds/similar/arxiv:2406.99999.atom", 404, "known as “arxiv:2406.99999”"),
        ("/feeds/similar/%FF%00.atom", 404, "No paper in this library"),
        ("/feeds/editions/2026-11-18.atom", 404, "There is no edition 2026-11-18"),
        ("/feeds/editions/2026-13.atom", 404, "Editions are called"),
        ("/feeds/editions/year.atom", 404, "Editions are called"),
        ("/feeds/new.xml", 404, "ends with .atom, .rss or .json"),
        ("/feeds/nothing.atom", 404, "There is no such feed"),
        ("/feeds", 404, "There is no such feed"),
    ],
)
def test_what_cannot_be_had_is_said_in_a_sentence(
    feed_reader: TestClient, path: str, status: int, sentence: str
) -> None:
    answer = feed_reader.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/feeds/categories/cs.cl.rss", "/feeds/categories/cs.CL.rss"),
        ("/feeds/authors/Ashish%20Vaswani.json", "/feeds/authors/ashish-vaswani.json"),
        ("/feeds/editions/2026-w7.rss", "/feeds/editions/2026-W07.rss"),
        ("/feeds/similar/1706.03762v2.atom", "/feeds/similar/arxiv:1706.03762.atom"),
        ("/feeds/similar/1706.03762.atom?varied=1", "/feeds/similar/arxiv:1706.03762.atom?varied=1"),
        ("/feeds/similar/doi:10.18653/v1/n19-1423.atom", "/feeds/similar/arxiv:1810.04805.atom"),
    ],
)
def test_other_spellings_lead_to_the_address_of_the_list(feed_reader: TestClient, path: str, leads_to: str) -> None:
    answer = feed_reader.get(path)
    assert (answer.status_code, answer.headers["location"]) == (301, leads_to)


def test_pages_without_papers_are_valid_and_say_the_same_every_time(empty_site: TestSite) -> None:
    reader = empty_site.client()
    for path in ("/feeds/new.json", "/feeds/search.json?q=attention", "/feeds/saved.json", "/feeds/editions/week.json"):
        found = feed(reader, path)
        assert found["items"] == []
        assert found["_broadsheet"]["updated"] == "1970-01-01T00:00:00Z"
    assert reader.get("/feeds/categories/cs.LG.atom").status_code == 404


@pytest.mark.parametrize("feed_format", FORMATS)
def test_long_queries_are_answered(feed_reader: TestClient, feed_format: str) -> None:
    answer = feed_reader.get(address("/feeds/search", "q=" + "attention+" * 900, feed_format))
    assert answer.status_code == 200
    if feed_format == "json":
        assert len(json.loads(answer.content)["title"]) < 120
