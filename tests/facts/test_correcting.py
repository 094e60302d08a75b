"""What readers put right stands above what is read later, can be taken back, and is given out to learn from."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from broadsheet.errors import NotFound, NotPossible
from broadsheet.facts.correcting import correct, export, fact_id, fact_of, take_back
from broadsheet.facts.wishes import read_fact
from broadsheet.model.facts import Correction, Fact, FactKind, Measure, Reading
from broadsheet.store import corrections, counters, entities, papers, readings
from broadsheet.store.database import Database
from facts_cast import CAST, HEDDLE, JACQUARD, READINGS, fact, fill, read_again

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
Say = Callable[[Fact | None, Fact | None], Correction]


@pytest.fixture
def library(any_database: Database) -> Database:
    """A catalog of looms, each database in turn."""
    fill(any_database)
    return any_database


@pytest.fixture
def say(library: Database) -> Say:
    """Ben corrects the first paper."""
    return lambda before, after: correct(library, 1, "ben", before=before, after=after, now=NOON)


def held(database: Database, key: int = 1) -> Reading:
    """What holds of a paper."""
    with database.read() as connection:
        return readings.of_papers(connection, [key]).get(key, Reading())


def of(database: Database, kind: FactKind, key: int = 1) -> list[str]:
    """The texts of the facts of one kind that hold."""
    return [one.text for one in held(database, key).of(kind)]


def wish(kind: FactKind, before: Fact | None = None, **given: str) -> Fact:
    """A fact as a reader types it."""
    return read_fact(kind, given, HEDDLE, before)


def test_a_fact_is_put_right_and_names_follow_at_once(library: Database, say: Say) -> None:
    with library.read() as connection:
        change = counters.last_change(connection)
    wrong = held(library).of("dataset")[1]
    say(wrong, wish("dataset", wrong, text="CIFAR-100"))
    assert of(library, "dataset") == ["ImageNet", "CIFAR-100"]
    with library.read() as connection:
        assert entities.papers_of(connection, "dataset", "cifar10") == []
        assert entities.papers_of(connection, "dataset", "cifar100") == [1]
        assert [one.key for one in papers.changed_after(connection, change, 9)] == [1]


def test_a_corrected_fact_says_by_whom_and_keeps_its_place(library: Database, say: Say) -> None:
    wrong = held(library).of("dataset")[1]
    say(wrong, wish("dataset", wrong, text="CIFAR-100"))
    right = held(library).of("dataset")[1]
    assert (right.by, right.where, right.start, right.end) == ("ben", wrong.where, wrong.start, wrong.end)


def test_a_fact_is_removed(library: Database, say: Say) -> None:
    say(held(library).of("system")[0], None)
    assert of(library, "system") == []
    with library.read() as connection:
        assert entities.papers_of(connection, "system", "heddle") == [4]


def test_a_missed_fact_is_added_with_its_place(library: Database, say: Say) -> None:
    say(None, wish("dataset", text="jacquard"))
    added = held(library).of("dataset")[-1]
    assert HEDDLE.abstract[added.start : added.end] == "Jacquard"


def test_what_was_never_read_can_be_added_to(library: Database) -> None:
    correct(library, 5, "ben", before=None, after=Fact("system", "Treadle"), now=NOON)
    assert of(library, "system", 5) == ["Treadle"]


def test_of_kind_and_line_there_is_one(library: Database, say: Say) -> None:
    say(None, wish("kind", text="theory"))
    assert of(library, "kind") == ["theory"]
    assert next(export(library))["before"]["text"] == "method"


@pytest.mark.parametrize("again", ["ImageNet", "Image-Net", "imagenet"])
def test_a_later_extraction_does_not_bring_a_removed_name_back(library: Database, say: Say, again: str) -> None:
    say(held(library).of("dataset")[0], None)
    read_again(library, 2, {1: (*READINGS[1][:7], fact(HEDDLE, "dataset", "ImageNet", again))})
    assert of(library, "dataset") == []


def test_a_later_extraction_does_not_bring_a_removed_result_back(library: Database, say: Say) -> None:
    say(held(library).of("result")[0], None)
    cut_otherwise = fact(HEDDLE, "result", "reaches 91.2% accuracy on ImageNet", measure=Measure("91.2", "%"))
    read_again(library, 2, {1: (cut_otherwise,)})
    assert of(library, "result") == []


def test_a_later_extraction_stands_below_what_was_put_right(library: Database, say: Say) -> None:
    kind = held(library).of("kind")[0]
    say(kind, wish("kind", kind, text="system"))
    read_again(library, 2, {1: (fact(HEDDLE, "kind", "", "analysis"), fact(HEDDLE, "dataset", "ImageNet"))})
    assert (of(library, "kind"), of(library, "dataset")) == (["system"], ["ImageNet"])


def test_a_later_extraction_that_finds_what_was_added_finds_it_once(library: Database, say: Say) -> None:
    say(None, wish("dataset", text="Jacquard"))
    read_again(library, 2, {1: (fact(HEDDLE, "dataset", "Jacquard"),)})
    assert of(library, "dataset") == ["Jacquard"]


def test_a_correction_is_taken_back(library: Database, say: Say) -> None:
    before = held(library)
    made = say(held(library).of("system")[0], None)
    assert take_back(library, made.number, "ben", NOON) == made
    assert held(library) == before
    with library.read() as connection:
        assert entities.papers_of(connection, "system", "heddle") == [4, 1]
    with pytest.raises(NotFound):
        take_back(library, made.number, "ben", NOON)


def test_only_its_reader_takes_a_correction_back_or_a_curator(library: Database, say: Say) -> None:
    made = say(held(library).of("system")[0], None)
    with pytest.raises(NotPossible, match="somebody else's"):
        take_back(library, made.number, "chloe", NOON)
    assert take_back(library, made.number, "dora", NOON, anybody=True) == made


def test_what_others_built_on_is_taken_back_last(library: Database, say: Say) -> None:
    first = held(library).of("dataset")[1]
    made = say(first, wish("dataset", first, text="CIFAR-100"))
    second = held(library).of("dataset")[1]
    later = say(second, wish("dataset", second, text="CIFAR-1000"))
    with pytest.raises(NotPossible, match="Take the later correction back first"):
        take_back(library, made.number, "ben", NOON)
    for number in (later.number, made.number):
        take_back(library, number, "ben", NOON)
    assert of(library, "dataset") == ["ImageNet", "CIFAR-10"]


def test_what_is_no_longer_there_cannot_be_put_right(library: Database, say: Say) -> None:
    system = held(library).of("system")[0]
    say(system, None)
    with pytest.raises(NotPossible, match="somebody corrected it meanwhile"):
        say(system, wish("system", system, text="Treadle"))
    with library.read() as connection, pytest.raises(NotPossible, match="somebody corrected it meanwhile"):
        fact_of(connection, 1, fact_id(system))


def test_nothing_is_said_twice(library: Database, say: Say) -> None:
    system = held(library).of("system")[0]
    with pytest.raises(NotPossible, match="Nothing was changed"):
        say(system, replace(system, confidence=1.0))
    with pytest.raises(NotPossible, match="stands there already"):
        say(None, wish("dataset", text="Image-Net"))
    with pytest.raises(NotPossible, match="Nothing was changed"):
        say(None, None)


def test_the_same_words_may_state_two_results(library: Database, say: Say) -> None:
    say(None, wish("result", text="91.2% accuracy", metric="accuracy", unit="%", value="1.5"))
    assert of(library, "result").count("91.2% accuracy") == 2
    found = next(one for one in held(library).of("result") if one.measure and one.measure.value == "1.5")
    say(found, None)
    assert of(library, "result").count("91.2% accuracy") == 1


def test_corrections_go_along_with_a_merged_paper(library: Database) -> None:
    with library.read() as connection:
        jacquard = readings.of_papers(connection, [2])[2].of("system")[0]
    correct(library, 2, "ben", before=None, after=Fact("dataset", "Punched Cards"), now=NOON)
    correct(library, 2, "ben", before=jacquard, after=None, now=NOON)
    with library.write() as connection:
        change = counters.last_change(connection)
        papers.merge_into(connection, 2, 1)
        assert [one.key for one in papers.changed_after(connection, change, 9)] == [1]
        assert entities.papers_of(connection, "dataset", "punchedcards") == [1]
        assert len(corrections.of_papers(connection, [1])[1]) == 2
    assert of(library, "dataset")[-1] == "Punched Cards"


def test_corrections_are_given_out_to_learn_from(library: Database, say: Say) -> None:
    system = held(library).of("system")[0]
    say(system, wish("system", system, text="HEDDLE", long_form="Loom Events"))
    taken = say(held(library).of("dataset")[0], None)
    take_back(library, taken.number, "ben", NOON)
    (row,) = export(library)
    assert (row["paper"], row["who"], row["when"]) == (HEDDLE.id, "ben", "2026-11-21T12:00:00+00:00")
    assert row["abstract"][row["before"]["start"] : row["before"]["end"]] == "HEDDLE"
    assert (row["before"]["long_form"][:5], row["after"]["long_form"]) == ("Hiera", "Loom Events")
    assert "by" not in row["after"]


@pytest.mark.parametrize(
    ("kind", "given", "about", "told"),
    [
        ("kind", {"text": "novel"}, "text", "A paper is one of these: method"),
        ("system", {"text": "  "}, "text", "a letter or a digit"),
        ("system", {"text": "(-)"}, "text", "a letter or a digit"),
        ("system", {"text": "x" * 121}, "text", "up to 120 characters; this one has 121"),
        ("system", {"text": "X", "long_form": "x" * 201}, "long_form", "up to 200"),
        ("line", {"text": ""}, "text", "Give the words"),
        ("line", {"text": "x" * 501}, "text", "up to 500"),
        ("code", {"text": "javascript:alert(1)"}, "text", "begins with https"),
        ("code", {"text": "https://"}, "text", "begins with https"),
        ("code", {"text": "https://[bad"}, "text", "begins with https"),
        ("project", {"text": "https://ada@example.org/x"}, "text", "begins with https"),
        ("project", {"text": "https://example.org/a b"}, "text", "without blanks"),
        ("result", {"text": "91.2% accuracy", "value": " %"}, "value", "A result has a value"),
        ("result", {"text": "91.2% accuracy", "value": "9" * 61}, "value", "up to 60"),
        ("result", {"text": "99% of looms", "value": "99"}, "text", "neither in the title nor in the abstract"),
    ],
)
def test_what_no_fact_can_be_is_refused(kind: FactKind, given: Mapping[str, str], about: str, told: str) -> None:
    with pytest.raises(NotPossible, match=told) as refused:
        read_fact(kind, given, HEDDLE)
    assert refused.value.about == about


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("25", 25, 25),
        ("0.556-0.733", 0.556, 0.733),
        ("2–3", 2, 3),
        ("1.4 ± 0.1", 1.4, 1.4),
        ("1,200", 1200, 1200),
        ("−3.5", -3.5, -3.5),
        ("six", None, None),
        ("10^6", None, None),
        ("2.5e-3", 0.0025, 0.0025),
        ("1e999", None, None),
        ("1e-999", None, None),
        ("9" * 60, None, None),
    ],
)
def test_a_value_is_read_as_numbers(value: str, low: float | None, high: float | None) -> None:
    measure = wish("result", text="91.2%  Accuracy", value=value).measure
    assert measure is not None
    assert (measure.value, measure.low, measure.high) == (value, low, high)


@pytest.mark.parametrize("words", ["weaves 2× faster than", "2 ×\nfaster than", "Weaves 2×"])
def test_words_with_a_formula_are_found_as_a_browser_copies_them(words: str) -> None:
    made = wish("result", text=words, value="2", unit="x")
    told = HEDDLE.abstract[made.start : made.end]
    assert made.where == "abstract"
    assert "$2\\times$" in told
    assert told.startswith(("weaves", "$2"))
    assert told.endswith(("than", "$"))


def test_raised_and_slanted_letters_of_a_formula_are_found_on_the_line() -> None:
    paper = replace(HEDDLE, abstract="It runs with $O(n^2)$ memory, $2.5\\times$ less.")
    told = read_fact("result", {"text": "with\n𝑂\n(\n𝑛\n2\n)\nmemory, \n2.5\n×", "value": "2.5"}, paper)
    assert paper.abstract[told.start : told.end] == "with $O(n^2)$ memory, $2.5\\times$"


def test_what_cannot_be_seen_is_no_part_of_a_fact() -> None:
    assert wish("system", text="\u202eHED\u200bDLE\u202c", long_form="Cafe\u0301").text == "HEDDLE"
    assert wish("system", text="HEDDLE", long_form="Cafe\u0301\u2066").long_form == "Caf\u00e9"
    assert wish("result", text="91.2%\u00ad accuracy", value="91.2").where == "abstract"


def test_words_are_found_near_where_they_stood() -> None:
    second = HEDDLE.abstract.index("HEDDLE reaches")
    stood = Fact("system", "HEDDLES", "abstract", second, second + 6)
    assert wish("system", stood, text="heddle").start == second
    assert read_fact("system", {"text": "Cards for Looms"}, JACQUARD).where == "title"
    assert len(CAST) == 5
