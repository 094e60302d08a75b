"""What a query names comes first: an author, a title, wherever it stands."""

from dataclasses import replace
from datetime import date

import pytest

from broadsheet.model.paper import Author, Paper
from broadsheet.search.library import Library
from broadsheet.store.database import Database
from search_cast import ATTENTION, BERT, CAST, GALAXIES, LANDSCAPE, open_library, search, titles


def paper(key: int, title: str, *authors: str, abstract: str = "") -> Paper:
    names = tuple(Author(name) for name in authors)
    day = date(2021, 1, key % 28 + 1)
    return replace(LANDSCAPE, key=key, id=f"bs:{key:012x}", title=title, abstract=abstract, authors=names, day=day)


NEWER = paper(21, "Sparse routing", "Łukasz Kaiser", "Ana Ruiz")
MENTION = paper(22, "On the work of Kaiser", "Ben Ito", abstract="Łukasz Kaiser and others.")


@pytest.fixture
def authors(database: Database) -> Library:
    return open_library(database, *CAST, NEWER, MENTION)


@pytest.mark.parametrize(
    "typed",
    [
        "Łukasz Kaiser",
        "lukasz kaiser",
        "kaiser lukasz",
        "Kaiser, Lukasz",
        "L. Kaiser",
        "Kaiser, Ł.",
        "Kaiser L",
        "Kaiser",
    ],
)
def test_papers_by_an_author_come_before_those_that_mention_the_name_newest_first(authors: Library, typed: str) -> None:
    page = search(authors, typed, explain=True)
    assert [hit.paper for hit in page.hits[:3]] == [NEWER, ATTENTION, MENTION]
    assert page.hits[1].why.formula.endswith("Kaiser, newest first")
    assert page.total >= 2


def test_middle_initial_may_be_there_or_not(authors: Library) -> None:
    for typed in ("Aidan Gomez", "Aidan N. Gomez", "A. N. Gomez"):
        assert "Gomez" in search(authors, typed, explain=True).hits[0].why.formula


COMPOUND = [
    ("Ana Lopez-Paz", ["Lopez-Paz", "López-Paz, A.", "A. Lopez-Paz", "ana lopez paz", "Lopez-Paz Ana", "Lopez Paz"]),
    ("Kim O'Brien", ["O'Brien", "o’brien", "K. O'Brien", "Kim O'Brien", "O'Brien K"]),
    ("Bo van den Oord", ["van den Oord", "Bo van den Oord", "B. van den Oord", "van den Oord, Bo"]),
    ("Li Fei-Fei", ["Fei-Fei Li", "Li Fei-Fei"]),
]


@pytest.mark.parametrize(("name", "typed"), [(name, typed) for name, forms in COMPOUND for typed in forms])
def test_name_of_several_words_is_found(database: Database, name: str, typed: str) -> None:
    # Newer papers by others, whose names are near.
    others = [paper(26 + turn, f"Routing {turn}", other) for turn, other in enumerate(["Ara Paz", "Lin Fei"])]
    theirs = paper(21, "Sparse routing", name)
    library = open_library(database, *CAST, theirs, *others, embed=False)
    hit = search(library, typed, explain=True).hits[0]
    assert hit.paper == theirs
    assert name in hit.why.formula


def test_author_of_one_paper_is_not_hidden_by_newer_papers_of_a_longer_name(database: Database) -> None:
    longer = paper(27, "Dense routing", "Xiao-Wei Wang")
    library = open_library(database, *CAST, paper(21, "Sparse routing", "Wei Wang"), longer, embed=False)
    assert titles(search(library, "Wei Wang"))[0] == "Sparse"


def test_conditions_beside_a_name_hold(authors: Library) -> None:
    assert titles(search(authors, "Kaiser year:2017 cat:cs.CL", semantic=False)) == ["Attention"]


def test_author_is_listed_by_day_too(authors: Library) -> None:
    assert titles(search(authors, "Łukasz Kaiser sort:oldest", semantic=False)) == ["Attention", "Sparse", "On"]


