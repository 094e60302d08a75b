"""What is asked for again and has not changed is not sent again."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from broadsheet.harvest.intake import Report, take_in
from broadsheet.model.raw import RawRecord
from broadsheet.model.reader import LOCAL
from broadsheet.search.build import catch_up
from broadsheet.store import marks
from feeds_fixtures import FORMATS, LISTS, address, by_id, cast_site, print_editions
from search_cast import WordHashes
from site_cast import LSTM
from site_fixtures import TestSite, clock

PATHS = [address(*listed, feed_format) for listed in LISTS for feed_format in FORMATS]
OLD = "Thu, 01 Jan 1970 00:00:00 GMT"


@pytest.mark.parametrize("path", PATHS)
def test_the_same_feed_is_sent_once(feed_reader: TestClient, path: str) -> None:
    first = feed_reader.get(path)
    tag = first.headers["etag"]
    again = feed_reader.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", "vary", "last-modified"):
        assert again.headers[name] == first.headers[name]
    assert "content-type" not in again.headers
    since = feed_reader.get(path, headers={"If-Modified-Since": first.headers["last-modified"]})
    assert since.status_code == 304


@pytest.mark.parametrize("tags", ["*", '"other", {}', "{strong}", '"a", W/"b" ,{strong}'])
def test_tags_come_as_lists_and_are_compared_weakly(feed_reader: TestClient, tags: str) -> None:
    tag = feed_reader.get("/feeds/new.atom").headers["etag"]
    given = tags.format(tag, strong=tag.removeprefix("W/"))
    assert feed_reader.get("/feeds/new.atom", headers={"If-None-Match": given}).status_code == 304


def test_a_tag_decides_before_a_date(feed_reader: TestClient) -> None:
    first = feed_reader.get("/feeds/new.atom").headers
    other = {"If-None-Match": '"other"', "If-Modified-Since": first["last-modified"]}
    assert feed_reader.get("/feeds/new.atom", headers=other).status_code == 200
    same = {"If-None-Match": first["etag"], "If-Modified-Since": OLD}
    assert feed_reader.get("/feeds/new.atom", headers=same).status_code == 304


def test_an_older_date_gets_the_feed(feed_reader: TestClient) -> None:
    changed = parsedate_to_datetime(feed_reader.get("/feeds/new.atom").headers["last-modified"])
    for since, status in ((changed - timedelta(seconds=1), 200), (changed + timedelta(days=1), 304)):
        headers = {"If-Modified-Since": format_datetime(since, usegmt=True)}
        assert feed_reader.get("/feeds/new.atom", headers=headers).status_code == status


def test_the_last_change_is_the_papers_and_not_the_clock(feed_reader: TestClient) -> None:
    answer = feed_reader.get("/feeds/new.json")
    modified = {item["date_modified"] for item in answer.json()["items"]}
    assert modified == {"2026-11-21T12:00:00Z"}
    assert answer.headers["last-modified"] == "Sat, 21 Nov 2026 12:00:00 GMT"
    assert answer.json()["_broadsheet"]["updated"] == "2026-11-21T12:00:00Z"
    edition = feed_reader.get("/feeds/editions/month.json").json()
    assert edition["_broadsheet"]["updated"] == "2026-11-21T12:00:00Z"
    assert [item["date_published"] for item in edition["items"]] == ["2015-12-10T00:00:00Z"]


@pytest.mark.parametrize("feed_format", FORMATS)
def test_feeds_are_packed_for_who_takes_that(feed_reader: TestClient, feed_format: str) -> None:
    path = f"/feeds/new.{feed_format}"
    with feed_reader.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        sent = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["vary"] == "Accept-Encoding"
    plain = feed_reader.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(sent) == plain.content
    assert len(sent) < len(plain.content) / 2


@pytest.mark.parametrize("path", ["/feeds/new.atom", "/feeds/search.rss?q=attention", "/feeds/categories/cs.XX.atom"])
def test_head_says_what_get_would(feed_reader: TestClient, path: str) -> None:
    got, headed = feed_reader.get(path), feed_reader.head(path)
    assert (headed.status_code, headed.content) == (got.status_code, b"")
    for name in ("content-type", "cache-control", "content-length"):
        assert headed.headers[name] == got.headers[name]
    assert headed.headers.get("etag") == got.headers.get("etag")


def test_feeds_are_only_read(feed_reader: TestClient) -> None:
    assert feed_reader.post("/feeds/new.atom").status_code == 405


def read(reader: TestClient, path: str, before: dict[str, str] | None = None) -> tuple[int, dict[str, str]]:
    """Status and headers of a feed that a reader without tags asks for again."""
    headers = {"If-Modified-Since": before["last-modified"]} if before else {}
    answer = reader.get(path, headers=headers)
    return answer.status_code, dict(answer.headers)


def test_what_changes_elsewhere_leaves_a_feed_as_it_is(tmp_path: Path) -> None:
    with cast_site(tmp_path) as site:
        reader, database = site.client(), site.services.database
        _, before = read(reader, "/feeds/search.atom?q=title:attention+cat:cs.CL")
        _, new = read(reader, "/feeds/new.atom")
        changed = RawRecord("cast", b"hochreiter1997long again", "again.bib", 0)
        record = replace(LSTM, abstract="Another abstract.")
        later = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
        take_in(database, [changed], adapt=lambda _: record, clock=lambda: later, report=Report())
        catch_up(database, tmp_path / "index", WordHashes.name)
        site.services.library.engine.refresh(database)
        status, after = read(reader, "/feeds/search.atom?q=title:attention+cat:cs.CL", before)
        assert (status, after["etag"], after["last-modified"]) == (304, before["etag"], before["last-modified"])
        status, after = read(reader, "/feeds/new.atom", new)
        assert (status, after["last-modified"]) == (200, "Sun, 22 Nov 2026 09:30:00 GMT")


def test_a_paper_that_leaves_a_list_is_a_change_of_it(tmp_path: Path) -> None:
    with cast_site(tmp_path) as site:
        reader, database = site.client(), site.services.database
        attention, bert = by_id(database, "arxiv:1706.03762", "arxiv:1810.04805")
        _save(site, attention.key, on=True)
        _save(site, bert.key, on=True)
        _, before = read(reader, "/feeds/saved.atom")
        _save(site, bert.key, on=False)
        status, after = read(reader, "/feeds/saved.atom", before)
        assert status == 200
        assert after["etag"] != before["etag"]
        assert parsedate_to_datetime(after["last-modified"]) > parsedate_to_datetime(before["last-modified"])
        assert read(reader, "/feeds/saved.atom", after)[0] == 304


def test_an_edition_that_is_printed_changes_the_feed_of_its_period(tmp_path: Path) -> None:
    with cast_site(tmp_path) as site:
        reader = site.client()
        _, before = read(reader, "/feeds/editions/day.atom")
        assert before["last-modified"] == OLD
        print_editions(site.services.database)
        status, after = read(reader, "/feeds/editions/day.atom", before)
        assert status == 200
        assert after["etag"] != before["etag"]


def test_the_same_library_opened_again_gives_the_same_tag(tmp_path: Path) -> None:
    with cast_site(tmp_path / "a") as one, cast_site(tmp_path / "b") as other:
        for path in ("/feeds/new.atom", "/feeds/search.rss?q=attention", "/feeds/similar/arxiv:1706.03762.json"):
            first, second = one.client().get(path), other.client().get(path)
            assert first.headers["etag"] == second.headers["etag"]
            assert first.headers["last-modified"] == second.headers["last-modified"]


def _save(site: TestSite, key: int, *, on: bool) -> None:
    with site.services.database.write() as connection:
        assert marks.put(connection, LOCAL, key, "save", on=on, made=clock())
