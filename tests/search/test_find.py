"""What is found, in which order, and why."""

import re
from dataclasses import replace
from datetime import date

import pytest

from broadsheet.model.paper import Paper
from broadsheet.model.query import AuthorIs, Query
from broadsheet.search.find import DEEPEST, find
from broadsheet.search.grammar import parse
from broadsheet.search.library import Library
from broadsheet.store import papers
from broadsheet.store.database import Database
from search_cast import ATTENTION, BERT, CAST, GALAXIES, GPT3, LANDSCAPE, many, open_library, search, titles, write

WORDS_ONLY = {"semantic": False}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("landscapes", ["Visualizing"]),  # stemmed
        ("TRANSFORMERS", ["BERT:", "Attention"]),  # in the title counts more
        ('"loss landscape"', ["Visualizing"]),
        ('"landscape loss"', []),
        ('"attention is all you need"', ["Attention"]),
        ("language -bert", ["Language"]),
        ("language NOT (bert OR gpt)", []),
        ("bert OR galaxies", ["BERT:", "Introducing"]),
        ("title:landscape", ["Visualizing"]),
        ("title:minimizers", []),
        ("abstract:minimizers", ["Visualizing"]),
        ("author:kaiser", ["Attention"]),
        ('author:"Aidan Gomez"', ["Attention"]),
        ('author:"Gomez, Aidan"', ["Attention"]),
        ('author:"Aidan Kaiser"', []),
        ('author:"Kaiser Aidan"', []),  # the last name of one author and the first of the next
        ("cat:cs.LG", ["Visualizing", "Attention"]),
        ("cat:cs", ["Language", "BERT:", "Visualizing", "Attention"]),
        ("cat:CS.lg", ["Visualizing", "Attention"]),
        ("cat:c", []),
        ("source:crossref", ["Introducing"]),
        ("has:code", ["Attention"]),
        ("cat:astro-ph has:pdf", []),
        ("id:N19-1423", ["BERT:"]),
        ("after:2018-10-11", ["Language", "BERT:"]),
        ("before:2017-06-12", ["Introducing"]),
        ("before:2017-06-13 after:2017", ["Attention"]),
        ("year:2017", ["Visualizing", "Attention"]),
        ("year:..2016", ["Introducing"]),
        ("sort:oldest", ["Introducing", "Attention", "Visualizing", "BERT:", "Language"]),
        ("", ["Language", "BERT:", "Visualizing", "Attention", "Introducing"]),
        ("-cat:cs", ["Introducing"]),
        ("xyzzy", []),
    ],
)
def test_found_by_word(library: Library, query: str, expected: list[str]) -> None:
    assert titles(search(library, query, **WORDS_ONLY)) == expected


def test_stop_words_count_where_there_is_nothing_else(library: Library) -> None:
    assert search(library, "of", **WORDS_ONLY).total == 3
    assert search(library, "of bert", **WORDS_ONLY).total == 1


def test_abstract_is_told_from_the_title(database: Database) -> None:
    theory = replace(GPT3, key=10, id="arxiv:2101.00001", title="Theory of gravity", abstract="Theories of stars.")
    library = open_library(database, theory, embed=False)
    found = [word for word in ("theory", "gravity", "stars") if search(library, f"abstract:{word}").total]
    assert found == ["theory", "stars"]
    assert search(library, 'abstract:"theory of stars"').total == 1
    assert search(library, 'abstract:"theory of gravity"').total == 0


@pytest.mark.parametrize("query", ["GPT-3", "GPT3", "gpt 3", "few-shot", "fewshot", "pretraining"])
def test_names_are_found_however_they_are_joined(library: Library, query: str) -> None:
    expected = BERT if query == "pretraining" else GPT3
    assert search(library, query, **WORDS_ONLY).hits[0].paper == expected


def test_signed_names_are_told_apart(database: Database) -> None:
    plain = replace(GPT3, key=10, id="arxiv:2101.00001", title="C and other languages", abstract="")
    signed = replace(GPT3, key=11, id="arxiv:2101.00002", title="C++ and other languages", abstract="")
    library = open_library(database, plain, signed, embed=False)
    assert search(library, "C++").hits[0].paper == signed


@pytest.mark.parametrize("query", ["naive", "naïve", "NAÏVE"])
def test_accents_do_not_matter(database: Database, query: str) -> None:
    library = open_library(database, replace(GPT3, title="A naïve Bayes"), embed=False)
    assert search(library, query).total == 1


