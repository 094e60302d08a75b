"""A word that no paper has, and what may have been meant by it."""

from dataclasses import replace

import pytest

from broadsheet.model.query import Guess, ResultPage
from broadsheet.search.library import Library
from broadsheet.store.database import Database
from search_cast import ATTENTION, BERT, CAST, GALAXIES, GPT3, LANDSCAPE, many, open_library, search, titles

WORDS_ONLY = {"semantic": False}


def meant(page: ResultPage) -> dict[str, str]:
    return {guess.typed: guess.meant[0] for guess in page.spelling.guesses}


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("attnetion", "attention"),  # two letters swapped
        ("atention", "attention"),  # one left out
        ("atttention", "attention"),  # one too many
        ("attentiom", "attention"),  # a key beside
        ("ATENTION", "attention"),
        ("attanton", "attention"),  # two slips in a word of eight letters
        ("landscpe", "landscape"),
        ("losslandscape", "loss landscape"),  # without the space
    ],
)
def test_slip_finds(library: Library, typed: str, word: str) -> None:
    page = search(library, typed, **WORDS_ONLY)
    assert meant(page) == {typed: word}
    assert page.hits[0].paper == (LANDSCAPE if "land" in word else ATTENTION)


@pytest.mark.parametrize(
    "text",
    [
        "attention",
        "vaswani",  # an author
        "xyzzyplugh",  # near to nothing
        "bart",  # short words are all near to one another
        "gpt33",  # a number is meant as it is
        "pretraining",  # in two pieces elsewhere
        "arxiv:1706.03769",
        "",
    ],
)
def test_what_is_no_slip_is_left_alone(library: Library, text: str) -> None:
    page = search(library, text)
    assert not page.spelling.guesses
    assert not page.spelling.suggestion


def test_words_that_papers_have_are_never_changed(database: Database) -> None:
    rare = replace(GPT3, key=10, id="arxiv:2101.00001", title="Mambas of the savanna", abstract="Snakes.")
    frequent = [replace(one, title="Mamba", abstract="State spaces.") for one in many(30)]
    library = open_library(database, rare, *frequent, embed=False)
    assert titles(search(library, "savanna"))[0] == "Mambas"
    assert not search(library, "savanna").spelling.guesses


def test_guess_scores_less_than_a_word_typed_right(database: Database) -> None:
    other = replace(GPT3, key=10, id="arxiv:2101.00001", title="Zebra", abstract="Stripes.")
    same = replace(GPT3, key=11, id="arxiv:2101.00002", title="Quark", abstract="Colours.")
    library = open_library(database, *CAST, other, same, embed=False)
    assert titles(search(library, "zebrra quark")) == ["Quark", "Zebra"]
    assert titles(search(library, "zebra quarkk")) == ["Zebra", "Quark"]


def test_query_is_embedded_as_it_was_meant(library: Library) -> None:
    slip, right = (search(library, text).hits[0].why.semantic_score for text in ("galxies", "galaxies"))
    assert slip == right


def test_suggestion_keeps_what_else_was_typed(library: Library) -> None:
    page = search(library, "cat:cs.LG Atention after:2017 sort:newest")
    assert page.spelling.suggestion == "cat:cs.LG Attention after:2017 sort:newest"


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("title:atention", "title:attention"),
        ('"loss landscpe"', '"loss landscape"'),
        ("author:Vaswanni", "author:Vaswani"),
        ('author:"Tom Goldstien"', 'author:"Tom Goldstein"'),
        ("bert OR galxies", "bert OR galaxies"),
    ],
)
def test_what_must_occur_is_not_guessed_but_suggested(library: Library, text: str, suggestion: str) -> None:
    page = search(library, text)
    assert not page.spelling.guesses
    assert page.spelling.suggestion == suggestion


def test_seldom_word_near_a_frequent_one_is_searched_for_as_it_is(database: Database) -> None:
    rare = replace(GPT3, key=10, id="arxiv:2101.00001", title="A tranformer", abstract="Misspelt.")
    library = open_library(database, rare, *[replace(one, title="Transformer") for one in many(1_100)], embed=False)
    page = search(library, "tranformer")
    assert titles(page) == ["A"]
    assert not page.spelling.guesses
    assert page.spelling.suggestion == "transformer"
    assert search(library, "A AND tranformer").spelling.suggestion == "A AND transformer"


def test_list_by_day_takes_the_guess_for_the_word(library: Library) -> None:
    assert titles(search(library, "atention sort:newest", **WORDS_ONLY)) == ["Attention"]


def test_guess_is_marked_in_the_results(library: Library) -> None:
    title = search(library, "galxies simulating").hits[0].title
    assert [fragment.text for fragment in title if fragment.marked] == ["simulating"]
    snippet = search(library, "galxies").hits[0].snippet
    assert [fragment.text for fragment in snippet if fragment.marked] == ["galaxies"]


def test_guess_alone_keeps_papers_without_it_out(library: Library) -> None:
    assert titles(search(library, "galxies cat:astro-ph", **WORDS_ONLY)) == ["Introducing"]
    assert titles(search(library, "galxies cat:cs", **WORDS_ONLY)) == []


def test_guess_of_several_words_that_are_near(database: Database) -> None:
    pair = [
        replace(GPT3, key=key, id=f"arxiv:2101.0000{key}", title=title, abstract="")
        for key, title in ((7, "Casting"), (8, "Costing"))
    ]
    library = open_library(database, *pair, embed=False)
    page = search(library, "cesting")
    assert page.spelling.guesses == (Guess("cesting", ("casting", "costing")),)
    assert page.total == 2


def test_every_paper_is_found_by_a_slip_in_its_title(library: Library) -> None:
    slips = {"atention you need": ATTENTION, "bidirectoinal transformers": BERT, "coevoluton dark": GALAXIES}
    assert {text: search(library, text).hits[0].paper for text in slips} == slips
