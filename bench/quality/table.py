"""The table as it is printed, and as docs/quality.md holds it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.table import Table

from bench.quality.comparing import Compared
from bench.quality.measures import MEASURES, Scored
from bench.quality.systems import SHIPPED
from bench.report import Figure

# Collection, measure, least value.
_TARGETS = (
    ("SciFact test", "nDCG@10", 0.755),
    ("Cranfield", "nDCG@10", 0.40),
    ("CISI", "nDCG@10", 0.42),
    ("seeds by summary, among 400", "MRR@10", 0.98),
    ("seeds by summary, among 133k", "MRR@10", 0.90),
)
_MARKS = {"better": "▲", "worse": "▼", "": ""}


def figures(table: Sequence[Scored]) -> list[Figure]:
    """Return what is to be reached, as far as it was measured."""
    shipped = {one.collection.name: one for one in table if one.system == SHIPPED}
    return [
        Figure(f"{name}, {measure}", round(shipped[name].mean(measure), 4), "", least, True)
        for name, measure, least in _TARGETS
        if name in shipped
    ]


def printed(
    table: Sequence[Scored],
    compared: Mapping[tuple[str, str], Compared],
    since: Mapping[str, Compared],
    last: Mapping[tuple[str, str, int], Mapping[str, float]],
) -> Table:
    """Return the table for a terminal: each measure with its difference to the last run."""
    made = Table(title="system × collection; beside each mean its difference to the last stored run")
    for heading in ("collection", "system", *MEASURES, "shipped is better by", "p (Holm)"):
        made.add_column(heading, justify="left" if heading in ("collection", "system") else "right", no_wrap=True)
    for _, group in groupby(table, key=lambda one: one.collection.name):
        for place, one in enumerate(group):
            name = one.collection.name
            count = len(one.collection.questions)
            title = f"{name} ({count})" if place == 0 else ""
            before = last.get((name, one.system, count), {})
            means = [_mean(one, measure, before) for measure in MEASURES]
            beside = since.get(name) if one.system == SHIPPED else compared.get((name, one.system))
            made.add_row(title, one.system, *means, *_verdict(beside))
        made.add_section()
    return made


def markdown(table: Sequence[Scored], compared: Mapping[tuple[str, str], Compared]) -> Iterator[str]:
    """Yield the lines of a table with one row for each collection, by the collection's own measure."""
    names = list(dict.fromkeys(one.system for one in table))
    yield f"| collection | questions | measure | {' | '.join(names)} |"
    yield f"| --- | ---: | --- |{' ---: |' * len(names)}"
    for name, group in groupby(table, key=lambda one: one.collection.name):
        by_system = {one.system: one for one in group}
        first = next(iter(by_system.values())).collection
        cells = [_cell(by_system.get(system), compared.get((name, system))) for system in names]
        yield f"| {name} | {len(first.questions)} | {first.measure} | {' | '.join(cells)} |"


def _cell(one: Scored | None, compared: Compared | None) -> str:
    if one is None:
        return ""
    mark = _MARKS[compared.verdict] if compared else ""
    return f"{one.mean():.3f} {mark}".strip()


def _mean(one: Scored, measure: str, last: Mapping[str, float]) -> str:
    mean = one.mean(measure)
    change = "" if measure not in last else _signed(round(mean, 4) - last[measure])
    return f"{mean:.4f} {change:>7}"


def _signed(change: float) -> str:
    return "=" if abs(change) < 0.00005 else f"{change:+.4f}"


def _verdict(beside: Compared | None) -> tuple[str, str]:
    if beside is None:
        return "", ""
    against = " than last" if beside.against == "last run" else ""
    return f"{beside.difference:+.4f}{against} {_MARKS[beside.verdict] or ' '}", f"{beside.chance:.4f}"
