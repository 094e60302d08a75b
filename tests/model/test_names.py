"""Two spellings of one thing have one normal form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.model.names import author_key, family_key, fold, local_id, title_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Poincaré ResNet", "POINCARE RESNET"),
        ("Few-shot learning", "Few shot  learning!"),
        ("Light Schrödinger Bridge", "Light Schrodinger Bridge"),
    ],
)
def test_titles_that_differ_in_dress_only_are_equal(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


def test_titles_in_any_script_have_a_key() -> None:
    assert title_key("注意力就是你所需要的") == "注意力就是你所需要的"
    assert title_key("Внимание") == "внимание"


def test_author_keys_are_fit_for_addresses() -> None:
    assert author_key("Jürgen Schmidhuber") == author_key("Jurgen  Schmidhuber") == "jurgen-schmidhuber"
    assert author_key("Łukasz Kaiser") == "lukasz-kaiser"


@pytest.mark.parametrize(
    ("name", "family", "expected"),
    [
        ("Ashish Vaswani", "", "vaswani"),
        ("Vaswani, Ashish", "", "vaswani"),
        ("X", "van der Berg", "berg"),
        ("", "", ""),
    ],
)
def test_family_keys(name: str, family: str, expected: str) -> None:
    assert family_key(name, family) == expected


def test_local_ids_tell_turns_apart() -> None:
    assert local_id("Editorial", "") != local_id("Editorial", "", 2)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
