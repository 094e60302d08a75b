"""The page of a paper, its citations, its one address."""

import json
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from broadsheet.app import build_app
from broadsheet.search.library import Library
from site_fixtures import TestSite, select, texts

ATTENTION = "/papers/arxiv:1706.03762"
BERT = "/papers/acl:N19-1423"
BIBTEX, RIS, CSL = (
    "application/x-bibtex",
    "application/x-research-info-systems",
    "application/vnd.citationstyles.csl+json",
)


def meta(page: str, name: str) -> list[str]:
    """The contents of all meta elements of a name."""
    return [str(value) for value in select(page, f"//meta[@name='{name}' or @property='{name}']/@content")]


def test_what_is_known_stands_on_the_page(reader: TestClient) -> None:
    page = reader.get(ATTENTION).text
    assert texts(page, "//h1") == ["Attention Is All You Need"]
    assert texts(page, "//p[@class='authors']/a")[:2] == ["Ashish Vaswani", "Noam Shazeer"]
    assert "based solely on attention mechanisms" in texts(page, "//section[h2[@id='abstract']]/p")[0]
    facts = " ".join(texts(page, "//section[@class='facts']"))
    for known in ("arxiv:1706.03762", "cs.CL", "15 pages, 5 figures", "v1 12 Jun 2017", "v2 19 Jun 2017"):
        assert known in facts


def test_links_elsewhere_say_where_they_come_from(reader: TestClient) -> None:
    page = reader.get(ATTENTION).text
    tree = page
    assert select(tree, "//ul[@class='outlinks']//a/@href") == [
        "https://arxiv.org/pdf/1706.03762",
        "https://arxiv.org/abs/1706.03762",
        "https://github.com/tensorflow/tensor2tensor",
    ]
    assert "Code: github.com read in the text" in texts(page, "//section[@class='facts']//li")


def test_a_paper_in_three_registries_is_linked_in_each(reader: TestClient) -> None:
    page = reader.get(BERT, follow_redirects=True).text
    assert texts(page, "//ul[@class='outlinks']//a") == ["PDF", "arXiv", "DOI", "ACL Anthology"]


def test_sources_show_no_folder_of_the_machine(reader: TestClient) -> None:
    page = reader.get(ATTENTION).text
    assert "cast.jsonl" in page
    assert "/home/alice" not in page


def test_authors_lead_to_their_pages(reader: TestClient) -> None:
    addresses = select(reader.get(ATTENTION).text, "//p[@class='authors']/a/@href")
    assert addresses[0] == "/authors/ashish-vaswani"
    assert all(reader.get(address).status_code == 200 for address in addresses)


def test_five_thousand_authors_are_folded_away(reader: TestClient) -> None:
    page = reader.get("/papers/arxiv:1503.07589").text
    assert len(texts(page, "//header/p[@class='authors']/a")) == 30
    assert texts(page, "//details[@class='further']/summary") == ["4,970 more authors"]
    assert len(texts(page, "//details[@class='further']//a")) == 4_970


def test_mathematics_is_set(reader: TestClient) -> None:
    page = reader.get("/papers/arxiv:1503.07589").text
    assert "<math" in page
    tree = page
    assert select(tree, "//h1//math")
    assert "$" not in select(tree, "string(//title)")[0]


def test_a_summary_is_not_called_an_abstract(reader: TestClient) -> None:
    front = reader.get("/").text
    page = reader.get(str(select(front, "//article//h2/a/@href")[0])).text
    assert texts(page, "//h2[@id='summary']") == ["Summary"]
    assert not texts(page, "//h2[@id='abstract']")


def test_a_paper_without_text_says_so(reader: TestClient) -> None:
    assert "No source gave an abstract" in reader.get("/papers/doi:10.1016/s0140-6736(20)30183-5").text


def test_similar_papers_are_told_with_their_likeness(reader: TestClient) -> None:
    page = reader.get(BERT, follow_redirects=True).text
    found = texts(page, "//section[@class='similar']//h3")
    assert "Attention Is All You Need" in found[:3]
    assert not any(title.startswith("BERT") for title in found)
    assert (
        0
        < float(texts(page, "//section[@class='similar']//article/p/span[not(@class)]")[-1].removeprefix("cosine "))
        < 1
    )


def test_without_vectors_similar_papers_share_words(site: TestSite) -> None:
    library = replace(site.services.library, embedder=None)
    assert isinstance(library, Library)
    reader = replace(site, app=build_app(replace(site.services, library=library))).client()
    assert reader.get(ATTENTION).status_code == 200


