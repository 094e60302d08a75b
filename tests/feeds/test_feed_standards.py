"""The rules of the three standards, on every kind of feed."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree
from starlette.testclient import TestClient

from feeds_fixtures import FORMATS, LISTS, address
from site_fixtures import ORIGIN, TestSite

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
IDENTIFIER = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
RFC_822 = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT")
PAGING = {"first", "previous", "next", "last"}


@pytest.fixture(params=LISTS, ids=lambda one: f"{one[0]}?{one[1]}")
def listed(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Each list in turn."""
    found: tuple[str, str] = request.param
    return found


def one(parent: etree._Element, tag: str) -> etree._Element:
    """The only child of this name."""
    (found,) = parent.findall(tag)
    return found


def text(parent: etree._Element, tag: str) -> str:
    """The text of the only child of this name, which is not empty."""
    found = one(parent, tag).text
    assert found is not None
    assert found.strip()
    return found


def is_absolute(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def test_atom(feed_reader: TestClient, listed: tuple[str, str]) -> None:
    path = address(*listed, "atom")
    answer = feed_reader.get(path)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    assert IDENTIFIER.fullmatch(text(root, f"{ATOM}id"))
    text(root, f"{ATOM}title")
    assert RFC_3339.fullmatch(text(root, f"{ATOM}updated"))
    links = [(link.get("rel"), link.get("type"), link.get("href")) for link in root.findall(f"{ATOM}link")]
    assert links.count(("self", "application/atom+xml", f"{ORIGIN}{path}")) == 1
    assert len([rel for rel, kind, _ in links if (rel, kind) == ("alternate", "text/html")]) == 1
    assert {rel for rel, _, _ in links} - {"self", "alternate"} <= PAGING
    assert all(is_absolute(str(href)) for _, _, href in links)
    entries = root.findall(f"{ATOM}entry")
    ids = [_atom_entry(entry) for entry in entries]
    assert len(set(ids)) == len(ids)
    updated = [text(entry, f"{ATOM}updated") for entry in entries]
    if updated:
        assert text(root, f"{ATOM}updated") >= max(updated)


def _atom_entry(entry: etree._Element) -> str:
    found = text(entry, f"{ATOM}id")
    assert IDENTIFIER.fullmatch(found)
    text(entry, f"{ATOM}title")
    assert one(entry, f"{ATOM}title").get("type", "text") == "text"
    assert RFC_3339.fullmatch(text(entry, f"{ATOM}updated"))
    assert text(entry, f"{ATOM}published") <= text(entry, f"{ATOM}updated")
    authors = entry.findall(f"{ATOM}author")
    assert authors
    assert all(text(author, f"{ATOM}name") for author in authors)
    alternates = [link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
    assert len(alternates) == 1
    assert all(is_absolute(link.get("href", "")) for link in entry.findall(f"{ATOM}link"))
    assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
    content = one(entry, f"{ATOM}content")
    assert content.get("type") == "html"
    assert len(content) == 0  # HTML is text to XML
    assert "Why it is here: " in (content.text or "")
    return found


def test_rss(feed_reader: TestClient, listed: tuple[str, str]) -> None:
    path = address(*listed, "rss")
    answer = feed_reader.get(path)
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = one(root, "channel")
    text(channel, "title")
    text(channel, "description")
    assert is_absolute(text(channel, "link"))
    assert RFC_822.fullmatch(text(channel, "lastBuildDate"))
    assert int(text(channel, "ttl")) > 0
    assert text(channel, "language") == "en"
    links = {link.get("rel"): link.get("href") for link in channel.findall(f"{ATOM}link")}
    assert links.pop("self") == f"{ORIGIN}{path}"
    assert set(links) <= PAGING
    guids = [_rss_item(item) for item in channel.findall("item")]
    assert len(set(guids)) == len(guids)


def _rss_item(item: etree._Element) -> str:
    guid = one(item, "guid")
    assert guid.get("isPermaLink") == "false"
    text(item, "title")
    assert is_absolute(text(item, "link"))
    published = text(item, "pubDate")
    assert RFC_822.fullmatch(published)
    assert parsedate_to_datetime(published).strftime("%a") == published[:3]
    assert RFC_3339.fullmatch(text(item, f"{ATOM}updated"))
    text(item, "description")
    assert "Why it is here: " in text(item, f"{CONTENT}encoded")
    assert item.find("author") is None  # which would have to be a mail address
    assert all(creator.text for creator in item.findall(f"{DC}creator"))
    return str(guid.text)


def test_json_feed(feed_reader: TestClient, listed: tuple[str, str]) -> None:
    path = address(*listed, "json")
    answer = feed_reader.get(path)
    assert answer.headers["content-type"] == "application/feed+json"
    found = answer.json()
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["title"]
    assert found["feed_url"] == f"{ORIGIN}{path}"
    assert is_absolute(found["home_page_url"])
    assert found["language"] == "en"
    assert is_absolute(found["_broadsheet"]["about"])
    assert found.get("next_url") != found["feed_url"]
    assert set(found) <= {
        *("version", "title", "home_page_url", "feed_url", "description", "favicon", "language", "items", "next_url"),
        "_broadsheet",
    }
    ids = [item["id"] for item in found["items"]]
    assert len(set(ids)) == len(ids)
    for item in found["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"]
        assert item["content_text"]
        assert is_absolute(item["url"])
        assert is_absolute(item.get("external_url", item["url"]))
        assert "author" not in item  # deprecated
        assert all(set(author) == {"name"} for author in item["authors"])
        assert all(isinstance(tag, str) for tag in item["tags"])
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).tzinfo is not None
        assert item["_broadsheet"]["id"]
        assert item["_broadsheet"]["reason"]


def test_the_three_formats_say_the_same(feed_reader: TestClient, listed: tuple[str, str]) -> None:
    as_json = feed_reader.get(address(*listed, "json")).json()
    for feed_format in ("atom", "rss"):
        parsed = feedparser.parse(
            feed_reader.get(address(*listed, feed_format)).content, sanitize_html=False, resolve_relative_uris=False
        )
        assert not parsed.bozo, parsed.get("bozo_exception")
        assert parsed.version == {"atom": "atom10", "rss": "rss20"}[feed_format]
        assert parsed.feed.title == as_json["title"]
        assert [entry.id for entry in parsed.entries] == [item["id"] for item in as_json["items"]]
        for entry, item in zip(parsed.entries, as_json["items"], strict=True):
            assert entry.title == item["title"]
            assert entry.link == item["url"]
            assert entry.content[0].value == item["content_html"]
            names = [author["name"] for author in item["authors"]]
            assert [author.name for author in entry.get("authors", [])] == (
                names or ["Author not known"] * ("atom" in parsed.version)
            )
            assert [tag.term for tag in entry.get("tags", [])] == item["tags"]
            assert entry.published_parsed[:6] == datetime.fromisoformat(item["date_published"]).timetuple()[:6]
            assert entry.updated_parsed[:6] == datetime.fromisoformat(item["date_modified"]).timetuple()[:6]


@pytest.mark.parametrize("feed_format", FORMATS)
def test_names_do_not_depend_on_the_host(feeds_site: TestSite, listed: tuple[str, str], feed_format: str) -> None:
    path = address(*listed, feed_format)
    here, there = feeds_site.client(), feeds_site.client()
    there.base_url = "http://127.0.0.1:9999"
    assert set(ids_in(here.get(path).text)) == set(ids_in(there.get(path).text))
    assert "http://127.0.0.1:9999/" in there.get(path).text
    assert "localhost" not in there.get(path).text


def ids_in(body: str) -> list[str]:
    """Every name in a feed."""
    return IDENTIFIER.findall(body)


def test_a_paper_has_one_name_in_all_feeds(feed_reader: TestClient) -> None:
    names = set()
    for listed in LISTS:
        for item in feed_reader.get(address(*listed, "json")).json()["items"]:
            names.add((item["_broadsheet"]["id"], item["id"]))
    papers = {paper for paper, _ in names}
    assert len(papers) == len(names) == len({name for _, name in names})
    # As docs/feeds.md says it is made, so that it never changes.
    assert ("arxiv:1706.03762", "urn:uuid:bd2c7ce0-a190-579c-95d6-7be70e0397f7") in names
