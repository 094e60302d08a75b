"""Nonsense, attacks and faults: each gets a clean page with the right status."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from broadsheet.app import build_app
from broadsheet.errors import IndexBroken, StoreBusy
from broadsheet.settings import Settings
from site_fixtures import TestSite, select

STATUSES = {
    "/search?q=attention&page=0": 400,
    "/search?q=attention&page=-1": 400,
    "/search?q=attention&page=1e3": 400,
    "/search?q=attention&page=٣": 400,
    "/search?q=attention&page=99999999999999": 400,
    "/search?q=attention&page=99999": 404,
    "/search?q=attention&sort=random": 400,
    "/search?q=%00%01%02": 200,
    "/search?q=%ff%fe": 200,
    "/search?q=" + "(" * 5_000: 200,
    "/search?q=%F0%9F%8C%8D+%E2%80%AE": 200,
    "/search?" + "&".join(f"a{n}=1" for n in range(2_000)): 200,
    "/days/2026-02-30": 404,
    "/days/20245-01-01": 404,
    "/days/2026-11-21?page=2": 404,
    "/days/9999-12-31": 404,
    "/weeks/2026-W54": 404,
    "/weeks/9999-W52": 404,
    "/weeks/0001-W01": 404,
    "/months/2026-13": 404,
    "/months/0000-00": 404,
    "/months/9999-12": 404,
    "/editions?month=9999-12": 404,
    "/editions?month=0001-01": 404,
    "/editions?month=": 404,
    "/papers/": 404,
    "/papers/nonsense": 404,
    "/papers/%00": 404,
    "/papers/" + "a" * 3_000: 404,
    "/papers/arxiv:1706.03762.pdf": 301,
    "/papers/../../etc/passwd": 404,
    "/authors/%00": 404,
    "/authors/nobody-at-all": 404,
    "/authors/--": 404,
    "/categories/no.SUCH": 404,
    "/categories/%22%3E": 404,
    "/static/x/app.py": 404,
}


@pytest.mark.parametrize("address", STATUSES)
def test_odd_addresses(reader: TestClient, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == STATUSES[address], answer.text[:500]
    if answer.status_code != 301:
        assert len(select(answer.text, "//h1")) == 1
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_pages_are_only_for_reading(reader: TestClient, method: str) -> None:
    answer = reader.request(method, "/search")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert "<h1>" in answer.text


def test_a_query_of_any_length_gives_a_page(reader: TestClient) -> None:
    assert reader.get("/search", params={"q": "attention " * 3_000}).status_code == 200
    endless = reader.get("/search", params={"q": "a" * 62_000})
    assert endless.status_code == 414
    assert "too long" in endless.text
    assert len(endless.content) < 20_000


def test_a_long_query_does_not_swell_its_page(reader: TestClient) -> None:
    answer = reader.get("/search", params={"q": "residual learning " * 1_500 + "cat:cs.CV"})
    assert answer.status_code == 200
    assert len(answer.content) < 600_000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=80), number=st.sampled_from(["", "1", "2", "-3"]), sort=st.sampled_from(["", "newest"]))
def test_no_query_breaks_the_search_page(reader: TestClient, query: str, number: str, sort: str) -> None:
    given_ = {"q": query.encode("utf-8", "replace").decode(), "page": number or "1", "sort": sort}
    assert reader.get("/search", params=given_).status_code in (200, 303, 400, 404)


def test_titles_and_names_cannot_run(reader: TestClient) -> None:
    for address in (
        "/",
        "/papers/doi:10.5555/hostile",
        "/search?q=hostile+evil",
        "/days/2021-04-01",
        "/search?q=%3Cscript%3Ealert(1)",
    ):
        tree = reader.get(address).text
        assert select(tree, "//script[not(@src)] | //svg | //main//img | //b") == [], address
        assert select(tree, "//a[contains(@href, 'alert')][not(starts-with(@href, '/'))]") == [], address
        assert "49" not in select(tree, "string(//h1)")[0]


def test_hostile_text_is_shown_as_it_is(reader: TestClient) -> None:
    tree = reader.get("/papers/doi:10.5555/hostile").text
    assert '<script>alert(1)</script> "><img src=x onerror=alert(2)> {{7*7}}' in select(tree, "string(//h1)")[0]


def test_a_back_address_elsewhere_is_not_followed(reader: TestClient) -> None:
    for back in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y"):
        answer = reader.post("/preferences/theme", data={"theme": "dark", "back": back})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("body", [b"", b"theme=purple", b"\xff\xfe", b"&" * 500, b"theme"])
def test_a_broken_form_is_refused(reader: TestClient, body: bytes) -> None:
    assert reader.post("/preferences/theme", content=body).status_code == 400


def test_a_huge_form_is_refused(reader: TestClient) -> None:
    assert reader.post("/preferences/theme", content=b"x" * 20_000).status_code == 413


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "", "[", "a b", "localhost:x"]
)
def test_foreign_hosts_are_refused(reader: TestClient, host: str) -> None:
    answer = reader.get("/papers/arxiv:1706.03762", headers={"Host": host})
    assert answer.status_code == 400
    assert "Attention" not in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:9000", "[::1]:8300", "[::1]"])
def test_loopback_names_are_served(reader: TestClient, host: str) -> None:
    assert reader.get("/about", headers={"Host": host}).status_code == 200


def test_a_site_on_every_address_takes_any_host(site: TestSite) -> None:
    everywhere = replace(site.services, settings=Settings(home=site.services.settings.home, host="0.0.0.0"))
    reader = replace(site, app=build_app(everywhere)).client()
    assert reader.get("/about", headers={"Host": "papers.example:80"}).status_code == 200
    assert reader.get("/about", headers={"Host": "a/../b"}).status_code == 400


class _Failing:
    """A catalog that answers every request with one error."""

    dialect = "sqlite"

    def __init__(self, error: Exception) -> None:
        self._error = error

    @contextmanager
    def read(self) -> Iterator[None]:
        """Raise the error."""
        raise self._error
        yield


def _with_failing_catalog(site: TestSite, error: Exception) -> TestClient:
    services = replace(site.services, database=_Failing(error))  # type: ignore[arg-type]
    return replace(site, app=build_app(services)).client()


def test_a_busy_catalog_says_when_to_come_back(site: TestSite) -> None:
    answer = _with_failing_catalog(site, StoreBusy("Another program has been writing.")).get("/")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "Another program has been writing." in answer.text


def test_a_broken_index_says_what_to_run(site: TestSite) -> None:
    answer = _with_failing_catalog(site, IndexBroken("Run `broadsheet index --rebuild`.")).get("/")
    assert answer.status_code == 503
    assert "broadsheet index --rebuild" in answer.text


def test_a_crash_is_a_page_with_a_reference_to_the_log(site: TestSite, caplog: pytest.LogCaptureFixture) -> None:
    answer = _with_failing_catalog(site, ZeroDivisionError("secret inside")).get("/papers/arxiv:1706.03762")
    assert answer.status_code == 500
    assert "secret inside" not in answer.text
    reference = select(answer.text, "string(//main//code)")[0]
    assert f"reference={reference}" in caplog.text
    assert "content-security-policy" in answer.headers
