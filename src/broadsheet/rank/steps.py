"""The formula with a paper's numbers put in, step by step, so that its score can be checked by hand."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from broadsheet.model.edition import Count, Evidence, Period
from broadsheet.rank import words
from broadsheet.rank.lift import bounded, lift
from broadsheet.rank.score import score
from broadsheet.rank.substance import CODE, DATA, NOVELTY, RESULTS
from broadsheet.settings import Weights


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sum: what it gives, the formula with its numbers, its value."""

    name: str
    formula: str
    value: float


def steps(evidence: Evidence, weights: Weights, period: Period) -> tuple[Step, ...]:
    """Return the steps to a paper's score; the last one is the score. Those that give nothing are left out.

    Formulas are written as in docs/ranking.md, with natural logarithms and numbers of up to four decimals.
    """
    made = score(evidence, weights, period)
    parts = " + ".join(_number(part.value) for part in made.parts) or "0"
    half_life = {"day": weights.half_life_day, "week": weights.half_life_week, "month": weights.half_life_month}[period]
    return (
        *_attention(evidence.counts, weights),
        *_surge(evidence, weights),
        *_substance(evidence, weights),
        Step("decay", f"1 / (1 + {_number(evidence.age)} / {_number(half_life)})", made.decay),
        Step("score", f"({parts}) · {_number(made.decay)}", made.total),
    )


def _attention(counts: Sequence[Count], weights: Weights) -> Iterator[Step]:
    by_source: defaultdict[str, list[float]] = defaultdict(list)
    k, cap = _number(weights.count_prior), _number(weights.source_cap)
    for one in counts:
        value = lift(one.amount, one.expected, weights.count_prior)
        if one.kind not in words.NOT_ATTENTION and value > 0:
            formula = f"ln(({_number(one.amount)} + {k}) / ({_number(one.expected)} + {k}))"
            yield Step(f"{one.kind}, {one.source}", formula, value)
            by_source[one.source].append(value)
    best = []
    for source, values in by_source.items():
        formula, total = _diminishing(values, weights)
        if len(values) > 1:
            yield Step(f"together, {source}", formula, total)
        best.append(bounded(total, weights.source_cap))
        yield Step(f"bounded, {source}", f"{cap} · (1 - e^(-{_number(total)} / {cap}))", best[-1])
    formula, total = _diminishing(best, weights)
    if weights.attention * total > 0:
        yield Step("attention", f"{_number(weights.attention)} · ({formula})", weights.attention * total)


def _diminishing(values: Sequence[float], weights: Weights) -> tuple[str, float]:
    """Return the sum of values, each counting less than the one before it, as a formula and as a number."""
    share, ordered = weights.source_share, sorted(values, reverse=True)
    factors = ("", f"{_number(share)} · ", *(f"{_number(share)}^{place} · " for place in range(2, len(ordered))))
    told = (f"{factor}{_number(value)}" for factor, value in zip(factors, ordered, strict=False))
    return " + ".join(told), fsum(value * share**place for place, value in enumerate(ordered))


def _surge(evidence: Evidence, weights: Weights) -> Iterator[Step]:
    found, p = min(evidence.rising, max(evidence.neighbours, 0)), _number(weights.surge_prior)
    value = weights.surge * lift(found, evidence.expected_rising, weights.surge_prior)
    if value > 0:
        ratio = f"({found} + {p}) / ({_number(max(evidence.expected_rising, 0.0))} + {p})"
        yield Step("surge", f"{_number(weights.surge)} · ln({ratio})", value)


def _substance(evidence: Evidence, weights: Weights) -> Iterator[Step]:
    has = ((evidence.has_code, CODE), (evidence.has_data, DATA), (evidence.has_results, RESULTS))
    shares = [share for holds, share in has if holds]
    told = [_number(share) for share in shares]
    if 0.5 < evidence.novelty <= 1:
        shares.append(NOVELTY * (2 * evidence.novelty - 1))
        told.append(f"{_number(NOVELTY)} · (2 · {_number(evidence.novelty)} - 1)")
    value = weights.substance * fsum(shares)
    if value > 0:
        yield Step("substance", f"{_number(weights.substance)} · ({' + '.join(told)})", value)


def _number(value: float) -> str:
    """Return a number with up to four decimals: 12, 0.3, 1.2278."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
