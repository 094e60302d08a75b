"""How well abstracts are read: names, long forms, addresses, results, datasets, kind; and how fast.

Measured on the 160 annotated seed papers, out of fold where anything is learned (`bench.out_of_fold`), beside a plain
extraction (`bench.plain_facts`); then on 200 random papers of arXiv that were read twice, against each reader, beside
the agreement of the two. `bench.fact_scores` says what counts as right, and how the intervals are made.

    python -m bench extract                       all of it, kept in bench/results/extract.jsonl
    python -m bench extract --draft               the 160 alone, not kept
    python -m bench extract --training            the papers to learn from, out of fold, not kept
    python -m bench extract --errors results      what is missed (-) and wrong (+) in these two; of the 200, never
    … --shipped                                   with the weights as shipped, which saw these papers: quick, too good
"""

import argparse
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from bench.annotated import Annotated, development, judged, training
from bench.fact_errors import PARTS as ERRORS
from bench.fact_errors import print_errors
from bench.fact_scores import Score, Scores, accuracy, as_facts, kappa, measured
from bench.fact_speed import growth, speed
from bench.out_of_fold import Papers, Readings, read_all, read_out_of_fold
from bench.plain_facts import read_plainly
from bench.report import Figure, publish

TO_REACH = {
    "systems": (0.90, 0.85),
    "long forms": (0.95, 0.85),
    "addresses": (0.99, 0.98),
    "results": (0.90, 0.80),
    "datasets": (0.90, 0.80),
}
KIND_TO_REACH = 0.85
_ALL: tuple[Papers, ...] = ("development", "training")


def main(arguments: Sequence[str] = ()) -> None:
    """Measure all and keep the figures; with options, print what they ask for."""
    options = _options(arguments)
    if options.errors:
        for which in _chosen(options) or _ALL:
            papers, readings = _read(which, shipped=options.shipped)
            print_errors(options.errors, papers, readings.facts)
    elif chosen := _chosen(options):
        for which in chosen:
            papers, readings = _read(which, shipped=options.shipped)
            _judge(f"{len(papers)} papers of {which}()", papers, readings, reach=True)
    else:
        publish("extract", [*_on_development(), *_on_judged(), *speed(), *growth()])


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench extract", description=__doc__)
    parser.add_argument("--errors", choices=ERRORS, help="print what is missed and what is wrong")
    parser.add_argument("--training", action="store_true", help="measure on the papers to learn from")
    parser.add_argument("--draft", action="store_true", help="measure on the 160 alone")
    parser.add_argument("--shipped", action="store_true", help="read with the weights as shipped")
    return parser.parse_args(arguments)


def _on_development() -> list[Figure]:
    papers, readings = _read("development")
    figures = _judge("160 papers", papers, readings, reach=True)
    plain = Readings([read_plainly(paper.title, paper.abstract) for paper in papers])
    return figures + _judge("160 papers, plain extraction", papers, plain)


def _on_judged() -> list[Figure]:
    first, second = judged("first"), judged("second")
    readings = read_all(first)
    return [
        *_judge("200 papers of arXiv, first reader", first, readings),
        *_judge("200 papers of arXiv, second reader", second, readings),
        *_judge(
            "200 papers of arXiv, the second reader by the first", first, Readings([as_facts(one) for one in second])
        ),
    ]


def _chosen(options: argparse.Namespace) -> list[Papers]:
    return [which for which, wanted in zip(_ALL, (options.draft, options.training), strict=True) if wanted]


def _read(which: Papers, *, shipped: bool = False) -> tuple[list[Annotated], Readings]:
    papers = development() if which == "development" else training()
    return papers, read_all(papers) if shipped else read_out_of_fold(papers, which)


def _judge(what: str, papers: Sequence[Annotated], readings: Readings, *, reach: bool = False) -> list[Figure]:
    """Print a table of what was measured, and return its figures."""
    scores = measured(papers, readings.facts)
    right, agreement = accuracy(papers, readings.facts), kappa(papers, readings.facts)
    held_out = f"; out of fold: {', '.join(readings.out_of_fold)}" if readings.out_of_fold else ""
    _print(f"{what}{held_out}", scores, right, agreement)
    figures = [
        figure
        for part, score in scores.items()
        for figure in _figures(f"{what}: {part}", score, TO_REACH.get(part) if reach else None)
    ]
    target = KIND_TO_REACH if reach else None
    return [
        *figures,
        Figure(f"{what}: kind, accuracy", right.value, "", target, True, right.low, right.high),
        Figure(f"{what}: kind, kappa", agreement.value, "", None, True, agreement.low, agreement.high),
    ]


def _figures(what: str, scores: Scores, reach: tuple[float, float] | None) -> list[Figure]:
    precision, recall = reach or (None, None)
    named = (("precision", scores.precision, precision), ("recall", scores.recall, recall), ("F1", scores.f1, None))
    return [Figure(f"{what}, {name}", one.value, "", target, True, one.low, one.high) for name, one, target in named]


def _print(title: str, scores: dict[str, Scores], right: Score, agreement: Score) -> None:
    table = Table(title=title, title_justify="left")
    for heading in ("what", "precision", "recall", "F1", "right", "found", "annotated"):
        table.add_column(heading, justify="left" if heading == "what" else "right", no_wrap=True)
    for part, one in scores.items():
        counts = (one.count.right, one.count.found, one.count.said)
        table.add_row(part, *map(_shown, (one.precision, one.recall, one.f1)), *map(str, counts))
    table.add_row("kind: accuracy", _shown(right))
    table.add_row("kind: kappa", _shown(agreement))
    Console(width=140).print(table)


def _shown(score: Score) -> str:
    return f"{score.value:.3f} ({score.low:.2f}–{score.high:.2f})"
