"""What the address of a table asks for, and the address that asks for it."""

from dataclasses import dataclass, field, replace
from typing import Any, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request

from broadsheet import links
from broadsheet.facts.table.model import COLUMNS, HAS, SORTS, ColumnName, HasName, SortName, View
from broadsheet.model.facts import PAPER_KINDS, PaperKind
from broadsheet.web.http import params

_LONGEST = 200  # characters of what is filtered by
# What is most sought stands first when a heading is clicked for the first time.
_GREATEST_FIRST: frozenset[SortName] = frozenset(["results", "code", "date"])


@dataclass(frozen=True, slots=True)
class Asked:
    """Which papers, and how they are shown. Papers of an edition or saved ones are searched for `text`."""

    text: str = ""
    edition: str = ""
    saved: bool = False
    view: View = field(default_factory=View)

    @property
    def names_papers(self) -> bool:
        """Whether it says of which papers the table is to be."""
        return bool(self.text or self.edition or self.saved)


def read_asked(request: Request) -> Asked:
    """Read an address; 400 where it asks for what there is not."""
    sort = params.text(request, "sort")
    view = View(
        sort=cast(SortName, _one_of("order of a table", sort.removeprefix("-"), SORTS)),
        reverse=sort.startswith("-"),
        kind=cast(PaperKind, _one_of("kind of a paper", params.text(request, "kind"), PAPER_KINDS)) or None,
        has=cast(tuple[HasName, ...], _several(request, "has", HAS)),
        dataset=params.text(request, "dataset")[:_LONGEST],
        metric=params.text(request, "metric")[:_LONGEST],
        words=params.text(request, "words")[:_LONGEST],
        columns=cast(tuple[ColumnName, ...], _several(request, "columns", COLUMNS)) or COLUMNS,
    )
    return Asked(
        text=params.text(request, "q"),
        edition=params.text(request, "edition")[:_LONGEST],
        saved=params.text(request, "saved") == "1",
        view=view,
    )


def address_of(asked: Asked) -> str:
    """The address of a table."""
    return links.table(asked.text, **_parameters(asked))


def file_address(asked: Asked, file_format: str) -> str:
    """The address of a table as a file; `file_format` is a key of `links.TABLE_SUFFIXES`."""
    return links.table_file(file_format, asked.text, **_parameters(asked))


def changed(asked: Asked, **view: Any) -> Asked:
    """The same papers, shown otherwise."""
    return replace(asked, view=replace(asked.view, **view))


def sorted_by(asked: Asked, name: SortName) -> Asked:
    """The same table as a click on a heading brings it: sorted, and the other way round at the second click."""
    again = asked.view.sort == name
    return changed(asked, sort=name, reverse=not asked.view.reverse if again else name in _GREATEST_FIRST)


def sort_value(view: View) -> str:
    """An order as addresses have it."""
    return f"{'-' if view.reverse and view.sort else ''}{view.sort}"


def _parameters(asked: Asked) -> dict[str, str]:
    view = asked.view
    return {
        "edition": asked.edition,
        "saved": "1" if asked.saved else "",
        "sort": sort_value(view),
        "kind": view.kind or "",
        "has": ",".join(view.has),
        "dataset": view.dataset,
        "metric": view.metric,
        "words": view.words,
        "columns": ",".join(view.columns) if view.columns != COLUMNS else "",
    }


def _one_of(what: str, given: str, allowed: tuple[str, ...]) -> str:
    if given and given not in allowed:
        raise HTTPException(400, f"The {what} is one of {', '.join(filter(None, allowed))}.")
    return given


def _several(request: Request, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    given = [one.strip() for value in params.texts(request, name) for one in value.split(",")]
    wanted = {_one_of(f"value of “{name}”", one, allowed) for one in given if one}
    return tuple(one for one in allowed if one in wanted)
