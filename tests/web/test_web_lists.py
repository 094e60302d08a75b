"""Authors, categories, status; and the small parts that lists are made of."""

import re
from datetime import date

import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from broadsheet import links
from broadsheet.lib.cache import BoundedCache
from broadsheet.model.paper import Author, Paper
from broadsheet.render import fragments
from broadsheet.search.fuse import LEXICAL_WEIGHT, SEMANTIC_WEIGHT
from broadsheet.store.papers import DayCount
from broadsheet.web.http.negotiate import split_suffix
from broadsheet.web.views.calendar import calendar_for
from broadsheet.web.views.listing import entries
from broadsheet.web.views.paging import pager_for, pages_of
from site_fixtures import TestSite, select, texts


def test_an_author_has_papers_and_company(reader: TestClient) -> None:
    page = reader.get("/authors/jurgen-schmidhuber").text
    assert texts(page, "//h1") == ["Jürgen Schmidhuber"]
    assert texts(page, "//article/h2") == ["Long Short-Term Memory"]
    assert texts(page, "//ul[@class='counts']/li") == ["Sepp Hochreiter 1"]


def test_a_name_as_written_leads_to_the_author(reader: TestClient) -> None:
    answer = reader.get("/authors/Jürgen Schmidhuber")
    assert (answer.status_code, answer.headers["location"]) == (301, "/authors/jurgen-schmidhuber")


def test_an_author_is_only_the_whole_name(reader: TestClient) -> None:
    assert reader.get("/authors/schmidhuber").status_code == 404


def test_categories_have_names_and_counts(reader: TestClient) -> None:
    page = reader.get("/categories").text
    assert "Computer Science" in texts(page, "//h2")
    assert "Machine Learning cs.LG 2" in texts(page, "//li")
    assert "High Energy Physics: Theory hep-th 1" in texts(page, "//li")


def test_a_category_lists_its_papers_newest_first(reader: TestClient) -> None:
    page = reader.get("/categories/cs.LG").text
    assert texts(page, "//h1") == ["Machine Learning"]
    assert texts(page, "//article/h2") == ["Denoising Diffusion Probabilistic Models", "Attention Is All You Need"]


def test_a_category_has_one_spelling(reader: TestClient) -> None:
    for asked, spelled in (("cs.lg", "cs.LG"), ("CS", "cs"), ("HEP-TH", "hep-th")):
        answer = reader.get(f"/categories/{asked}")
        assert (answer.status_code, answer.headers["location"]) == (301, f"/categories/{spelled}")


def test_a_list_dates_a_paper_by_what_is_known(site: TestSite) -> None:
    known = Paper(1, "arxiv:1706.03762", "Attention", arxiv_id="1706.03762", day=date(2017, 6, 12), year=2017)
    papers = (known, Paper(2, "bs:2", "A year", day=date(2026, 11, 21), year=1997), Paper(3, "bs:3", "No date"))
    listed = [(entry.is_dated, entry.year) for entry in entries(site.app.state.site, papers)]
    assert listed == [(True, None), (False, 1997), (False, None)]


def test_the_day_a_paper_came_in_is_called_so(starter_site: TestSite) -> None:
    page = starter_site.client().get("/search?q=bridge").text
    assert texts(page, "//article/p[@class='meta']/span[1]")[0] == "added 21 Nov 2026"


def test_an_archive_holds_all_its_categories(reader: TestClient) -> None:
    assert len(texts(reader.get("/categories/cs").text, "//article/h2")) == 4


def test_status_counts_what_there_is(reader: TestClient) -> None:
    page = reader.get("/status").text
    tree = page
    # Nothing reads in the background of a test.
    assert select(tree, "//progress/@value") == ["10", "10", "0"]
    assert select(tree, "//progress/@max") == ["10", "10", "10"]
    rows = texts(page, "//table//tr")
    assert "arXivsource:arxiv5" in rows
    assert "minilm" in texts(page, "//dl[@class='pairs']")[0]


def test_status_tells_what_the_index_contains(reader: TestClient) -> None:
    inside = texts(reader.get("/status").text, "//dl[@class='pairs']/dd")
    change = re.search(r"change (\d+)", inside[1])
    contained = re.search(r"change (\d+)", inside[2])
    assert change
    assert contained
    assert int(contained[1]) == int(change[1])


