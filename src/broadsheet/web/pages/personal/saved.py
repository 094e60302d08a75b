"""The papers that the reader saved: listed, searched, and as files."""

from dataclasses import dataclass
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.harvest.files.writing import json_lines, pieces
from broadsheet.model.query import Problem
from broadsheet.personal.saved import SORTS, Saved, SavedSort, Shelf, read_shelf, to_json
from broadsheet.store.shelf import STATES, ReadingState
from broadsheet.web.http import params
from broadsheet.web.http.negotiate import MEDIA_TYPES
from broadsheet.web.http.reader import need_reader
from broadsheet.web.http.respond import give, show
from broadsheet.web.site import site_of
from broadsheet.web.views.frame import feed_links, frame_for
from broadsheet.web.views.listing import Entry, entries
from broadsheet.web.views.marks import read_marks
from broadsheet.web.views.paging import Pager, pager_for, pages_of

_SIZE = 50
_SORT_NAMES: dict[SavedSort, str] = {"saved": "Saved", "day": "Newest", "title": "Title", "relevance": "Relevance"}
_STATE_NAMES: dict[ReadingState, str] = {"unread": "Unread", "reading": "Reading", "read": "Read"}
_FILE_NAMES = {"bibtex": "BibTeX", "ris": "RIS", "csl": "CSL-JSON", "jsonl": "JSON Lines, with states and notes"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow or order the list; `count` where it says how many papers are left."""

    name: str
    address: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the list."""

    text: str
    state: ReadingState | None
    sort: SavedSort | None


@dataclass(frozen=True, slots=True)
class Row:
    """A saved paper in the list."""

    entry: Entry
    saved: Saved


@dataclass(frozen=True, slots=True)
class SavedPage:
    """Saved papers. `total` counts those of the query in all states, `shown` those of the state asked for."""

    total: int
    shown: int
    asked: Asked
    rows: tuple[Row, ...]
    pager: Pager
    states: tuple[Choice, ...]
    sorts: tuple[Choice, ...]
    files: tuple[tuple[str, str], ...]
    state_names: dict[ReadingState, str]
    problems: tuple[Problem, ...]


def saved(request: Request) -> Response:
    """Show what was saved."""
    site, number = site_of(request), params.page_number(request)
    asked, shelf = _read(request)
    address = links.saved(query=asked.text, state=asked.state or "", sort=asked.sort or "")
    pager = pager_for(address, number, pages_of(len(shelf.items), _SIZE))
    items = shelf.items[(number - 1) * _SIZE : number * _SIZE]
    listed = entries(site, (one.paper for one in items))
    page = SavedPage(
        total=shelf.total,
        shown=len(shelf.items),
        asked=asked,
        rows=tuple(Row(entry, one) for entry, one in zip(listed, items, strict=True)),
        pager=pager,
        states=_states(asked, shelf),
        sorts=_sorts(asked, shelf),
        files=_files(asked),
        state_names=_STATE_NAMES,
        problems=shelf.query.problems,
    )
    frame = frame_for(
        request,
        "Saved · Broadsheet",
        canonical=links.with_page(links.SAVED, number),
        section="saved",
        hidden=True,
        earlier=pager.earlier,
        later=pager.later,
        feeds=(feed_links("Saved papers", links.saved_feed()),),
    )
    return show(request, "personal/saved.html", frame, page, marks=read_marks(request, (one.key for one in listed)))


def saved_file(request: Request) -> Response:
    """Give the list as a file, in the order of the page."""
    file_format = next(one for one, suffix in links.EXPORT_SUFFIXES.items() if request.url.path.endswith(suffix))
    _, shelf = _read(request)
    if file_format == "jsonl":
        text, media_type = "".join(json_lines(to_json(shelf.items))), "application/jsonl"
    else:
        text, media_type = "".join(pieces((one.paper for one in shelf.items), file_format)), MEDIA_TYPES[file_format]
    name = f"saved{links.EXPORT_SUFFIXES[file_format]}"
    return give(request, text, media_type, {"Content-Disposition": f'attachment; filename="{name}"'})


def _read(request: Request) -> tuple[Asked, Shelf]:
    site, reader = site_of(request), need_reader(request)
    asked = Asked(
        text=params.text(request, "q"),
        state=cast(ReadingState | None, _one_of(request, "state", STATES)),
        sort=cast(SavedSort | None, _one_of(request, "sort", SORTS)),
    )
    today = site.services.clock().date()
    library = site.services.library
    return asked, read_shelf(library, reader, text=asked.text, state=asked.state, sort=asked.sort, today=today)


def _files(asked: Asked) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, links.saved_file(one, query=asked.text, state=asked.state or "", sort=asked.sort or ""))
        for one, name in _FILE_NAMES.items()
    )


def _one_of(request: Request, name: str, allowed: tuple[str, ...]) -> str | None:
    given = params.text(request, name)
    if given and given not in allowed:
        raise HTTPException(400, f"The {name} of this list is one of {', '.join(allowed)}.")
    return given or None


def _states(asked: Asked, shelf: Shelf) -> tuple[Choice, ...]:
    def choice(name: str, state: ReadingState | None, count: int) -> Choice:
        address = links.saved(query=asked.text, state=state or "", sort=asked.sort or "")
        return Choice(name, address, asked.state == state, count)

    every = choice("All", None, shelf.total)
    return (every, *(choice(name, state, shelf.counts[state]) for state, name in _STATE_NAMES.items()))


def _sorts(asked: Asked, shelf: Shelf) -> tuple[Choice, ...]:
    offered = [one for one in SORTS if one != "relevance" or shelf.query.words]
    return tuple(
        Choice(_SORT_NAMES[one], links.saved(query=asked.text, state=asked.state or "", sort=one), shelf.sort == one)
        for one in offered
    )
