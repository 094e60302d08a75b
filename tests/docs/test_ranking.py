"""The worked example of docs/ranking.md: by the steps it describes, by the program, and as it is printed there."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from math import exp, floor, log
from pathlib import Path

import pytest

from broadsheet.model.edition import Count, Evidence
from broadsheet.rank.expected import Growth, expected, learn
from broadsheet.rank.score import score
from broadsheet.rank.voters import voices
from broadsheet.settings import SETTINGS, Weights

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "ranking.md").read_text(encoding="utf-8")
WEIGHTS = Weights()

# Stars that papers got on a day, by age in days and category. The paper of the example is the first of the first row.
STARS = {
    (1, "math.CO"): (3, 0, 0, 1, 0, 0),
    (1, "cs.LG"): (12, 4, 9, 0, 30, 2, 7, 16),
    (5, "math.CO"): (1, 0, 0, 0, 0, 0, 1, 0, 0, 0),
    (5, "cs.LG"): (2, 0, 5, 1, 8, 0, 3, 0, 1, 4),
}
EVIDENCE = Evidence(
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
)


def bounded(amounts: Sequence[float], above: float) -> tuple[float, float]:
    """The sum in which no amount counts more than the bound, and the bound."""
    grown = sorted(amount for amount in amounts if amount > 0)
    bound = max(above, grown[floor(0.95 * (len(grown) - 1))]) if len(grown) > 1 else above
    return sum(min(amount, bound) for amount in grown), bound


def drawn(total: float, size: int, rate: float) -> float:
    """A rate that is drawn to another."""
    weight = max(WEIGHTS.cohort_prior, 1 / rate)
    return (total + weight * rate) / (size + weight)


def expectation() -> tuple[float, list[str]]:
    """What was to be expected of the example's paper, and the lines that lead there."""
    others = {cell: amounts[1:] if cell == (1, "math.CO") else amounts for cell, amounts in STARS.items()}
    every = [amount for amounts in others.values() for amount in amounts]
    total, bound = bounded(every, 1)
    overall = (total + 1) / (len(every) + 1)
    lines = [f"overall = ({total:g} + 1) / ({len(every)} + 1) = {overall:.3f}, no paper counting more than {bound:g}"]
    of_age, of_cell = {}, {}
    for age in (1, 5):
        amounts = [amount for (at, _), cell in others.items() if at == age for amount in cell]
        total, bound = bounded(amounts, 1)
        of_age[age] = drawn(total, len(amounts), overall)
        lines.append(
            f"of age {age} = ({total:g} + 10 · {overall:.3f}) / ({len(amounts)} + 10) = {of_age[age]:.3f}, "
            f"no paper counting more than {bound:g}"
        )
        of_cell[age] = bounded(others[age, "math.CO"], bound)[0]
    sizes = {age: len(others[age, "math.CO"]) for age in (1, 5)}
    found, usual = sum(of_cell.values()), sum(size * of_age[age] for age, size in sizes.items())
    counts = max(10 * overall, 1)
    pace = (found + counts) / (usual + counts)
    lines.append(f"pace of math.CO = ({found:g} + {counts:.2f}) / ({usual:.2f} + {counts:.2f}) = {pace:.3f}")
    rate = drawn(of_cell[1], sizes[1], of_age[1] * pace)
    lines.append(f"expected = ({of_cell[1]:g} + 10 · {of_age[1]:.3f} · {pace:.3f}) / ({sizes[1]} + 10) = {rate:.2f}")
    return rate, lines


