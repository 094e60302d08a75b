"""The systems table as a page and as files."""

import csv
import io
from urllib.parse import quote

import orjson
import pytest
from starlette.testclient import TestClient

from broadsheet.model.reader import LOCAL
from broadsheet.store import marks
from edition_cast import PAPERS, an_edition, print_editions
from facts_cast import HEDDLE, IMAGENET, JACQUARD, LATER, UNREAD
from site_fixtures import TestSite, clock, select, texts

ALL = "/table?q=looms+sort:newest"
SUFFIXES = {"csv": "text/csv", "json": "application/json", "tex": "application/x-tex", "md": "text/markdown"}


@pytest.fixture
def visitor(facts_site: TestSite) -> TestClient:
    """A browser."""
    return facts_site.client()


def titles(page: str) -> list[str]:
    """The titles of the rows."""
    return texts(page, "//tbody//th/a")


def cell(page: str, key: int, column: str) -> list[str]:
    """The values of a cell."""
    return texts(page, f"//tr[@id='p{key}']/td[contains(@class, 'c-{column}')]//*[contains(@class, 'v')]")


def test_papers_of_a_search_stand_as_rows(visitor: TestClient) -> None:
    page = visitor.get(ALL).text
    assert titles(page) == [one.title for one in (LATER, UNREAD, HEDDLE, JACQUARD, IMAGENET)]
    assert cell(page, 1, "kind") == ["method"]
    assert cell(page, 1, "data") == ["ImageNet", "CIFAR-10"]
    assert cell(page, 1, "line") == ["a method for weaving by numbers"]
    assert cell(page, 1, "date") == ["2 Nov 2026"]


def test_a_cell_tells_the_sentence_with_the_words_marked(visitor: TestClient) -> None:
    page = visitor.get(ALL).text
    described = select(page, "//tr[@id='p2']/td[contains(@class, 'c-results')]/@aria-describedby")
    (said,) = texts(page, f"//*[@id='{described[0]}']")
    assert "accuracy: 88.2 %, on Image-Net" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "Jacquard has 88.2% accuracy on ImageNet." in said
    assert texts(page, f"//*[@id='{described[0]}']//mark") == ["88.2% accuracy"]


def test_a_sentence_of_several_values_stands_once_with_all_marks(visitor: TestClient) -> None:
    page = visitor.get(ALL).text
    assert texts(page, "//*[@id='s1-data']//mark") == ["ImageNet", "CIFAR-10"]
    assert len(texts(page, "//*[@id='s1-data']/p")) == 1


def test_cells_with_a_sentence_take_the_focus(visitor: TestClient) -> None:
    page = visitor.get(ALL).text
    assert len(select(page, "//td[@tabindex='0']")) == len(select(page, "//td//div[@class='said']")) > 5


def test_uncertain_facts_are_marked(visitor: TestClient) -> None:
    page = visitor.get(ALL).text
    assert len(select(page, "//tr[@id='p1']//*[@class='doubt']")) == 1
    assert "uncertain: 55% of such readings are right" in page


def test_names_lead_to_their_pages_and_code_leads_out(visitor: TestClient) -> None:
    page = visitor.get(ALL).text
    assert select(page, "//tr[@id='p1']//td[contains(@class, 'c-data')]//a/@href") == [
        "/datasets/imagenet",
        "/datasets/cifar10",
    ]
    assert select(page, "//tr[@id='p1']//td[contains(@class, 'c-system')]//a/@href") == ["/systems/heddle"]
    assert "https://github.com/charles/heddle-jax" in select(page, "//tr[@id='p1']//td//a/@href")


def test_facts_can_be_corrected_and_papers_compared(visitor: TestClient) -> None:
    page = visitor.get(ALL).text
    assert "/papers/arxiv:2611.00001#facts" in select(page, "//tbody//th//a/@href")
    assert len(select(page, "//input[@form='compare'][@name='id']")) == 5
    assert select(page, "//form[@id='compare']/@action") == ["/compare"]


def test_headings_sort_and_turn_round(visitor: TestClient) -> None:
    page = visitor.get(ALL).text
    by_date = "/table?q=looms+sort%3Anewest&sort=-date"
    assert by_date in select(page, "//thead//a/@href")
    assert not select(page, "//@aria-sort")
    sorted_page = visitor.get(by_date).text
    assert select(sorted_page, "//@aria-sort") == ["descending"]
    assert titles(sorted_page)[-1] == IMAGENET.title
    assert "/table?q=looms+sort%3Anewest&sort=date" in select(sorted_page, "//thead//a/@href")
    assert titles(visitor.get(f"{ALL}&sort=date").text)[0] == IMAGENET.title


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("kind=survey", [LATER]),
        ("has=code", [HEDDLE]),
        ("has=results&has=data", [HEDDLE, JACQUARD]),
        ("dataset=image-net&kind=method", [HEDDLE, JACQUARD]),
        ("metric=accuracy&sort=-results", [HEDDLE, JACQUARD]),
        ("metric=accuracy&sort=results", [HEDDLE, JACQUARD]),
        ("words=cards", [JACQUARD]),
    ],
)
def test_rows_are_filtered(visitor: TestClient, asked: str, expected: list[object]) -> None:
    page = visitor.get(f"{ALL}&{asked}").text
    assert titles(page) == [one.title for one in expected]  # type: ignore[attr-defined]
    assert select(page, "//ul[@class='chips']//a")


