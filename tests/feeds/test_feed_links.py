"""Pages that show a list say where it is to be had as a feed, to readers and to programs."""

import pytest
from starlette.testclient import TestClient

from feeds_fixtures import FORMATS
from site_fixtures import select, texts

TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
PAGES = {
    "/search?q=attention+cat:cs.CL": "/feeds/search.{}?q=attention+cat%3Acs.CL",
    "/search?q=xyzzyqwert+year:1850": "/feeds/search.{}?q=xyzzyqwert+year%3A1850",
    "/categories/cs.CL": "/feeds/categories/cs.CL.{}",
    "/authors/ashish-vaswani": "/feeds/authors/ashish-vaswani.{}",
    "/papers/arxiv:hep-th/9711200": "/feeds/similar/arxiv:hep-th/9711200.{}",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_list_has_its_feeds(feed_reader: TestClient, path: str) -> None:
    page = feed_reader.get(path).text
    for feed_format in FORMATS:
        address = PAGES[path].format(feed_format)
        kind = TYPES[feed_format]
        found = f"//head/link[@rel='alternate'][@type='{kind}'][@title!='']/@href"
        assert select(page, found) == [address]
        assert select(page, f"//main//p[@class='feeds']/a[@type='{kind}']/@href") == [address]
        answer = feed_reader.get(address)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
    assert texts(page, "//p[@class='feeds']/a") == ["Atom", "RSS", "JSON"]


def test_a_search_that_cannot_be_subscribed_to_offers_no_feed(feed_reader: TestClient) -> None:
    assert feed_reader.get("/feeds/search.atom?q=year:abc").status_code == 400
    page = feed_reader.get("/search?q=year:abc").text
    assert select(page, "//link[@type='application/atom+xml'] | //p[@class='feeds']") == []


@pytest.mark.parametrize("path", ["/about", "/status", "/search", "/categories", "/nowhere"])
def test_other_pages_offer_none(feed_reader: TestClient, path: str) -> None:
    assert select(feed_reader.get(path).text, "//link[@type='application/atom+xml']") == []


def test_the_front_page_offers_its_editions_and_what_is_new(feed_reader: TestClient) -> None:
    page = feed_reader.get("/").text
    found = select(page, "//head/link[@type='application/atom+xml']/@href")
    assert found == ["/feeds/editions/day.atom", "/feeds/new.atom"]
    assert select(page, "//main//p[@class='feeds']/a[@type='application/atom+xml']/@href") == found


def test_an_edition_offers_those_of_its_kind_and_itself(feed_reader: TestClient) -> None:
    page = feed_reader.get("/editions/2026-W47").text
    found = select(page, "//head/link[@type='application/rss+xml']/@href")
    assert found == ["/feeds/editions/week.rss", "/feeds/editions/2026-W47.rss"]
    for address in found:
        assert feed_reader.get(address).status_code == 200


def test_a_library_without_editions_offers_what_is_new(reader: TestClient) -> None:
    page = reader.get("/").text
    assert select(page, "//head/link[@type='application/feed+json']/@href") == ["/feeds/new.json"]
    assert select(page, "//main//p[@class='feeds']/a[.='JSON']/@href") == ["/feeds/new.json"]
