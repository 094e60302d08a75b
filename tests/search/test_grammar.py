"""What a reader types, and what it means."""

from datetime import date

import pytest

from broadsheet.model.query import (
    All,
    Any_,
    Category,
    Constraint,
    DatasetIs,
    Days,
    Has,
    Identifier,
    KindIs,
    Not,
    Query,
    Source,
    SystemIs,
    Term,
    Words,
    Years,
)
from broadsheet.search.grammar import MAX_CONSTRAINTS, MAX_PROBLEMS, MAX_WORDS, parse

TODAY = date(2025, 3, 31)


def word(text: str) -> Term:
    return Term("any", text)


def messages(query: Query) -> str:
    return " ".join(problem.message for problem in query.problems)


def test_words_score_and_are_not_required() -> None:
    query = parse("loss landscape")
    assert query.scored == (Words("loss landscape"),)
    assert query.constraints == ()
    assert query.words == "loss landscape"
    assert query.order == "relevance"


def test_phrase_is_required_scores_and_is_embedded() -> None:
    query = parse('sharp "loss landscape"')
    phrase = Term("any", "loss landscape", phrase=True)
    assert query.constraints == (phrase,)
    assert query.scored == (Words("sharp"), phrase)
    assert query.words == "sharp loss landscape"


@pytest.mark.parametrize("text", ["“loss landscape”", "„loss landscape“", "«loss landscape»"])
def test_quotation_marks_of_other_languages_make_phrases(text: str) -> None:
    assert parse(text).constraints == (Term("any", "loss landscape", phrase=True),)


@pytest.mark.parametrize("text", ["-vision", "NOT vision", "−vision", "NOT NOT NOT vision"])
def test_negation(text: str) -> None:
    query = parse(text)
    assert query.constraints == (Not(word("vision")),)
    assert query.words == ""
    assert query.order == "newest"


def test_negated_phrase_field_and_group() -> None:
    query = parse('-"loss landscape" -cat:cs -(a OR b)')
    phrase = Term("any", "loss landscape", phrase=True)
    assert query.constraints == (Not(phrase), Not(Category("cs")), Not(Any_((word("a"), word("b")))))


@pytest.mark.parametrize("text", ["few-shot", "GPT-4", "state-of-the-art", "a - b", "x -", "- - -"])
def test_hyphen_that_is_no_negation(text: str) -> None:
    assert parse(text).constraints == ()
    assert parse(text).problems == ()


def test_or_binds_its_neighbours_only() -> None:
    query = parse("survey mamba OR rwkv speech")
    assert query.constraints == (Any_((word("mamba"), word("rwkv"))),)
    assert query.scored[0] == Words("survey speech")
    assert query.words == "survey mamba rwkv speech"


def test_and_binds_tighter_than_or() -> None:
    query = parse("a AND b OR c")
    assert query.constraints == (Any_((All((word("a"), word("b"))), word("c"))),)


def test_words_of_a_group_beside_an_operator_are_all_required() -> None:
    assert parse("(a b) OR c").constraints == (Any_((All((word("a"), word("b"))), word("c"))),)


def test_group_without_operator_is_just_words() -> None:
    assert parse("big O(n log n)").scored == (Words("big O n log n"),)


def test_operators_count_in_upper_case_only() -> None:
    assert parse("search and rescue or not").constraints == ()


def test_text_fields() -> None:
    query = parse('title:attention abstract:"loss landscape" author:"Yann LeCun"')
    assert query.constraints == (
        Term("title", "attention"),
        Term("abstract", "loss landscape", phrase=True),
        Term("author", "Yann LeCun", phrase=True),
    )
    assert query.words == "attention loss landscape"


def test_field_before_a_group_holds_for_its_words() -> None:
    query = parse("title:(mamba OR rwkv) cat:(cs OR stat)")
    assert query.constraints == (
        Any_((Term("title", "mamba"), Term("title", "rwkv"))),
        Any_((Category("cs"), Category("stat"))),
    )