def test_name_that_more_papers_write_than_have_as_author_is_a_concept(database: Database) -> None:
    flows = [paper(30 + turn, f"Ricci flow {turn}", "Cleo Abe", abstract="The Ricci flow.") for turn in range(3)]
    library = open_library(database, *CAST, *flows, paper(40, "Sea urchins", "Flow Ricci"), embed=False)
    for typed in ("Ricci", "Ricci flow"):
        assert titles(search(library, typed))[0] == "Ricci"


def test_author_named_beside_a_subject_counts(database: Database) -> None:
    routing = [paper(50 + turn, f"Sparse routing {turn}", "Ben Ito") for turn in range(4)]
    library = open_library(database, *CAST, NEWER, *routing, embed=False)
    assert search(library, "kaiser sparse routing").hits[0].paper == NEWER


@pytest.mark.parametrize("typed", ["zq17b galaxies", "Ruiz galaxies"])
def test_word_that_no_text_has_alone_counts_as_a_name(database: Database, typed: str) -> None:
    compound = paper(23, "Sparse networks", "Ana Ruiz", abstract="We train ZQ-17B.")
    library = open_library(database, *CAST, compound, embed=False)
    hits = {hit.paper: hit.why for hit in search(library, typed, explain=True).hits}
    assert 0.05 < hits[compound].score < 0.59
    assert 0.1 < hits[GALAXIES].score < 0.59


REFERENCES = [
    "A. Vaswani et al., Attention is all you need, NeurIPS 2017",
    "[7] A. Vaswani, Ł. Kaiser and A. Gomez. “Attention Is All You Need,” in Advances, 2017, pp. 1–11.",
    "Vaswani, A., Kaiser, L. (2017): Attention is all you need. arXiv preprint arXiv:1706.99999.",
    "@inproceedings{v17, title={Attention is All you Need}, author={Vaswani, Ashish and Kaiser, Lukasz}, year={2017}}",
    "Attention Is All You Need\nAshish Vaswani, Łukasz Kaiser",
    "Attention Is All You Need Ashish Vaswani Łukasz Kaiser",
]


@pytest.mark.parametrize("typed", REFERENCES)
def test_reference_finds_its_paper(database: Database, typed: str) -> None:
    rival = paper(60, "All you need is attention in NeurIPS 2017 proceedings of Vaswani", "Ben Ito")
    library = open_library(database, *CAST, rival)
    assert search(library, typed).hits[0].paper == ATTENTION


def test_title_within_a_text_by_others_is_no_reference(database: Database) -> None:
    short = paper(61, "Language models", "Ben Ito", abstract="Galaxies.")
    library = open_library(database, *CAST, short, embed=False)
    page = search(library, "language models, few-shot learners", explain=True)
    assert "for its title" not in "".join(hit.why.formula for hit in page.hits if hit.paper == short)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("simulating the coevolution of dark and visible matter", GALAXIES),  # after the colon
        ("Introducing the Illustris Project", GALAXIES),  # before it
        ("deep bidirectional transformers for language", BERT),
        ("BERT: PRE-TRAINING OF DEEP BIDIRECTIONAL TRANSFORMERS FOR LANGUAGE UNDERSTANDING.", BERT),
        ('"Visualizing the Loss Landscape of Neural Nets"', LANDSCAPE),
    ],
)
def test_part_of_a_title_finds_its_paper(library: Library, typed: str, found: Paper) -> None:
    hit = search(library, typed, explain=True).hits[0]
    assert hit.paper == found
    assert "for its title" in hit.why.formula


def test_words_that_many_titles_have_in_a_row_name_no_paper(database: Database) -> None:
    every = [paper(70 + turn, f"Networks of deep graphs {turn}") for turn in range(5)]
    page = search(open_library(database, *every, embed=False), "networks of deep graphs", explain=True)
    assert not any("for its title" in hit.why.formula for hit in page.hits)