def test_of_one_metric_its_results_alone_are_shown(visitor: TestClient) -> None:
    assert cell(visitor.get(f"{ALL}&metric=accuracy").text, 1, "results") == ["91.2% accuracy", "88% on CIFAR-10"]


def test_columns_are_hidden(visitor: TestClient) -> None:
    for asked in ("columns=kind,date", "columns=kind&columns=date"):
        page = visitor.get(f"{ALL}&{asked}").text
        assert texts(page, "//thead//th/a") == ["Paper", "Kind", "Date"]
        assert "columns=kind%2Cdate" in select(page, "//thead//a/@href")[0]


@pytest.mark.parametrize("asked", ["sort=price", "kind=novel", "has=money", "columns=price", "page=0", "page=x"])
def test_what_a_table_has_not_got_is_refused_in_words(visitor: TestClient, asked: str) -> None:
    answer = visitor.get(f"{ALL}&{asked}")
    assert answer.status_code == 400
    assert " is " in " ".join(texts(answer.text, "//main"))


def test_what_waits_to_be_read_is_told(visitor: TestClient) -> None:
    page = visitor.get(ALL).text
    assert "4 of 5 abstracts are read" in texts(page, "//p[@role='status']")[0]
    assert "not read yet" in texts(page, "//tr[@id='p5']/th")[0]


def test_nothing_found_and_nothing_left_are_told_apart(visitor: TestClient) -> None:
    assert texts(visitor.get("/table?q=cat:hep-ph").text, "//h2[@id='nothing']") == ["No paper found"]
    page = visitor.get(f"{ALL}&kind=theory").text
    assert texts(page, "//h2[@id='nothing']") == ["No row passes the filters"]
    assert select(page, "//section[@aria-labelledby='nothing']//a/@href")[-1] == "/table?q=looms+sort%3Anewest"


def test_without_a_search_the_page_asks_for_one(visitor: TestClient) -> None:
    page = visitor.get("/table").text
    assert select(page, "//main//input/@name") == ["q"]


def test_saved_papers_are_a_table(facts_site: TestSite, visitor: TestClient) -> None:
    assert "Nothing is saved yet." in visitor.get("/table?saved=1").text
    with facts_site.services.database.write() as connection:
        marks.put(connection, LOCAL, 2, "save", on=True, made=clock())
    assert titles(visitor.get("/table?saved=1").text) == [JACQUARD.title]
    assert titles(visitor.get("/table?saved=1&q=cards").text) == [JACQUARD.title]
    assert "/table?saved=1" in select(visitor.get("/saved").text, "//main//a/@href")


def test_an_edition_is_a_table(edition_site: TestSite) -> None:
    print_editions(edition_site.services.database, [an_edition()])
    visitor = edition_site.client()
    assert "/table?edition=2026-11-20" in select(visitor.get("/editions/2026-11-20").text, "//main//a/@href")
    assert titles(visitor.get("/table?edition=2026-11-20").text) == [one.title for one in PAPERS]
    assert titles(visitor.get("/table?edition=2026-11-20&q=spindles").text)[0] in {one.title for one in PAPERS[:9]}
    assert visitor.get("/table?edition=1999-01-01").status_code == 404


def test_lists_lead_to_their_table(visitor: TestClient) -> None:
    assert "/table?q=looms" in select(visitor.get("/search?q=looms").text, "//main//a/@href")
    assert "/table?q=cat%3Acs.CV+sort%3Anewest" in select(visitor.get("/categories/cs.CV").text, "//main//a/@href")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_files_have_their_type_and_name(visitor: TestClient, suffix: str) -> None:
    answer = visitor.get(f"/table.{suffix}?q=looms&sort=-date")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{SUFFIXES[suffix]}; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="broadsheet-table.{suffix}"'
    assert "Jacquard" in answer.text


def test_a_file_has_the_rows_of_the_page(visitor: TestClient) -> None:
    lines = list(csv.reader(io.StringIO(visitor.get("/table.csv?q=looms&kind=method&sort=paper").text)))
    assert [line[0] for line in lines[1:]] == [HEDDLE.id, JACQUARD.id]
    data = orjson.loads(visitor.get("/table.json?q=looms&columns=kind").content)
    assert data["columns"] == ["kind"]
    assert len(data["rows"]) == 5


def test_a_query_that_looks_like_markup_stays_text(visitor: TestClient) -> None:
    attack = quote('"><script>alert(1)</script> ](javascript:x) \\input{y} looms')
    page = visitor.get(f"/table?q={attack}").text
    assert not select(page, "//script[not(@src)]")
    assert "<script>" not in visitor.get(f"/table.md?q={attack}").text
    assert "\\input" not in visitor.get(f"/table.tex?q={attack}").text
