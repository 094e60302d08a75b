"""Formulas that rank a stream: ours and those of others, as they are published."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bench.stream import SERIES, Numbers, Stream
from broadsheet.model.edition import Count, Evidence
from broadsheet.rank.expected import Growth, age_bin, expected, learn
from broadsheet.rank.score import score
from broadsheet.rank.voters import voices
from broadsheet.settings import Weights

Formula = Callable[[Stream, int], Numbers]  # the scores of all papers at the end of a day; -inf for those to come
Points = Callable[[Stream, int], Numbers]
_HOURS = 24.0
_COMMENTS = 1  # place in SERIES


def points(stream: Stream, day: int) -> Numbers:
    """Everything that was ever counted of each paper."""
    votes = np.bincount(stream.votes[stream.votes[:, 0] <= day][:, 2], minlength=len(stream.born))
    points: Numbers = stream.totals[:, day].sum(axis=0) + votes
    return points


def likes(stream: Stream, day: int) -> Numbers:
    """Votes and upvotes alone, which is what the formulas of others were made for."""
    votes = np.bincount(stream.votes[stream.votes[:, 0] <= day][:, 2], minlength=len(stream.born))
    likes: Numbers = stream.totals[0, day] + votes
    return likes


def raw_totals(stream: Stream, day: int) -> Numbers:
    """All counts, added up."""
    return points(stream, day)


def raw_growth(stream: Stream, day: int) -> Numbers:
    """What was added to all counts on the day."""
    return points(stream, day) - points(stream, day - 1)


def hacker_news(unit: float, counted: Points) -> Formula:
    """(p - 1) / (t + 2)^1.8, t in hours, or in units of `unit` hours (news.arc in short: amix.dk/blog/post/19574)."""

    def rank(stream: Stream, day: int) -> Numbers:
        age = np.maximum(day - stream.born, 0) * _HOURS / unit
        score: Numbers = (counted(stream, day) - 1) / (age + 2) ** 1.8
        return score

    return rank


def reddit(unit: float, counted: Points) -> Formula:
    """log10(max(|s|, 1)) + sign(s) · seconds / 45000, seconds since 2005 (reddit's r2, _sorts.pyx)."""

    def rank(stream: Stream, day: int) -> Numbers:
        net = counted(stream, day)
        born = _since_2005(stream) / unit
        score: Numbers = np.log10(np.maximum(np.abs(net), 1.0)) + np.sign(net) * born / 45_000
        return score

    return rank


def lobsters(unit: float, counted: Points) -> Formula:
    """log10(max(|s + 1| + comment points, 1)) · sign(s) + created / 22 hours (lobsters' story.rb).

    Comment points are half of (score + 1) of every comment, at most s; a comment has a score of 1. No tags, no authors.
    """

    def rank(stream: Stream, day: int) -> Numbers:
        comments = stream.totals[_COMMENTS, day]
        net = counted(stream, day) - (comments if counted is points else 0)
        order = np.log10(np.maximum(np.abs(net + 1) + np.minimum(net, comments), 1))
        score: Numbers = order * np.sign(net) + _since_2005(stream) / unit / (22 * 3600)
        return score

    return rank


def _since_2005(stream: Stream) -> Numbers:
    seconds: Numbers = (7_600 + stream.born.astype(np.float64)) * _HOURS * 3600
    return seconds


def ours(
    weights: Weights | None = None, *, with_voices: bool = True, with_expected: bool = True, shrunk: bool = True
) -> Formula:
    """Broadsheet's formula for a day, whole or without one of its ideas.

    Without voices every account counts 1; without expected rates 1 is expected of every count; without shrinkage the
    priors are nearly 0.
    """
    weights = weights or Weights()
    if not shrunk:
        weights = replace(weights, count_prior=0.01, cohort_prior=0.01, surge_prior=0.01)

    def rank(stream: Stream, day: int) -> Numbers:
        counts = _counts(stream, day, weights, with_voices=with_voices, with_expected=with_expected)
        scores = np.full(len(stream.born), -np.inf)
        for paper in np.flatnonzero(stream.born <= day):
            evidence = _evidence(stream, day, int(paper), tuple(counts.get(int(paper), ())))
            scores[paper] = score(evidence, weights, "day").total
        return scores

    return rank


def _counts(
    stream: Stream, day: int, weights: Weights, *, with_voices: bool, with_expected: bool
) -> dict[int, list[Count]]:
    age = day - stream.born
    names = [str(one) for one in stream.category]
    cells: defaultdict[tuple[int, str], int] = defaultdict(int)
    for paper in np.flatnonzero(age >= 0):
        cells[age_bin(age[paper]), names[paper]] += 1
    growth = [
        Growth(paper, *SERIES[place], float(added[paper]), float(age[paper]), names[paper])
        for place, added in enumerate(np.maximum(stream.totals[:, day] - stream.totals[:, day - 1], 0))
        for paper in np.flatnonzero(stream.known[place] & (age >= 0)).tolist()
    ]
    growth += [
        Growth(paper, "vote", "readers", amount, float(age[paper]), names[paper])
        for paper, amount in _voices(stream, day, with_voices=with_voices).items()
    ]
    learned = learn(growth, prior=weights.cohort_prior, papers=cells)
    counts: defaultdict[int, list[Count]] = defaultdict(list)
    for one in growth:
        if one.amount > 0:
            usual = expected(learned, one) if with_expected else 1.0
            counts[one.paper].append(Count(one.kind, one.source, one.amount, usual))
    return counts


def _voices(stream: Stream, day: int, *, with_voices: bool) -> dict[int, float]:
    histories: defaultdict[int, set[int]] = defaultdict(set)
    voters: defaultdict[int, list[int]] = defaultdict(list)
    for when, account, paper in stream.votes[stream.votes[:, 0] <= day].tolist():
        histories[account].add(paper)
        if when == day:
            voters[paper].append(account)
    return {
        paper: voices(accounts, histories, paper) if with_voices else float(len(accounts))
        for paper, accounts in voters.items()
    }


def _evidence(stream: Stream, day: int, paper: int, counts: tuple[Count, ...]) -> Evidence:
    return Evidence(
        age=float(day - stream.born[paper]),
        counts=counts,
        neighbours=50,
        rising=int(stream.rising[paper]),
        expected_rising=float(stream.expected_rising[paper]),
        novelty=float(stream.novelty[paper]),
        has_code=bool(stream.has_code[paper]),
    )