def test_exact_fields() -> None:
    query = parse("cat:cs.LG source:ArXiv has:code has:PDF id:https://arxiv.org/abs/1706.03762v5")
    assert query.constraints == (
        Category("cs.LG"),
        Source("arxiv"),
        Has("code"),
        Has("pdf"),
        Identifier("arxiv:1706.03762"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("after:2025", Days(first=date(2025, 1, 1))),
        ("after:2025-03", Days(first=date(2025, 3, 1))),
        ("before:2025", Days(last=date(2024, 12, 31))),
        ("before:2025-03-01", Days(last=date(2025, 2, 28))),
        ("year:2025", Years(2025, 2025)),
        ("year:2023..2025", Years(2023, 2025)),
        ("year:2025-2023", Years(2023, 2025)),
        ("year:2023..", Years(2023, None)),
        ("year:..2023", Years(None, 2023)),
        ("year:2024-02", Days(date(2024, 2, 1), date(2024, 2, 29))),
        ("after:today", Days(first=TODAY)),
        ("after:yesterday", Days(first=date(2025, 3, 30))),
        ("after:7d", Days(first=date(2025, 3, 24))),
        ("after:2w", Days(first=date(2025, 3, 17))),
        ("after:1m", Days(first=date(2025, 2, 28))),
        ("after:1y", Days(first=date(2024, 3, 31))),
    ],
)
def test_dates(text: str, expected: Days | Years) -> None:
    assert parse(text, TODAY).constraints == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        "after:20245",
        "before:0000",
        "year:1",
        "after:2025-13",
        "before:2025-02-30",
        "before:0001",
        "after:9999y",
        "year:..",
    ],
)
def test_bad_date_is_left_out_and_told(text: str) -> None:
    query = parse(f"graph {text}", TODAY)
    assert query.constraints == ()
    assert query.scored == (Words("graph"),)
    assert text in messages(query)
    assert "left out" in messages(query)


def test_relative_date_needs_today() -> None:
    assert "counted from today" in messages(parse("after:7d"))


def test_sort() -> None:
    assert parse("graph sort:oldest").order == "oldest"
    assert parse("sort:relevance cat:cs").order == "relevance"
    query = parse("graph sort:best")
    assert query.order == "relevance"
    assert "newest, oldest or relevance" in messages(query)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1706.03762", "arxiv:1706.03762"),
        ("https://arxiv.org/pdf/1706.03762v7", "arxiv:1706.03762"),
        ("doi:10.1093/MNRAS/stu1536", "doi:10.1093/mnras/stu1536"),
        ("N19-1423", "acl:N19-1423"),
        ("arXiv 1706.03762", "arxiv:1706.03762"),
        ("[1706.03762]", "arxiv:1706.03762"),
        (" 1706.03762v2.", "arxiv:1706.03762"),
        ("1706.03762 [cs.CL]", "arxiv:1706.03762"),
        ("arXiv:1706.03762v5  [cs.CL]  6 Dec 2017", "arxiv:1706.03762"),
        ("arXiv:hep-th/9901001v3 [hep-th]", "arxiv:hep-th/9901001"),
        ("(https://doi.org/10.1093/mnras/stu1536)", "doi:10.1093/mnras/stu1536"),
        ("<https://aclanthology.org/N19-1423/>", "acl:N19-1423"),
    ],
)
def test_identifier_goes_to_the_paper(text: str, expected: str) -> None:
    assert parse(text).lookup == expected


@pytest.mark.parametrize(
    "text", ["arXiv 1706", "[17] Sparse routing", "1706.03762 or 1810.04805", "arXiv [cs.LG]", "[]."]
)
def test_what_only_looks_like_an_identifier_is_searched_for(text: str) -> None:
    assert not parse(text).lookup


def test_pasted_abstract_is_a_search_by_text() -> None:
    abstract = (
        "We study “so-called” grokking (late generalization), i.e. -0.5 nats, and more. " * 5 + "We do NOT claim it."
    )
    query = parse(abstract)
    assert query.by_text
    assert query.constraints == ()
    assert query.problems == ()


def test_long_query_with_a_field_is_no_pasted_text() -> None:
    assert not parse("cat:cs " + "word " * 40).by_text
    assert not parse("a OR b " + "word " * 40).by_text


@pytest.mark.parametrize(
    "text", ["Attention: a survey", "C++: x", "https://x.org/a", "10:30", "arXiv:x", "RL:theory", "x::y", ":x", "x:"]
)
def test_colon_in_ordinary_text_is_no_problem(text: str) -> None:
    assert parse(text).problems == ()
    assert parse(text).scored == (Words(text),)


@pytest.mark.parametrize(
    ("text", "hint"),
    [("titel:x", "`title:`"), ("Autor:x", "`author:`"), ("category:x", "`cat:`"), ("foo:bar", "no field")],
)
def test_unknown_field_is_searched_as_words_and_told(text: str, hint: str) -> None:
    query = parse(text)
    assert query.scored == (Words(text),)
    assert hint in messages(query)


