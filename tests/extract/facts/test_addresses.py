"""Addresses of code and project pages, with their places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.facts.addresses import find_addresses
from broadsheet.extract.facts.text import prepare
from broadsheet.extract.text import clean_abstract


def _found(abstract: str) -> list[tuple[str, str]]:
    return [(fact.kind, fact.text) for fact in find_addresses(prepare("", clean_abstract(abstract)))]


@pytest.mark.parametrize(
    ("abstract", "kind", "address"),
    [
        ("Code: https://github.com/ada/engine.", "code", "https://github.com/ada/engine"),
        ("Code at github.com/ada/engine).", "code", "https://github.com/ada/engine"),
        ("code:github.com/ada/engine", "code", "https://github.com/ada/engine"),
        ("Code at github. com/ada/engine.", "code", "https://github.com/ada/engine"),
        ("Code at https://github.com/ada/ EngineOne.", "code", "https://github.com/ada/EngineOne"),
        ("Code at https: //github.com/ada/engine.git.", "code", "https://github.com/ada/engine"),
        (
            "at https://github.com/ada/engine.git{https://github.com/ada/engine}.",
            "code",
            "https://github.com/ada/engine",
        ),
        ("Code href{https://github.com/ada/engine}{here}.", "code", "https://github.com/ada/engine"),
        ("Code: url{https://github.com/ada/engine}.", "code", "https://github.com/ada/engine"),
        ("Models: https://huggingface.co/ada-lab.", "code", "https://huggingface.co/ada-lab"),
        ("See https://ada.github.io/engine/.", "project", "https://ada.github.io/engine/"),
        ("Demos: https://engine.example.org/demo", "project", "https://engine.example.org/demo"),
    ],
)
def test_addresses_are_complete_and_told_apart(abstract: str, kind: str, address: str) -> None:
    assert _found(abstract) == [(kind, address)]


def test_an_address_is_told_once_from_where_it_stands_first() -> None:
    title, abstract = "Engine", "See https://github.com/ada/ EngineOne, https://github.com/ada/EngineOne.git."
    (fact,) = find_addresses(prepare(title, abstract))
    assert fact.where == "abstract"
    assert abstract[fact.start : fact.end] == "https://github.com/ada/ EngineOne"


def test_papers_addresses_of_this_machine_and_names_of_users_are_no_project() -> None:
    assert _found("See https://arxiv.org/abs/2402.17457, http://192.168.0.1/, http://127.0.0.1:80/x") == []
    assert _found("See https://ada:secret@example.org/x and https://github.com/") == []


@given(
    st.lists(
        st.sampled_from(["https://", "github.com/", "a/b", " ", ". ", "- ", "\n", "com", "(", ")", "é"]), max_size=30
    )
)
def test_places_are_in_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    for fact in find_addresses(prepare("", text)):
        assert 0 <= fact.start < fact.end <= len(text)


@pytest.mark.parametrize("piece", ["http://", "github.com/", "https://github.com/a/ ", "github. ", "www.a", "a- "])
def test_long_runs_are_done(piece: str) -> None:
    find_addresses(prepare("", piece * 5_000))
