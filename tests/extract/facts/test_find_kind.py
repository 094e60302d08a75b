"""Which kind of paper it is."""

import pytest

from broadsheet.extract.facts.read import read


@pytest.mark.parametrize(
    ("kind", "title", "abstract"),
    [
        (
            "method",
            "QuillSort: Efficient Letter Sorting via Learned Weights",
            "We propose QuillSort, a novel framework for letter sorting. Our method combines learned weights with a "
            "fast search. Extensive experiments show that our approach outperforms state-of-the-art baselines.",
        ),
        (
            "theory",
            "Optimal Convergence Rates of Stochastic Letter Descent",
            "We prove that stochastic descent converges at the optimal rate under smoothness. We derive matching upper "
            "and lower bounds, and show that the bounds are tight for convex functions.",
        ),
        (
            "survey",
            "A Survey of Letter Sorting",
            "This survey gives a comprehensive review of letter sorting. We review the literature, give a taxonomy "
            "of existing approaches, and discuss open challenges and future research directions.",
        ),
        (
            "analysis",
            "Do Language Models Understand Letters? An Empirical Study",
            "We investigate whether language models understand letters. We find that models differ. Our "
            "findings suggest that understanding is limited. We observe a correlation with size.",
        ),
    ],
)
def test_a_plain_paper_of_a_kind_is_told(kind: str, title: str, abstract: str) -> None:
    assert read(title, abstract).first("kind") == kind


def test_a_kind_is_one_and_has_a_probability() -> None:
    (fact,) = read("A Survey of Letter Sorting", "We review what is known of sorting letters, and what is not.").of(
        "kind"
    )
    assert 1 / 7 < fact.confidence <= 1
    assert (fact.where, fact.start, fact.end) == ("", 0, 0)


def test_a_paper_without_text_has_no_kind() -> None:
    assert read("", "").of("kind") == ()


def test_a_title_alone_tells_a_survey_and_nothing_else() -> None:
    assert read("A Survey of Letter Sorting", "").first("kind") == "survey"
    assert read("QuillSort: Efficient Letter Sorting via Learned Weights", "").of("kind") == ()
