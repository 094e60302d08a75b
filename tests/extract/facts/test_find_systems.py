"""Names that papers give to what they propose."""

import pytest

from broadsheet.extract.facts.read import read
from broadsheet.model.facts import Fact


def systems(title: str, abstract: str) -> dict[str, Fact]:
    return {fact.text: fact for fact in read(title, abstract).of("system")}


PROPOSING = (
    "We propose {name}, a new framework that sorts letters by weight. Experiments show that {name} outperforms PostNet."
)


@pytest.mark.parametrize(
    "name", ["QuillSort", "Inkwell-XL", "QS4", "Quill++", "QUIRE-3D", "τQuill", "ScaledQuill(λ)", "Quill$^2$-SSC"]
)
def test_a_name_before_the_colon_of_the_title_is_the_papers_own(name: str) -> None:
    found = systems(f"{name}: Sorting Letters by Weight", PROPOSING.format(name=name))
    assert list(found) == [name]


def test_a_name_is_shown_where_it_stands() -> None:
    title, abstract = "QuillSort: Sorting Letters", PROPOSING.format(name="QuillSort")
    fact = systems(title, abstract)["QuillSort"]
    assert (fact.where, title[fact.start : fact.end]) == ("title", "QuillSort")


def test_a_name_that_only_the_abstract_tells_is_found_there() -> None:
    abstract = PROPOSING.format(name="QuillSort")
    fact = systems("Sorting Letters by Their Weight", abstract)["QuillSort"]
    assert abstract[fact.start : fact.end] == "QuillSort"


def test_what_is_outperformed_is_no_name_of_the_papers_own() -> None:
    assert "PostNet" not in systems("QuillSort: Sorting Letters", PROPOSING.format(name="QuillSort"))


def test_well_known_names_are_not_the_papers_own() -> None:
    abstract = "We study how BERT and GPT-4 sort letters. GPT-4 sorts more of them than BERT does on ImageNet."
    assert systems("How do language models sort letters?", abstract) == {}


def test_a_long_form_before_the_bracket_belongs_to_the_name() -> None:
    abstract = (
        "In this paper, we propose Weighted Quill Sorting (WQS), a method to sort letters. WQS is faster than others."
    )
    assert systems("Sorting Letters", abstract)["WQS"].long_form == "Weighted Quill Sorting"


def test_a_long_form_behind_the_colon_ends_before_its_purpose() -> None:
    abstract = PROPOSING.format(name="WQS")
    assert systems("WQS: Weighted Quill Sorting for Letters", abstract)["WQS"].long_form == "Weighted Quill Sorting"


def test_a_plural_acronym_keeps_its_plural() -> None:
    abstract = "We introduce Folded Letter Networks (FLNs), a class of models for letters. FLNs outperform all others."
    assert systems("Folded Letter Networks: Models of Letters", abstract)["FLNs"].long_form == "Folded Letter Networks"


def test_a_title_in_capitals_does_not_tell_how_a_name_is_written() -> None:
    assert "QuillSort" in systems("QUILLSORT: SORTING LETTERS", PROPOSING.format(name="QuillSort"))


def test_a_name_and_its_adjectives_are_one() -> None:
    abstract = PROPOSING.format(name="QuillSort") + " The QuillSort-based pipeline is QuillSort's best use."
    assert list(systems("QuillSort: Sorting Letters", abstract)) == ["QuillSort"]


def test_names_are_as_sure_as_their_surroundings() -> None:
    found = systems("QuillSort: Sorting Letters", PROPOSING.format(name="QuillSort"))
    assert 0.9 < found["QuillSort"].confidence <= 1


@pytest.mark.parametrize("abstract", ["", "$x^2 + y^2 = z^2$", "Мы предлагаем метод сортировки писем.", "<b>(((</b>"])
def test_texts_that_name_nothing_have_no_systems(abstract: str) -> None:
    assert systems("", abstract) == {}


@pytest.mark.parametrize("piece", ["(", "a", "A-A-A-", "1,1,", "http://", "AB (Aa ", "$", "We propose A "])
def test_long_repetitions_are_read(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert all(text[fact.start : fact.end] == fact.text for fact in systems("", text).values())


def test_a_word_without_end_is_no_name() -> None:
    endless = "A" * 5_000
    assert systems(endless, f"We propose {endless}, a method that outperforms all others.") == {}