def lines_of_the_score() -> Iterator[str]:
    """The lines from the evidence to the score."""
    prior, cap = WEIGHTS.count_prior, WEIGHTS.source_cap
    lifts = [log((one.amount + prior) / (one.expected + prior)) for one in EVIDENCE.counts]
    for one, lift in zip(EVIDENCE.counts, lifts, strict=True):
        yield f"{one.kind}: ln(({one.amount:g} + 2) / ({one.expected:g} + 2)) = {lift:.3f}"
    both = lifts[1] + WEIGHTS.source_share * lifts[2]
    github, huggingface = (cap * (1 - exp(-value / cap)) for value in (lifts[0], both))
    yield f"GitHub: 6 · (1 - e^(-{lifts[0]:.3f} / 6)) = {github:.3f}"
    yield f"Hugging Face: {lifts[1]:.3f} + 0.25 · {lifts[2]:.3f} = {both:.3f}"
    yield f"6 · (1 - e^(-{both:.3f} / 6)) = {huggingface:.3f}"
    attention = WEIGHTS.attention * (huggingface + WEIGHTS.source_share * github)
    yield f"attention = 1 · ({huggingface:.3f} + 0.25 · {github:.3f}) = {attention:.3f}"
    surge = WEIGHTS.surge * log((7 + WEIGHTS.surge_prior) / (2.4 + WEIGHTS.surge_prior))
    yield f"surge = 0.5 · ln((7 + 5) / (2.4 + 5)) = {surge:.3f}"
    substance = WEIGHTS.substance * (0.3 + 0.3 * (2 * 0.9 - 1))
    yield f"substance = 0.3 · (0.3 + 0.3 · (2 · 0.9 - 1)) = {substance:.3f}"
    fading = 1 / (1 + 1 / WEIGHTS.half_life_day)
    yield f"decay = 1 / (1 + 1 / 7) = {fading:.3f}"
    total = (attention + surge + substance) * fading
    yield f"score = ({attention:.3f} + {surge:.3f} + {substance:.3f}) · {fading:.3f} = {total:.3f}"
    assert score(EVIDENCE, WEIGHTS, "day").total == pytest.approx(total)


def test_what_is_expected_in_the_example_is_what_the_program_expects() -> None:
    growth = [
        Growth(0, "stars", "github", amount, age, category)
        for (age, category), amounts in STARS.items()
        for amount in amounts
    ]
    rate, lines = expectation()
    assert expected(learn(growth, prior=WEIGHTS.cohort_prior), growth[0]) == pytest.approx(rate)
    assert f"{rate:.2f}" == f"{EVIDENCE.counts[0].expected:.2f}"
    assert [line for line in lines if line not in PAGE] == []


@pytest.mark.parametrize("cell", STARS, ids=str)
def test_the_stars_of_the_example_are_printed(cell: tuple[int, str]) -> None:
    age, category = cell
    assert f"| {age} | {category} | {', '.join(map(str, STARS[cell]))} |" in PAGE


def test_the_score_of_the_example_is_printed_line_by_line() -> None:
    assert [line for line in lines_of_the_score() if line not in PAGE] == []


def test_the_reasons_of_the_example_are_printed() -> None:
    assert all(part.reason in PAGE for part in score(EVIDENCE, WEIGHTS, "day").parts)


def test_the_voices_of_the_example_are_printed() -> None:
    known = {account: set(range(100 * account, 100 * account + 30)) for account in range(1, 9)}
    ring = {account: set(range(12)) for account in range(20, 32)}
    everybody = {**known, **ring}
    cases = {
        "8 known readers": voices(known, everybody),
        "12 accounts that always vote together": voices(ring, everybody),
        "both": voices(everybody, everybody),
        "100 accounts that never voted before": voices(range(200, 300), everybody),
        "one of the readers": voices([1], everybody),
        "100 accounts in a library where nobody did": voices(range(200, 300), {}),
    }
    assert [name for name, found in cases.items() if f"| {name} | {found:.2f} |" not in PAGE] == []


@pytest.mark.parametrize("field", fields(Weights), ids=lambda field: str(field.name))
def test_every_weight_is_in_the_table(field: object) -> None:
    name = field.name  # type: ignore[attr-defined]
    setting = next(one for one in SETTINGS if one.name == f"BROADSHEET_RANK_{name.upper()}")
    assert f"| `{name}` | {setting.default} |" in PAGE
