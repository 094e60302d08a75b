"""What holds for every page of the site, whatever is on it."""

import re

import pytest
from starlette.testclient import TestClient

from site_fixtures import TestSite, select

PAGES = {
    "/": 200,
    "/days/2020-06-19": 200,
    "/weeks/2020-W25": 200,
    "/months/2020-06": 200,
    "/editions": 200,
    "/digests": 200,
    "/digests/new": 200,
    "/editions/live": 200,
    "/saved": 200,
    "/search": 200,
    "/search?q=attention+has:code": 200,
    "/search?q=%22unclosed+cat:": 200,
    "/search?q=xyzzyqwert+year:1850": 200,
    "/search?q=2406.99999": 200,
    "/papers/arxiv:1706.03762": 200,
    "/papers/arxiv:hep-th/9711200": 200,
    "/papers/doi:10.1016/s0140-6736(20)30183-5": 200,
    "/papers/doi:10.5555/hostile": 200,
    "/papers/arxiv:1503.07589": 200,
    "/authors/ashish-vaswani": 200,
    "/categories": 200,
    "/categories/cs.CL": 200,
    "/categories/cs": 200,
    "/categories/hep-th": 200,
    "/systems": 200,
    "/datasets": 200,
    "/compare": 200,
    "/compare?id=arxiv:1706.03762&id=doi:10.5555/hostile": 200,
    "/systems/nothing": 404,
    "/status": 200,
    "/setup": 200,
    "/about": 200,
    "/table": 200,
    "/table?q=attention": 200,
    "/table?q=script&sort=-date&columns=code": 200,
    "/table?q=attention&sort=price": 400,
    "/nowhere": 404,
    "/editions/2026-11-31": 404,
    "/editions/2020-06-19": 404,
    "/papers/arxiv:2406.99999": 404,
    "/search?q=attention&page=abc": 400,
}
FOREIGN_LOADS = (
    "//link[@rel='stylesheet' or @rel='icon' or @rel='search']/@href | //script/@src | //img/@src | //iframe"
)


@pytest.fixture(params=PAGES)
def address(request: pytest.FixtureRequest) -> str:
    """Each page in turn."""
    return str(request.param)


def test_status(reader: TestClient, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == PAGES[address], answer.text[:2_000]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_security_headers(reader: TestClient, address: str) -> None:
    headers = reader.get(address).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


def test_nothing_inline_and_nothing_foreign(reader: TestClient, address: str) -> None:
    tree = reader.get(address).text
    assert select(tree, "//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]") == []
    assert [found for found in select(tree, FOREIGN_LOADS) if not str(found).startswith("/")] == []
    assert select(tree, "//a[starts-with(@href, 'javascript:')] | //a[starts-with(@href, 'data:')]") == []


def test_outline(reader: TestClient, address: str) -> None:
    tree = reader.get(address).text
    levels = [int(heading[2]) for heading in select(tree, "//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
    assert (
        len(select(tree, "//main")) == len(select(tree, "//header[@class]")[:1]) == len(select(tree, "//footer")) == 1
    )
    assert select(tree, "string(//title)")[0].strip()
    assert select(tree, "/html/@lang") == ["en"]


def test_ids_are_unique_and_labels_exist(reader: TestClient, address: str) -> None:
    tree = reader.get(address).text
    ids = select(tree, "//@id")
    assert len(ids) == len(set(ids))
    named = {name for value in select(tree, "//@aria-labelledby") for name in value.split()}
    assert named <= set(ids)


def test_links_to_this_site_lead_somewhere(reader: TestClient) -> None:
    addresses = set()
    for page in (
        "/",
        "/papers/arxiv:1706.03762",
        "/search?q=attention",
        "/categories",
        "/authors/ashish-vaswani",
        "/search",
    ):
        tree = reader.get(page).text
        addresses |= {str(href) for href in select(tree, "//@href") if str(href).startswith("/")}
    assert len(addresses) > 40
    broken = {one for one in addresses if reader.get(one).status_code not in (200, 303)}
    assert not broken


def test_template_expressions_are_all_filled(reader: TestClient, address: str) -> None:
    text = reader.get(address).text
    assert not re.search(r"\{\{ ?(page|entry|frame|links)|\{% (if|for|include)|Markup\(|<built-in|&lt;built-in", text)


def test_head_has_no_body(reader: TestClient, address: str) -> None:
    answer = reader.head(address)
    assert answer.status_code == PAGES[address]
    assert answer.content == b""


def test_what_programs_fetch(reader: TestClient) -> None:
    assert reader.get("/healthz").json()["status"] == "ok"
    assert reader.get("/favicon.svg").headers["content-type"] == "image/svg+xml"
    assert reader.get("/robots.txt").text.startswith("User-agent: *")
    description = reader.get("/opensearch.xml")
    assert description.headers["content-type"].startswith("application/opensearchdescription+xml")
    assert 'template="http://localhost:8300/search?q={searchTerms}"' in description.text


def test_a_page_not_changed_is_not_sent_again(reader: TestClient) -> None:
    first = reader.get("/about")
    assert first.headers["cache-control"] == "no-cache"
    again = reader.get("/about", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert "content-security-policy" in again.headers


def test_static_files_are_kept_for_ever_at_their_address(reader: TestClient) -> None:
    tree = reader.get("/").text
    for address in select(tree, "//link[@rel='stylesheet']/@href | //script/@src"):
        answer = reader.get(str(address))
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in reader.get("/static/000000000000/broadsheet.css").headers["cache-control"]
    assert reader.get("/static/000000000000/../../app.py").status_code == 404


def test_pages_without_papers(empty_site: TestSite) -> None:
    reader = empty_site.client()
    for address, status in {
        "/": 200,
        "/search?q=x": 200,
        "/categories": 200,
        "/status": 200,
        "/days/2026-11-20": 404,
    }.items():
        answer = reader.get(address)
        assert answer.status_code == status, address
        assert len(select(answer.text, "//h1")) == 1
    assert "broadsheet import" in reader.get("/").text


@pytest.mark.parametrize(
    ("accepted", "packed"), [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("br", False)]
)
def test_pages_are_packed_for_who_takes_that(reader: TestClient, accepted: str, packed: bool) -> None:
    answer = reader.get("/about", headers={"accept-encoding": accepted})
    assert ("content-encoding" in answer.headers) is packed
    assert "<h1>About Broadsheet</h1>" in answer.text