@pytest.mark.parametrize(
    "spelling",
    [
        "/papers/1706.03762",
        "/papers/arxiv:1706.03762v5",
        "/papers/arXiv:1706.03762",
        "/papers/https://arxiv.org/abs/1706.03762",
        "/papers/doi:10.48550/arXiv.1706.03762",
    ],
)
def test_other_spellings_lead_to_the_one_address(reader: TestClient, spelling: str) -> None:
    answer = reader.get(spelling)
    assert (answer.status_code, answer.headers["location"]) == (301, ATTENTION)


def test_other_ids_lead_to_the_one_address(reader: TestClient) -> None:
    homes = {
        reader.get(f"/papers/{one}", follow_redirects=True).url.path
        for one in ("acl:N19-1423", "1810.04805", "doi:10.18653/V1/N19-1423")
    }
    assert len(homes) == 1
    answer = reader.get("/papers/DOI:10.1162/NECO.1997.9.8.1735?from=mail")
    assert answer.headers["location"] == "/papers/doi:10.1162/neco.1997.9.8.1735?from=mail"


def test_an_unknown_id_leads_to_where_the_paper_may_be(reader: TestClient) -> None:
    answer = reader.get("/papers/2406.99999v2")
    assert answer.status_code == 404
    assert "https://arxiv.org/abs/2406.99999" in select(answer.text, "//main//a/@href")
    assert "https://doi.org/10.5555/none" in select(reader.get("/papers/doi:10.5555/NONE").text, "//main//a/@href")
    assert "https://aclanthology.org/P99-9999" in select(reader.get("/papers/acl:P99-9999").text, "//main//a/@href")


def test_what_is_no_id_offers_a_search(reader: TestClient) -> None:
    answer = reader.get("/papers/attention")
    assert answer.status_code == 404
    assert "/search?q=attention" in select(answer.text, "//main//a/@href")


def test_text_runs_in_the_direction_of_its_script(reader: TestClient) -> None:
    page = reader.get(ATTENTION).text
    assert select(page, "//h1/@dir") == select(page, "//section[h2[@id='abstract']]/p/@dir") == ["auto"]


def test_machines_are_told_title_authors_and_pdf(reader: TestClient) -> None:
    page = reader.get(ATTENTION).text
    assert meta(page, "citation_title") == ["Attention Is All You Need"]
    assert len(meta(page, "citation_author")) == 8
    assert meta(page, "citation_arxiv_id") == ["1706.03762"]
    assert meta(page, "citation_pdf_url") == ["https://arxiv.org/pdf/1706.03762"]
    assert meta(page, "og:title") == ["Attention Is All You Need · Broadsheet"]
    assert meta(page, "og:type") == ["article"]
    assert select(page, "//link[@rel='canonical']/@href") == ["http://localhost:8300" + ATTENTION]


def test_lists_carry_citations_for_zotero(reader: TestClient) -> None:
    spans = select(reader.get("/search?q=attention").text, "//span[@class='Z3988']/@title")
    assert any("rft.title=Attention" in span or "rft.atitle=Attention" in span for span in spans)


@pytest.mark.parametrize(
    ("suffix", "media_type", "begin"), [(".bib", BIBTEX, "@"), (".ris", RIS, "TY  - "), (".csl.json", CSL, "[")]
)
def test_citations_can_be_downloaded(reader: TestClient, suffix: str, media_type: str, begin: str) -> None:
    answer = reader.get(ATTENTION + suffix)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="arxiv-1706.03762{suffix}"'
    assert answer.text.lstrip().startswith(begin)
    assert "Attention" in answer.text


@pytest.mark.parametrize(
    "accept", [BIBTEX, f"text/html;q=0.5, {BIBTEX}", f"{BIBTEX}, */*;q=0.1", f"{RIS};q=0.3, {BIBTEX};q=0.8"]
)
def test_programs_get_the_format_that_they_accept(reader: TestClient, accept: str) -> None:
    answer = reader.get(ATTENTION, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(BIBTEX)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    "accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "", "image/png", f"{BIBTEX};q=0", "a" * 9_000]
)
def test_browsers_get_the_page(reader: TestClient, accept: str) -> None:
    answer = reader.get(ATTENTION, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith("text/html")


def test_one_paper_is_one_item_of_csl(reader: TestClient) -> None:
    answer = reader.get(ATTENTION, headers={"Accept": CSL})
    assert json.loads(answer.text)["title"] == "Attention Is All You Need"


def test_a_citation_at_another_spelling_moves_with_its_ending(reader: TestClient) -> None:
    assert reader.get("/papers/1706.03762.bib").headers["location"] == ATTENTION + ".bib"


def test_citations_on_the_page_are_those_for_download(reader: TestClient) -> None:
    tree = reader.get(ATTENTION).text
    for name, suffix in (("bibtex", ".bib"), ("ris", ".ris"), ("csl", ".csl.json")):
        shown = select(tree, f"string(//pre[@id='cite-{name}'])")[0]
        assert shown.split() == reader.get(ATTENTION + suffix).text.split()
