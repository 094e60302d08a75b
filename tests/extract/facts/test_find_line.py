"""The line that says what a paper is or does."""

from broadsheet.extract.facts.lines import LONGEST
from broadsheet.extract.facts.read import read


def test_what_a_name_is_said_to_be_is_the_line() -> None:
    abstract = "Letters are heavy. We introduce QuillSort, a framework that sorts letters by weight. It is fast."
    assert read("QuillSort: Letters", abstract).first("line") == "a framework that sorts letters by weight"


def test_what_is_proposed_is_the_line() -> None:
    abstract = "Letters are heavy. In this paper, we propose an algorithm for sorting letters by weight. It is fast."
    assert read("Sorting Letters", abstract).first("line") == "an algorithm for sorting letters by weight"


def test_the_line_stands_in_the_text() -> None:
    abstract = "Letters are heavy. We study the sorting of letters by weight in offices without scales."
    (fact,) = read("Sorting Letters", abstract).of("line")
    assert fact.where == "abstract"
    assert abstract[fact.start : fact.end] == fact.text


def test_a_long_sentence_is_cut_where_a_clause_ends() -> None:
    abstract = "We propose a method for letters" + ", which sorts them by weight" * 20 + "."
    line = read("Sorting Letters", abstract).first("line")
    assert len(line) <= LONGEST
    assert line.endswith("by weight")


def test_releasing_code_is_not_what_a_paper_is() -> None:
    abstract = "We release our code at example.org/quill. Here we study the sorting of letters by weight."
    assert read("Sorting Letters", abstract).first("line") == "the sorting of letters by weight"


def test_without_such_a_sentence_the_title_tells() -> None:
    (fact,) = read("Letters: A New Way of Sorting Them", "Letters are heavy.").of("line")
    assert (fact.where, fact.text) == ("title", "A New Way of Sorting Them")


def test_a_paper_without_text_has_no_line() -> None:
    assert read("", "").of("line") == ()