def test_author_by_exact_name(library: Library) -> None:
    found = find(library, Query(constraints=(AuthorIs("lukasz-kaiser"),)))
    assert titles(found) == ["Attention"]
    assert find(library, Query(constraints=(AuthorIs("kaiser"),))).hits == ()


def test_meaning_finds_what_no_word_does(library: Library) -> None:
    page = search(library, "astronomy")
    assert page.hits[0].paper == GALAXIES
    assert page.semantic
    assert page.total == 0
    assert page.hits[0].why.lexical_rank is None
    assert page.hits[0].why.semantic_rank == 1


def test_constraints_hold_for_meaning_too(library: Library) -> None:
    assert GALAXIES not in [hit.paper for hit in search(library, "astronomy cat:cs").hits]
    assert search(library, "astronomy cat:astro-ph").hits[0].paper == GALAXIES


def test_own_title_comes_first(library: Library) -> None:
    for paper in CAST:
        assert search(library, paper.title).hits[0].paper == paper
        assert search(library, f"{paper.title} source:{paper.sources[0]}").hits[0].paper == paper


def test_why_gives_ranks_words_and_the_sum(library: Library) -> None:
    why = search(library, "loss landscape author:goldstein", explain=True).hits[0].why
    assert (why.lexical_rank, why.semantic_rank) == (1, 1)
    assert why.matched == {"title": ("loss", "landscape"), "abstract": ("loss", "landscape"), "author": ("goldstein",)}
    words, possible, cosine = (float(number) for number in re.findall(r"\d+\.\d\d+", why.formula))
    assert why.formula == f"0.6 · {words:.2f} / {possible:.2f} + 0.4 · {cosine:.3f}"
    assert why.score == pytest.approx(0.6 * words / possible + 0.4 * cosine, abs=0.001)


def test_what_words_count_does_not_hang_on_the_other_papers_found(library: Library) -> None:
    def share(text: str) -> str:
        return search(library, text, explain=True).hits[0].why.formula

    assert share("loss landscape author:goldstein") == share("loss landscape author:goldstein -banana")
    assert "/ 0.00" not in share("title:landscape")


def test_words_that_no_paper_has_leave_the_others_their_weight(library: Library) -> None:
    known, strange = search(library, '"loss landscape"'), search(library, '"loss landscape" qqqxyzq')
    assert strange.hits[0].why.score == pytest.approx(known.hits[0].why.score, abs=0.1)


@pytest.mark.parametrize(
    ("text", "expected"), [("1706.03762", ATTENTION), ("acl:N19-1423", BERT), ("10.1093/mnras/stu1536", GALAXIES)]
)
def test_identifier_gives_the_paper(database: Database, text: str, expected: Paper) -> None:
    library = open_library(database)
    with database.write() as connection:
        papers.write(connection, CAST, {paper.key: [paper.id, f"acl:{paper.acl_id}"] for paper in CAST})
    page = search(library, text)
    assert [hit.paper for hit in page.hits] == [expected]
    assert (page.total, page.pages) == (1, 1)


def test_earlier_id_finds_the_paper(database: Database) -> None:
    library = open_library(database)
    with database.write() as connection:
        papers.write(connection, [BERT], {BERT.key: [BERT.id, "doi:10.1234/old"]})
    library = open_library(database, LANDSCAPE)
    assert titles(search(library, "id:10.1234/old OR xyzzy")) == ["BERT:"]
    assert titles(search(library, "source:acl OR xyzzy")) == ["BERT:"]
    assert titles(search(library, "-id:10.1234/old")) == ["Visualizing"]


def test_unknown_identifier_is_searched_for(library: Library) -> None:
    page = search(library, "2401.99999")
    assert page.query.lookup == "arxiv:2401.99999"
    assert page.total == 0


def test_sorted_by_day_takes_papers_with_every_word_and_the_nearest(database: Database) -> None:
    library = open_library(database, *CAST)
    assert titles(search(library, "language model sort:newest", **WORDS_ONLY)) == ["Language"]
    assert titles(search(library, "astronomy sort:oldest", **WORDS_ONLY)) == []
    assert titles(search(library, "astronomy sort:oldest")) == ["Introducing"]
    assert titles(search(library, "bert OR gpt sort:oldest", **WORDS_ONLY)) == ["BERT:", "Language"]


