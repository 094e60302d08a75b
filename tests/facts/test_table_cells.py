from dataclasses import replace

import pytest

from broadsheet.facts.confidence import is_uncertain
from broadsheet.facts.table.cells import figure, is_web_address, row_of
from broadsheet.facts.table.model import ColumnName, Row, View
from broadsheet.facts.table.order import arranged
from broadsheet.model.facts import Fact, Measure, Reading
from broadsheet.model.paper import Link, Paper
from table_cast import ATTACKER, EGRET, HERON, HERON_READ, UNREAD, rows


def texts(row: Row, column: ColumnName) -> list[str]:
    return [value.text for value in row.cells[column]]


def ids(view: View) -> list[str]:
    return [row.paper.id for row in arranged(rows(), view)]


def test_what_is_more_likely_wrong_than_right_is_left_out() -> None:
    assert texts(rows()[0], "data") == ["KeyBench", "CIFAR-10"]


def test_what_a_reader_set_is_shown_and_sure_whatever_its_confidence() -> None:
    row = row_of(HERON, Reading((Fact("dataset", "ImageNet", confidence=0.0, by="alice"),)))
    (value,) = row.cells["data"]
    assert value.fact is not None
    assert not is_uncertain(value.fact)


def test_between_the_two_limits_a_fact_is_uncertain() -> None:
    first, second = rows()[0].cells["data"]
    assert [value.fact is not None and is_uncertain(value.fact) for value in (first, second)] == [True, False]


def test_a_summary_says_what_a_paper_is_before_a_line_that_was_read() -> None:
    assert texts(row_of(replace(HERON, summary="A sorter."), HERON_READ), "line") == ["A sorter."]


def test_a_line_that_a_reader_set_stands_before_the_summary() -> None:
    read = Reading((Fact("line", "A better sorter.", by="alice"),))
    assert texts(row_of(replace(HERON, summary="A sorter."), read), "line") == ["A better sorter."]


def test_an_address_that_is_read_and_recorded_stands_once_with_its_fact() -> None:
    (value,) = rows()[0].cells["code"]
    assert (value.text, value.address) == ("github.com/example/heron", "https://github.com/example/heron")
    assert value.fact is not None


def test_code_stands_before_a_project_page() -> None:
    links = (Link("project", "https://heron.example.org/", "arxiv"), Link("code", "https://example.org/b.git", "arxiv"))
    row = row_of(replace(UNREAD, links=links), None)
    assert [(one.text, one.note) for one in row.cells["code"]] == [
        ("example.org/b", ""),
        ("heron.example.org", "project page"),
    ]


def test_an_address_without_scheme_is_linked_with_one() -> None:
    row = row_of(UNREAD, Reading((Fact("code", "github.com/example/stork"),)))
    assert row.cells["code"][0].address == "https://github.com/example/stork"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "https://", "//example.org", "https://[", ""]
)
def test_what_is_no_page_of_the_web_is_not_linked(address: str) -> None:
    assert not is_web_address(address)
    row = row_of(UNREAD, Reading((Fact("code", address),)))
    assert not any(value.address for value in row.cells["code"])


def test_a_measure_is_said_in_a_line() -> None:
    assert figure(Measure("4", "x", "speed", "KeyBench", "Timsort")) == "speed: 4×, on KeyBench, against Timsort"
    assert figure(Measure("94.1", "%", "accuracy")) == "accuracy: 94.1\N{NO-BREAK SPACE}%"
    assert figure(Measure("12", "dB")) == "12 dB"


def test_without_a_wish_rows_stay_as_they_were_found() -> None:
    assert ids(View()) == [HERON.id, EGRET.id, ATTACKER.id, UNREAD.id]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (View(kind="survey"), [EGRET.id]),
        (View(has=("code",)), [HERON.id, ATTACKER.id]),
        (View(has=("results", "data")), [HERON.id, ATTACKER.id]),
        (View(dataset="cifar10"), [HERON.id, EGRET.id]),
        (View(metric="Accuracy"), [HERON.id, ATTACKER.id]),
        (View(metric="accurac"), []),
        (View(metric="%"), []),
        (View(words="timsort heaps"), [HERON.id]),
        (View(words="ÉGRET birds"), [EGRET.id]),
        (View(words="!?"), []),
        (View(kind="survey", has=("code",)), []),
    ],
)
def test_rows_are_chosen_by_what_stands_in_them(view: View, expected: list[str]) -> None:
    assert ids(view) == expected


def test_of_one_metric_only_its_results_are_shown() -> None:
    first, *_ = arranged(rows(), View(metric="accuracy"))
    assert texts(first, "results") == ["reaches 94.1% accuracy"]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (View(sort="date"), [ATTACKER.id, HERON.id, UNREAD.id, EGRET.id]),
        (View(sort="date", reverse=True), [EGRET.id, UNREAD.id, HERON.id, ATTACKER.id]),
        (View(sort="paper"), [ATTACKER.id, EGRET.id, HERON.id, UNREAD.id]),
        (View(sort="kind"), [HERON.id, EGRET.id, ATTACKER.id, UNREAD.id]),
        (View(sort="results", reverse=True), [HERON.id, ATTACKER.id, EGRET.id, UNREAD.id]),
        (View(sort="results"), [ATTACKER.id, HERON.id, EGRET.id, UNREAD.id]),
        (View(sort="results", metric="accuracy"), [ATTACKER.id, HERON.id]),
        (View(sort="results", reverse=True, metric="accuracy"), [HERON.id, ATTACKER.id]),
    ],
)
def test_rows_are_sorted_and_what_is_empty_comes_last(view: View, expected: list[str]) -> None:
    assert ids(view) == expected


def test_numbers_of_the_commonest_unit_come_first() -> None:
    def scored(number: float, unit: str) -> Row:
        measure = Measure(str(number), unit, "accuracy", low=number, high=number)
        return row_of(Paper(int(number), f"bs:{number}", "x"), Reading((Fact("result", "y", measure=measure),)))

    made = [scored(95, "points"), scored(90, "%"), scored(92, "%")]
    for reverse, expected in ((True, [92, 90, 95]), (False, [90, 92, 95])):
        sorted_rows = arranged(made, View(sort="results", reverse=reverse, metric="accuracy"))
        assert [row.paper.key for row in sorted_rows] == expected
