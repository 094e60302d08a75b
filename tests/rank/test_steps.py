"""The sum that a reader can check by hand: its lines are right, each by itself, and lead to the score."""

from math import e, isclose, log

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.model.edition import PERIODS, Count, Evidence, Period
from broadsheet.rank.score import score
from broadsheet.rank.steps import Step, steps
from broadsheet.settings import Weights

WEIGHTS = Weights()
# As they are kept with an edition: to three decimals.
amounts = st.integers(0, 3_000_000).map(lambda number: number / 1_000)
shares = st.integers(0, 1_000).map(lambda number: number / 1_000)
counts = st.builds(
    Count,
    kind=st.sampled_from(("vote", "upvotes", "comments", "stars", "fwci")),
    source=st.sampled_from(("readers", "huggingface", "github")),
    amount=amounts,
    expected=amounts,
)
evidence = st.builds(
    Evidence,
    age=st.integers(0, 900).map(float),
    counts=st.lists(counts, max_size=6).map(tuple),
    neighbours=st.integers(0, 30),
    rising=st.integers(0, 30),
    expected_rising=shares.map(lambda share: 30 * share),
    novelty=shares,
    has_code=st.booleans(),
    has_data=st.booleans(),
    has_results=st.booleans(),
)


def by_hand(step: Step) -> float:
    """Compute what a line says, with the digits that it shows."""
    text = step.formula.replace("·", "*").replace("^", "**")
    return float(eval(text, {"__builtins__": {}, "ln": log, "e": e}))


@given(evidence, st.sampled_from(PERIODS))
def test_every_line_gives_its_value_and_the_last_one_the_score(one: Evidence, period: Period) -> None:
    lines = steps(one, WEIGHTS, period)
    for line in lines:
        assert isclose(by_hand(line), line.value, rel_tol=2e-3, abs_tol=1e-3)
    made = score(one, WEIGHTS, period)
    assert (lines[-1].name, lines[-1].value) == ("score", made.total)
    found = {line.name: line.value for line in lines}
    assert {part.name for part in made.parts} == {"attention", "surge", "substance"} & found.keys()
    for part in made.parts:
        assert isclose(found[part.name], part.value, rel_tol=1e-12)


def test_the_lines_are_written_as_in_the_documentation() -> None:
    told = steps(
        Evidence(
            age=1,
            counts=(
                Count("stars", "github", 3, 1.36),
                Count("upvotes", "huggingface", 12, 2.1),
                Count("comments", "huggingface", 2, 0.4),
            ),
            neighbours=30,
            rising=7,
            expected_rising=2.4,
            novelty=0.9,
            has_code=True,
        ),
        WEIGHTS,
        "day",
    )
    assert [f"{line.name}: {line.formula} = {line.value:.3f}" for line in told] == [
        "stars, github: ln((3 + 2) / (1.36 + 2)) = 0.397",
        "upvotes, huggingface: ln((12 + 2) / (2.1 + 2)) = 1.228",
        "comments, huggingface: ln((2 + 2) / (0.4 + 2)) = 0.511",
        "bounded, github: 6 · (1 - e^(-0.3975 / 6)) = 0.385",
        "together, huggingface: 1.2281 + 0.25 · 0.5108 = 1.356",
        "bounded, huggingface: 6 · (1 - e^(-1.3558 / 6)) = 1.214",
        "attention: 1 · (1.2135 + 0.25 · 0.3846) = 1.310",
        "surge: 0.5 · ln((7 + 5) / (2.4 + 5)) = 0.242",
        "substance: 0.3 · (0.3 + 0.3 · (2 · 0.9 - 1)) = 0.162",
        "decay: 1 / (1 + 1 / 7) = 0.875",
        "score: (1.3097 + 0.2417 + 0.162) · 0.875 = 1.499",
    ]


def test_what_gives_nothing_has_no_line() -> None:
    assert [line.name for line in steps(Evidence(3), WEIGHTS, "week")] == ["decay", "score"]