@pytest.mark.parametrize("query", ["landscape", "landscape sort:newest", "cat:cs", "landscape sort:oldest"])
def test_pages_hold_each_paper_once(database: Database, query: str) -> None:
    library = open_library(database, *many(330))
    first = search(library, query, size=50)
    keys = [
        hit.paper.key for page in range(1, first.pages + 1) for hit in search(library, query, page=page, size=50).hits
    ]
    assert len(keys) == len(set(keys)) == first.total == 330


def test_order_by_day_is_by_day_then_arrival(database: Database) -> None:
    library = open_library(database, *many(60))
    found = [(hit.paper.day, hit.paper.key) for hit in search(library, "cat:cs", size=60).hits]
    assert found == sorted(found, reverse=True)


def test_page_out_of_range_is_empty(library: Library) -> None:
    for page in (2, 1_000, 10**9):
        found = search(library, "landscape", page=page)
        assert found.hits == ()
        assert found.pages == 1
    assert search(library, "cat:cs", page=10**9).hits == ()
    assert search(library, "landscape", page=-1, size=0).page == 1


def test_pages_are_bounded(database: Database) -> None:
    library = open_library(database, *many(DEEPEST + 50), embed=False)
    page = search(library, "landscape", page=20, size=100)
    assert (page.total, page.pages, len(page.hits)) == (DEEPEST + 50, 20, 100)
    assert search(library, "landscape", page=21, size=100).hits == ()
    assert search(library, "cat:cs", page=21, size=100).hits == ()


def test_facets_count_all_results(library: Library) -> None:
    facets = search(library, "cat:cs", facets=True).facets
    assert {one.value: one.count for one in facets["category"]} == {"cs.CL": 3, "cs.LG": 2, "stat.ML": 1}
    assert {one.value: one.count for one in facets["year"]} == {"2017": 2, "2018": 1, "2020": 1}
    assert {one.value: one.count for one in facets["source"]} == {"arxiv": 4, "acl": 1}
    assert {one.value: one.count for one in facets["has"]} == {"pdf": 4, "code": 1}
    assert search(library, "cat:cs").facets == {}


def test_paper_that_is_gone_from_the_catalog_is_passed_over(database: Database) -> None:
    library = open_library(database, *CAST)
    with database.write() as connection:
        papers.merge_into(connection, BERT.key, GPT3.key)
    assert "BERT:" not in titles(search(library, "bert language"))


def test_without_vectors_words_still_find(database: Database) -> None:
    library = open_library(database, *CAST, embed=False)
    page = search(library, "landscape")
    assert titles(page) == ["Visualizing"]
    assert not page.semantic


def test_without_an_index_nothing_is_found_and_nothing_fails(database: Database) -> None:
    library = open_library(database)
    assert search(library, "landscape cat:cs", facets=True).hits == ()
    assert search(library, "").total == 0


def test_pasted_abstract_finds_its_paper(library: Library) -> None:
    filler = "And then some words that no paper of this small library has, so as to be long enough."
    text = f"{GALAXIES.abstract} {filler} {GALAXIES.abstract}"
    assert parse(text).by_text
    assert search(library, text).hits[0].paper == GALAXIES
    assert search(library, text, **WORDS_ONLY).hits[0].paper == GALAXIES


def test_day_of_a_list_is_the_day_it_is_listed_under(database: Database) -> None:
    library = open_library(database, replace(GPT3, day=date(2020, 6, 1)), embed=False)
    assert search(library, "after:2020-06-01").total == 1
    assert search(library, "before:2020-06-01").total == 0
    write(database, GPT3)


@pytest.mark.parametrize(
    "text", ["(" * 5_000, "-" * 9_000, '"', "a OR", "\0", "cat:\0", "author:\0", '"' + "the " * 300 + '"']
)
def test_any_query_is_answered(library: Library, text: str) -> None:
    search(library, text, facets=True, explain=True)
    search(library, text + " sort:newest landscape")


def test_list_by_day_has_no_sum(library: Library) -> None:
    page = search(library, "galaxies sort:newest", explain=True)
    assert page.hits
    assert {(hit.why.score, hit.why.formula) for hit in page.hits} == {(0.0, "")}


def test_word_too_long_to_be_in_a_paper_has_no_facets(library: Library) -> None:
    page = search(library, "x" * 200, facets=True)
    assert (page.total, {name for name, values in page.facets.items() if values}) == (0, set())
