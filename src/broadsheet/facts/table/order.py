"""Which rows of a table pass, and in which order."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from broadsheet.facts.table.model import HasName, Row, SortName, Value, View
from broadsheet.model.entities import entity_key
from broadsheet.model.names import fold, title_key

_HOLDS: dict[HasName, Callable[[Row], bool]] = {
    "code": lambda row: any(not value.note for value in row.cells["code"]),
    "results": lambda row: bool(row.cells["results"]),
    "data": lambda row: bool(row.cells["data"]),
    "system": lambda row: bool(row.cells["system"]),
}


def arranged(rows: Iterable[Row], view: View) -> tuple[Row, ...]:
    """Return the rows that pass, in the order asked for; rows without what they are sorted by come last."""
    passing = [row for row in rows if _passes(row, view)]
    if view.metric:
        wanted = fold(view.metric)
        passing = [one for row in passing if (one := _of_metric(row, wanted)).cells["results"]]
    return tuple(_sorted(passing, view) if view.sort else passing)


def has_metric(value: Value, wanted: str) -> bool:
    """Whether a result is of a metric with these words, folded by `model.names.fold`."""
    measure = value.fact.measure if value.fact else None
    return measure is not None and wanted != "" and f" {wanted} " in f" {fold(measure.metric)} "


def _passes(row: Row, view: View) -> bool:
    if view.kind and not any(value.text == view.kind for value in row.cells["kind"]):
        return False
    if not all(_HOLDS[has](row) for has in view.has):
        return False
    if view.dataset:
        key = entity_key(view.dataset)
        if not any(entity_key(value.text) == key for value in row.cells["data"]):
            return False
    return not view.words or _has_words(row, fold(view.words).split())


def _has_words(row: Row, wanted: Sequence[str]) -> bool:
    said = [value.text for values in row.cells.values() for value in values]
    said += [value.note for values in row.cells.values() for value in values]
    text = fold(" ".join((row.paper.title, *said)))
    return bool(wanted) and all(word in text for word in wanted)


def _of_metric(row: Row, wanted: str) -> Row:
    kept = tuple(value for value in row.cells["results"] if has_metric(value, wanted))
    return replace(row, cells={**row.cells, "results": kept})


def _sorted(rows: list[Row], view: View) -> list[Row]:
    by_number = view.sort == "results" and view.metric
    key = _by_number(rows, greatest=view.reverse) if by_number else _KEYS[view.sort]
    keyed = [(key(row), row) for row in rows]
    full = [(value, row) for value, row in keyed if value is not None]
    full.sort(key=lambda one: one[0], reverse=view.reverse)
    return [row for _, row in full] + [row for value, row in keyed if value is None]


def _by_number(rows: list[Row], *, greatest: bool) -> Callable[[Row], Any]:
    """By the number of the metric, those of the unit that most rows have first: 3 points are not less than 90 %."""
    units = Counter(unit for row in rows for unit in {unit for unit, _ in _numbers(row)})
    places = {unit: place for place, (unit, _) in enumerate(units.most_common())}

    def key(row: Row) -> Any:
        numbers = _numbers(row)
        if not numbers:
            return None
        unit = min((unit for unit, _ in numbers), key=lambda one: places[one])
        of_unit = [number for other, number in numbers if other == unit]
        place = places[unit]
        return (-place if greatest else place, max(of_unit) if greatest else min(of_unit))

    return key


def _numbers(row: Row) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for value in row.cells["results"]:
        measure = value.fact.measure if value.fact else None
        if measure is None:
            continue
        number = measure.high if measure.high is not None else measure.low
        if number is not None and math.isfinite(number):
            found.append((measure.unit, number))
    return found


def _text(name: SortName) -> Callable[[Row], Any]:
    return lambda row: next((fold(value.text) for value in row.cells[name]), None)  # type: ignore[index]


_KEYS: dict[SortName, Callable[[Row], Any]] = {
    "paper": lambda row: title_key(row.paper.title) or None,
    "system": _text("system"),
    "line": _text("line"),
    "kind": _text("kind"),
    "data": _text("data"),
    "results": lambda row: len(row.cells["results"]) or None,
    "code": lambda row: len(row.cells["code"]) or None,
    "date": lambda row: row.paper.day,
}
