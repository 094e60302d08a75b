"""Filters are put on and taken off a query text, and the rest stays as typed."""

import pytest

from broadsheet.search.filters import filters_of, has_filter, with_filter, without


@pytest.mark.parametrize(
    ("text", "added", "expected"),
    [
        ("", "cat:cs.LG", "cat:cs.LG"),
        ("graph  nets", "cat:cs.LG", "graph  nets cat:cs.LG"),
        ("graph cat:cs.CL nets", "cat:cs.LG", "graph nets cat:cs.LG"),
        ("graph has:code", "has:pdf", "graph has:code has:pdf"),
        ("graph has:code", "has:code", "graph has:code"),
        ("graph -cat:cs.CL", "cat:cs.LG", "graph -cat:cs.CL cat:cs.LG"),
        ('"unclosed', "year:2025", '"unclosed year:2025'),
        ("graph year:2024", "year:", "graph"),
    ],
)
def test_filter_is_added_or_replaced(text: str, added: str, expected: str) -> None:
    assert with_filter(text, added) == expected


@pytest.mark.parametrize(
    ("text", "removed", "expected"),
    [
        ("graph cat:cs.LG nets", "cat:cs.LG", "graph nets"),
        ("graph CAT:CS.lg nets", "cat:cs.LG", "graph nets"),
        ("graph cat:cs.LG", "cat:cs.CL", "graph cat:cs.LG"),
        ("cat:cs.LG cat:cs.CL x", "cat", "x"),
        ('author:"Yann LeCun" x', 'author:"yann lecun"', "x"),
        ("cat:(cs OR (stat)) x", "cat", "x"),
        ("(cat:cs OR x) y", "cat", "(cat:cs OR x) y"),
        ("NOT cat:cs y", "cat", "NOT cat:cs y"),
    ],
)
def test_filter_is_removed(text: str, removed: str, expected: str) -> None:
    assert without(text, removed) == expected


def test_filters_are_listed_as_typed() -> None:
    assert filters_of('x has:code author:"A B" -cat:cs') == ["has:code", 'author:"A B"']
    assert has_filter("x has:code", "has:code")
    assert not has_filter("x -has:code", "has:code")


def test_names_are_one_filter_however_they_are_spelled() -> None:
    assert without('graph dataset:"CIFAR-10" nets', "dataset:cifar10") == "graph nets"
    assert with_filter("dataset:mnist", 'dataset:"CIFAR-10"') == 'dataset:mnist dataset:"CIFAR-10"'
    assert without("graph kind:reviews", "kind:survey") == "graph"
    assert with_filter("kind:survey", "kind:theory") == "kind:theory"
    assert has_filter("system:(SuGaR) kind:Surveys", "kind:survey")
