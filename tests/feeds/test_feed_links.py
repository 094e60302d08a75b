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
