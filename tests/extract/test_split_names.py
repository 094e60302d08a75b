"""Display names fall into given and family name where it can be told, and stay whole where not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.names import split_name
from broadsheet.model.paper import Author


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Jürgen Schmidhuber", "Schmidhuber", "Jürgen"),
        ("Geoffrey E. Hinton", "Hinton", "Geoffrey E."),
        ("Laurens van der Maaten", "van der Maaten", "Laurens"),
        ("Yann Le Cun", "Le Cun", "Yann"),
        ("Ludwig von Mises", "von Mises", "Ludwig"),
        ("Maria de la Cruz", "de la Cruz", "Maria"),
        ("José Ortega y Gasset", "Ortega y Gasset", "José"),
        ("Minh Van Nguyen", "Nguyen", "Minh Van"),
        ("Ian O'Brien", "O'Brien", "Ian"),
        ("Jean-Yves Le Roux", "Le Roux", "Jean-Yves"),
        ("Martin Luther King Jr.", "King", "Martin Luther"),
        ("Smith J.", "Smith", "J."),
        ("张三", "张", "三"),
        ("欧阳明日", "欧阳", "明日"),
        ("김철수", "김", "철수"),
        ("田中 太郎", "田中", "太郎"),
    ],
)
def test_a_name_is_split(name: str, family: str, given: str) -> None:
    assert split_name(name) == Author(name, family, given)


@pytest.mark.parametrize(
    "name",
    [
        "DeepSeek-AI",
        "ATLAS Collaboration",
        "Gemma Team",
        "The LIGO Scientific",
        "Plato",
        "",
        "OpenAI",
        "Llama 3",
        "田中太郎",
    ],
)
def test_groups_and_single_names_stay_whole(name: str) -> None:
    assert split_name(name) == Author(name)


def test_the_comma_form_is_turned_round() -> None:
    assert split_name("van der Berg,  Jan") == Author("Jan van der Berg", "van der Berg", "Jan")
    assert split_name("King, Jr., Martin Luther") == Author("Martin Luther King Jr.", "King", "Martin Luther")
    assert split_name("Martin Luther King, Jr.") == Author("Martin Luther King Jr.", "King", "Martin Luther")


@given(st.text())
def test_nothing_of_a_name_is_lost(name: str) -> None:
    author = split_name(name)
    letters = sorted(sign for sign in author.name if not sign.isspace())
    assert letters == sorted(sign for sign in name if not sign.isspace() and (sign != "," or "," in author.name))
