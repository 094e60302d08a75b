"""Marked words, and the piece of an abstract that shows them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_cast import LANDSCAPE

from broadsheet.model.query import Fragment
from broadsheet.search.grammar import parse
from broadsheet.search.snippets import LENGTH, Marker

FILLER = "Some words that say nothing at all follow here. " * 12


def shown(fragments: tuple[Fragment, ...]) -> str:
    return "".join(f"[{one.text}]" if one.marked else one.text for one in fragments)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("landscapes", "Visualizing the Loss [Landscape] of Neural Nets"),
        ('"loss landscape"', "Visualizing the [Loss] [Landscape] of Neural Nets"),
        ("title:NETS -loss", "Visualizing the Loss Landscape of Neural [Nets]"),
        ("the", "Visualizing [the] Loss Landscape of Neural Nets"),
        ("author:nets cat:cs", "Visualizing the Loss Landscape of Neural Nets"),
        ("neural OR visual", "[Visualizing] the Loss Landscape of [Neural] Nets"),
    ],
)
def test_words_of_the_query_are_marked(query: str, expected: str) -> None:
    assert shown(Marker(parse(query)).title(LANDSCAPE.title)) == expected


def test_snippet_shows_where_the_most_words_are() -> None:
    text = f"A loss. {FILLER}The loss landscape is sharp. {FILLER}"
    snippet = shown(Marker(parse("sharp loss landscape")).snippet(text))
    assert snippet.startswith("… The [loss] [landscape] is [sharp]. ")
    assert snippet.endswith(" …")
    assert len(snippet) < LENGTH + 20


def test_short_text_is_shown_whole() -> None:
    assert shown(Marker(parse("loss")).snippet("A loss.")) == "A [loss]."
    assert Marker(parse("loss")).snippet("") == ()


def test_without_a_match_the_beginning_is_shown() -> None:
    assert shown(Marker(parse("xyzzy")).snippet(FILLER)).startswith("Some words")


@pytest.mark.parametrize("before", [LENGTH - 30, LENGTH - 8, LENGTH - 3])
def test_formula_is_never_cut_nor_marked(before: int) -> None:
    text = "loss " + "x" * before + r" $\alpha loss + \beta + \gamma$ and so on. " + FILLER
    snippet = shown(Marker(parse("loss")).snippet(text))
    assert snippet.count("$") in (0, 2)
    assert snippet.count("[loss]") == 1


def test_formula_before_the_match_is_not_cut() -> None:
    text = FILLER + r"where $a + b + c + d + e + f + g + h + i + j$ sharp minima win. " + FILLER
    snippet = shown(Marker(parse("sharp")).snippet(text))
    assert snippet.count("$") in (0, 2)
    assert "[sharp]" in snippet


def test_matched_words_by_field() -> None:
    matched = Marker(parse("losses landscape author:goldstein")).matched(LANDSCAPE)
    assert matched == {"title": ("losses", "landscape"), "abstract": ("losses", "landscape"), "author": ("goldstein",)}


@settings(max_examples=200, deadline=None)
@given(st.text("ab $.\n\\é", max_size=900))
def test_snippet_is_always_a_piece_of_the_text(text: str) -> None:
    fragments = Marker(parse("a ab")).snippet(text)
    whole = "".join(one.text for one in fragments)
    assert whole.removeprefix("… ").removesuffix(" …") in text
