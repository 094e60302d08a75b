"""List pages of a paper site saved as HTML."""

import html
import json
from datetime import date

import orjson
import pytest
from files_samples import examples, read, record, records, refusals

from broadsheet.model.paper import Link

ABSTRACT = "We train a generator against a critic that estimates the distance between data and samples."
CARD = """
<article class="relative flex flex-col">
  <a href="/papers/{id}" class="cover"><img alt="" src="/thumb/{id}.png"></a>
  <div><div><svg><path d="M0"/></svg><div>{votes}</div></div>
    <h3 class="mb-1"><a href="/papers/{id}" class="line-clamp-3">{title}</a></h3>
    <ul><li title="Carol"><img></li><li title="Bob"><img></li><li>5 authors</li></ul>
    <a href="/papers/{id}#community">3</a>
  </div>
</article>"""


def page(*cards: str, title: str = "Daily Papers - Hugging Face") -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body><main>{''.join(cards)}</main></body></html>"


def card(arxiv_id: str = "2402.17457", title: str = "Why do Learning Rates Transfer?", votes: int = 12) -> str:
    return CARD.format(id=arxiv_id, title=title, votes=votes)


def test_a_list_of_cards() -> None:
    found = records(page(card(), card("1701.07875", "Wasserstein&nbsp;GAN")))
    assert [(paper.source, paper.source_id, paper.title) for paper in found] == [
        ("huggingface", "2402.17457", "Why do Learning Rates Transfer?"),
        ("huggingface", "1701.07875", "Wasserstein GAN"),
    ]


def test_authors_shown_in_part_are_left_out() -> None:
    assert record(page(card())).authors == ()


def test_the_abstract_the_day_and_the_code_of_a_trending_card() -> None:
    text = f"""<article><h3><a href="https://huggingface.co/papers/1701.07875">Wasserstein GAN</a></h3>
      <p>{ABSTRACT}</p><span>Published on Jan 26, 2017</span>
      <a href="https://github.com/martinarjovsky/WassersteinGAN">GitHub 3.1k</a>
      <a href="https://arxiv.org/abs/1701.07875">arXiv Page</a></article>"""
    paper = record(page(text))
    assert (paper.abstract, paper.published) == (ABSTRACT, date(2017, 1, 26))
    assert paper.links == (Link("code", "https://github.com/martinarjovsky/WassersteinGAN", "huggingface"),)


def test_a_search_page_without_articles() -> None:
    rows = "".join(
        f"<div><a href='{address}'><h4>Paper {n}</h4></a><p>{ABSTRACT}</p></div>"
        for n, address in enumerate(
            ["/papers/2402.17457", "https://arxiv.org/abs/hep-th/9901001", "/papers/1701.07875v2"]
        )
    )
    found = records(page(rows))
    assert [(paper.arxiv_id, paper.version) for paper in found] == [
        ("2402.17457", None),
        ("hep-th/9901001", None),
        ("1701.07875", 2),
    ]
    assert {paper.abstract for paper in found} == {ABSTRACT}


@pytest.mark.parametrize(
    "address", ["/papers", "/papers/trending", "/datasets/2402.17457", "//evil/papers/2402.17457x", ""]
)
def test_other_links_are_no_papers(address: str) -> None:
    (refusal,) = refusals(page(f"<h3><a href='{address}'>Not a paper</a></h3>"))
    assert "no list of papers" in refusal.reason


def test_links_that_are_no_headings_are_no_entries() -> None:
    assert len(records(page(card(), "<p>See <a href='/papers/1701.07875'>this one</a></p>"))) == 1


def test_a_paper_listed_twice_is_read_once() -> None:
    assert len(records(page(card(), card()))) == 1


def test_a_page_that_carries_its_list_as_data() -> None:
    listing = orjson.loads(examples()["huggingface"])
    data = html.escape(json.dumps({"dailyPapers": listing, "date": "2017-01-27"}), quote=True)
    found = read(page(f'<div class="SVELTE_HYDRATER" data-target="DailyPapers" data-props="{data}"></div>', card()))
    assert [item.format for item in found] == ["huggingface"]  # type: ignore[union-attr]


def test_an_error_page_is_refused_with_its_title() -> None:
    (refusal,) = refusals("<html><head><title>503 Service\n Unavailable</title></head><body><h1>503</h1></body></html>")
    assert (refusal.position, refusal.unit) == (0, "byte")
    assert refusal.reason == "this is an HTML page with no list of papers (title: '503 Service Unavailable')"


@pytest.mark.parametrize("text", ["<html>", "<!DOCTYPE html>", "<html><body><h3><a href='/papers/", "<head></head>"])
def test_pages_with_nothing_in_them(text: str) -> None:
    (refusal,) = refusals(text)
    assert "HTML page" in refusal.reason


def test_a_page_over_the_limit_is_refused() -> None:
    (refusal,) = refusals(b"<html><p>" + b"x" * (17 << 20))
    assert refusal.reason == "the HTML page is longer than 16 MiB"


def test_an_older_page_in_windows_1252() -> None:
    assert record(page(card(title="Schrödinger’s GAN")).encode("cp1252")).title == "Schrödinger’s GAN"
