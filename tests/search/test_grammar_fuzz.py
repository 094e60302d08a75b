"""Any input parses."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.model.query import Query
from broadsheet.search.filters import has_filter, with_filter, without
from broadsheet.search.grammar import MAX_PROBLEMS, parse

_PIECES = st.sampled_from(
    [
        "(",
        ")",
        '"',
        "“",
        "-",
        "AND",
        "OR",
        "NOT",
        " ",
        "graph",
        "title:",
        "cat:cs",
        "after:",
        "2025",
        "year:20..",
        "sort:",
        ":",
    ]
)
_QUERIES = st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=60).map("".join), st.lists(_PIECES).map(" ".join))


def _check(query: Query) -> None:
    assert len(query.problems) <= MAX_PROBLEMS
    for problem in query.problems:
        assert 0 <= problem.start <= problem.end <= len(query.text)
    query.words.encode()


@settings(max_examples=300, deadline=None)
@given(_QUERIES)
def test_any_text_parses(text: str) -> None:
    _check(parse(text))
    _check(parse(text, date(2025, 3, 31)))


@settings(max_examples=150, deadline=None)
@given(_QUERIES)
def test_filters_can_be_put_on_and_taken_off_any_text(text: str) -> None:
    opened = text.count("(") + text.count('"') + text.count("“") + text.rstrip().endswith(("-", "NOT", ":"))
    filtered = with_filter(text, "cat:cs.LG")
    if not opened:
        assert has_filter(filtered, "cat:cs.LG")
    assert not has_filter(without(filtered, "cat"), "cat:cs.LG")


@pytest.mark.parametrize(
    "piece", ["(", ")", '"', '("', "-", "NOT ", "a OR ", "title:", "title:(", "word ", "a:b ", "𝛼", "\0", 'cat:"']
)
def test_a_hundred_thousand_characters_parse(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    _check(parse(text))


def test_nesting_of_any_depth_parses() -> None:
    query = parse("(" * 10_000 + "graph" + ")" * 10_000)
    assert query.words == "graph"
    assert "deeper" in query.problems[0].message