def test_about_shows_the_rule_with_its_numbers(reader: TestClient) -> None:
    formula = texts(reader.get("/about").text, "//p[@class='formula']")[0]
    assert formula == f"score = {LEXICAL_WEIGHT} · BM25 / possible BM25 + {SEMANTIC_WEIGHT} · cosine"


def test_status_without_a_model(starter_site: TestSite) -> None:
    page = starter_site.client().get("/status").text
    assert "found by word only" in page
    assert "400 of 400 papers" in page


def test_pagers_show_ends_and_neighbours() -> None:
    pager = pager_for("/days/2026-11-20", 6, 20)
    assert [step.number for step in pager.steps] == [1, 0, 4, 5, 6, 7, 8, 0, 20]
    assert (pager.earlier, pager.later) == ("/days/2026-11-20?page=5", "/days/2026-11-20?page=7")
    assert pager_for("/search?q=a", 2, 2).earlier == "/search?q=a"
    assert (pages_of(0, 50), pages_of(50, 50), pages_of(51, 50)) == (1, 1, 2)
    with pytest.raises(HTTPException) as refused:
        pager_for("/", 3, 2)
    assert refused.value.status_code == 404


def test_calendars_shade_days_by_their_share() -> None:
    counts = [DayCount(date(2026, 2, 2), 100), DayCount(date(2026, 2, 3), 26), DayCount(date(2026, 2, 4), 1)]
    made = calendar_for(date(2026, 2, 1), counts, (date(2026, 2, 3), date(2026, 2, 3)), (None, None))
    days = {cell.day.day: cell for week in made.weeks for cell in week if cell}
    assert len(days) == 28
    assert [days[number].shade for number in (1, 2, 3, 4)] == [0, 4, 2, 1]
    assert [number for number, cell in days.items() if cell.current] == [3]
    assert made.weeks[0][:6] == (None,) * 6


def test_a_bounded_cache_forgets_what_was_used_longest_ago() -> None:
    cache = BoundedCache[int](2)
    made: list[str] = []

    def make(key: str) -> int:
        made.append(key)
        return len(made)

    got = [cache.get(key, lambda key=key: make(key)) for key in "abacab"]  # type: ignore[misc]
    assert got == [1, 2, 1, 3, 1, 4]
    assert made == ["a", "b", "c", "b"]


def test_addresses_keep_what_ids_are_made_of() -> None:
    assert links.paper("doi:10.1016/s0140-6736(20)30183-5") == "/papers/doi:10.1016/s0140-6736(20)30183-5"
    assert links.paper("doi:10.1/a#b?c%d e") == "/papers/doi:10.1/a%23b%3Fc%25d%20e"
    assert links.citation("arxiv:1706.03762", "csl") == "/papers/arxiv:1706.03762.csl.json"
    assert links.week(date(2027, 1, 1)) == "/weeks/2026-W53"
    assert links.search("a & b", sort="newest", page=2) == "/search?q=a+%26+b&sort=newest&page=2"
    assert links.arxiv_page("hep-th/9711200", 2) == "https://arxiv.org/abs/hep-th/9711200v2"


def test_endings_of_citations_are_split_off() -> None:
    assert split_suffix("arxiv:1706.03762.csl.json") == ("arxiv:1706.03762", "csl")
    assert split_suffix("doi:10.1/x.json") == ("doi:10.1/x.json", "")


def test_teasers_end_at_a_word() -> None:
    assert fragments.teaser("one two three", 100) == "one two three"
    assert fragments.teaser("one two, three", 10) == "one two…"
    assert fragments.teaser("x" * 50, 10) == "xxxxx…"


def test_messages_keep_their_code_and_nothing_else() -> None:
    assert fragments.coded("`a<b` was left out.") == "<code>a&lt;b</code> was left out."
    assert fragments.coded("one ` & no more") == "one ` &amp; no more"


def test_bylines_name_the_first_and_count_the_rest() -> None:
    people = [Author(name) for name in "ABCDEF"]
    assert fragments.byline(people[:5]) == "A, B, C, D, E"
    assert fragments.byline(people) == "A, B, C, D and\N{NO-BREAK SPACE}2\N{NO-BREAK SPACE}more"