def test_field_without_value_is_told() -> None:
    query = parse("title: attention")
    assert query.scored == (Words("title attention"),)
    assert "has no value" in messages(query)


def test_name_of_a_field_with_a_capital_before_a_colon_is_ordinary_text() -> None:
    query = parse("Many analysts, one Dataset: Navigating the Multiverse")
    assert query.scored == (Words("Many analysts, one Dataset Navigating the Multiverse"),)
    assert query.problems == ()


def test_unclosed_quotation_mark_is_told_with_its_place() -> None:
    query = parse('deep "loss landscape')
    assert query.scored == (Words("deep loss landscape"),)
    (problem,) = query.problems
    assert problem.message.startswith("This quotation mark is never closed")
    assert (problem.start, problem.end) == (5, 20)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("(graph", "never closed"),
        ("graph)", "closes nothing"),
        ("graph AND", "nothing after"),
        ("OR graph", "nothing before"),
        ("graph NOT", "nothing after"),
        ("graph has:data", "has:code, has:pdf or has:results"),
        ("graph id:x", "no arXiv id"),
        ("graph cat:*", "no value"),
    ],
)
def test_other_slips_are_told_and_the_rest_is_searched(text: str, told: str) -> None:
    query = parse(text)
    assert query.scored == (Words("graph"),)
    assert query.constraints == ()
    assert told in messages(query)


def test_empty_query() -> None:
    assert parse("  ") == Query(text="  ")
    assert parse('()"" -') == Query(text='()"" -')


def test_too_many_words_conditions_and_problems_are_cut_and_told() -> None:
    words = parse("cat:cs " + " ".join(f"w{number}" for number in range(100)))
    assert isinstance(words.scored[0], Words)
    assert len(words.scored[0].text.split()) == MAX_WORDS
    assert f"first {MAX_WORDS} words" in messages(words)
    conditions = parse(" ".join(f"-w{number}" for number in range(100)))
    assert len(conditions.constraints) == MAX_CONSTRAINTS
    assert f"first {MAX_CONSTRAINTS} conditions" in messages(conditions)
    assert len(parse(") " * 500 + "cat:cs").problems) == MAX_PROBLEMS


def test_long_text_is_cut_and_told() -> None:
    query = parse("word " * 20_000)
    assert len(query.words) <= 10_000
    assert "first 10,000 characters" in messages(query)


def test_lone_surrogate_is_replaced_without_moving_offsets() -> None:
    query = parse('graph\ud800 "x')
    assert query.words == "graph\ufffd x"
    assert query.problems[0].start == 7


@pytest.mark.parametrize(
    ("text", "constraint"),
    [
        ("system:SuGaR", SystemIs("sugar")),
        ('system:"3D Gaussian Splatting"', SystemIs("3dgaussiansplatting")),
        ("dataset:cifar-10", DatasetIs("cifar10")),
        ("dataset:“CIFAR 10”", DatasetIs("cifar10")),
        ("kind:survey", KindIs("survey")),
        ("kind:reviews", KindIs("survey")),
        ('kind:"Survey"', KindIs("survey")),
        ("has:results", Has("results")),
        ("-has:results", Not(Has("results"))),
        ("-kind:survey", Not(KindIs("survey"))),
        ("dataset:(cifar10 OR imagenet)", Any_((DatasetIs("cifar10"), DatasetIs("imagenet")))),
        ("(kind:theory OR kind:analysis)", Any_((KindIs("theory"), KindIs("analysis")))),
        ("-system:(Larkspur OR Bluebell)", Not(Any_((SystemIs("larkspur"), SystemIs("bluebell"))))),
    ],
)
def test_what_was_read_of_papers_can_be_asked_for(text: str, constraint: Constraint) -> None:
    query = parse(f"graph {text}")
    assert query.constraints == (constraint,)
    assert query.words == "graph"
    assert query.problems == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind:poem", "it can be method, theory, system, dataset, benchmark, survey or analysis"),
        ("system:--", "it has no letter or digit"),
        ("systems:Larkspur", "Did you mean `system:`?"),
        ("data:cifar10", "Did you mean `dataset:`?"),
    ],
)
def test_a_fact_that_cannot_be_asked_for_is_told(text: str, told: str) -> None:
    query = parse(f"graph {text}")
    assert query.constraints == ()
    assert told in messages(query)
