"""What can be clicked and chosen beside a table."""

from dataclasses import dataclass
from typing import Any

from broadsheet.facts.table.model import COLUMNS, HAS, SORTS, TITLES, ColumnName, HasName, SortName, View
from broadsheet.model.facts import PAPER_KINDS
from broadsheet.web.tables.asked import Asked, address_of, changed, sort_value, sorted_by
from broadsheet.web.views.facets import Removable

_HAS_NAMES: dict[HasName, str] = {
    "code": "Code",
    "results": "Claimed results",
    "data": "Named data",
    "system": "A named system",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column: a link that sorts by it, and how the table is sorted by it now."""

    name: SortName
    title: str
    address: str
    sorted: str  # ascending, descending, or empty


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a field of the form can take."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of the form that filters and sorts."""

    columns: tuple[Option, ...]
    kinds: tuple[Option, ...]
    has: tuple[Option, ...]
    sorts: tuple[Option, ...]


def form_of(asked: Asked) -> Form:
    """Build the form with what holds now."""
    return Form(
        columns=tuple(Option(one, TITLES[one], one in asked.view.columns) for one in COLUMNS),
        kinds=tuple(Option(one, one, one == asked.view.kind) for one in PAPER_KINDS),
        has=tuple(Option(one, _HAS_NAMES[one], one in asked.view.has) for one in HAS),
        sorts=_sorts(asked),
    )


def headings_of(asked: Asked) -> tuple[Heading, ...]:
    """Build the headings of the columns that are shown."""

    def heading(name: SortName, title: str) -> Heading:
        now = "" if asked.view.sort != name else "descending" if asked.view.reverse else "ascending"
        return Heading(name, title, address_of(sorted_by(asked, name)), now)

    return (heading("paper", "Paper"), *(heading(one, TITLES[one]) for one in asked.view.columns))


def filters_of(asked: Asked) -> tuple[Removable, ...]:
    """Return the filters that hold, each with the table without it."""
    view = asked.view
    held: list[tuple[str, dict[str, Any]]] = [
        (f"{name}: {value}", {name: ""}) for name, value in _fields(view) if value
    ]
    held += [(_HAS_NAMES[one], {"has": tuple(other for other in view.has if other != one)}) for one in view.has]
    if view.kind:
        held.append((f"kind: {view.kind}", {"kind": None}))
    return tuple(Removable(text, address_of(changed(asked, **without))) for text, without in held)


def _fields(view: View) -> tuple[tuple[str, str], ...]:
    return (("words", view.words), ("dataset", view.dataset), ("metric", view.metric))


def _sorts(asked: Asked) -> tuple[Option, ...]:
    """The orders that the form offers: what a heading does, for where there are none."""
    chosen = sort_value(asked.view)
    options = [Option("", "As found", not chosen)]
    for name in SORTS[1:]:
        title = "Title" if name == "paper" else TITLES[_column(name)]
        first = sort_value(sorted_by(changed(asked, sort="", reverse=False), name).view)
        options.append(Option(first, title, chosen == first))
    if not any(option.chosen for option in options):
        title = "Title" if asked.view.sort == "paper" else TITLES[_column(asked.view.sort)]
        options.append(Option(chosen, f"{title}, the other way round", True))
    return tuple(options)


def _column(name: SortName) -> ColumnName:
    return next(one for one in COLUMNS if one == name)
