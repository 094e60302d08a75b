"""`broadsheet saved`: the papers that were saved."""

import sys
from typing import Annotated

import typer

from broadsheet.cli.choices import ExportFormat
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, open_console, print_json, styled
from broadsheet.cli.output.listing import byline
from broadsheet.cli.output.personal import SavedOrder, State
from broadsheet.cli.reader import reader_here
from broadsheet.harvest.files.writing import json_lines, pieces
from broadsheet.lib.clock import now
from broadsheet.personal.saved import Saved, Shelf, read_shelf, to_json
from broadsheet.render.mathematics import to_plain
from broadsheet.services import opened

EXAMPLES = (
    "broadsheet saved",
    "broadsheet saved sparse attention --state unread",
    "broadsheet saved --format bibtex > saved.bib",
)


def saved(
    context: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help="A search within them and their notes.")
    ] = None,
    state: Annotated[State | None, typer.Option("--state", help="Only unread, reading or read ones.")] = None,
    sort: Annotated[SavedOrder | None, typer.Option("--sort", help="Order.", show_default="saved")] = None,
    format_: Annotated[ExportFormat | None, typer.Option("--format", "-f", help="Write all of them so.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many to list.")] = 50,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List, search or write out the papers that were saved.

    The latest stands first. A search looks into the notes too, and puts the best first.
    `broadsheet shelf` sets state and note of one. JSON and JSON Lines hold both; BibTeX, RIS and CSL-JSON hold the
    citations.
    """
    reader = reader_here(settings_of(context))
    with opened(settings_of(context), ahead=bool(query)) as services:
        found = read_shelf(
            services.library,
            reader,
            text=" ".join(query or ()),
            state=state.kept if state else None,
            sort=sort.value if sort else None,
            today=now().date(),
        )
    for problem in found.query.problems:
        note(f"note: {problem.message}")
    if format_ is not None:
        _write(found, format_.value)
    elif json:
        print_json(list(to_json(found.items[:limit])))
    else:
        _print(found, limit)


def _write(found: Shelf, format_: str) -> None:
    lines = (
        json_lines(to_json(found.items)) if format_ == "jsonl" else pieces((one.paper for one in found.items), format_)
    )
    for piece in lines:
        sys.stdout.buffer.write(piece.encode())
    sys.stdout.buffer.flush()


def _print(found: Shelf, limit: int) -> None:
    console = open_console()
    for one in found.items[:limit]:
        console.print(styled((f"{one.saved:%Y-%m-%d}  ", "dim"), (to_plain(one.paper.title), "bold"), _state(one)))
        console.print(styled(" " * 12), byline(one.paper), sep="")
        for line in one.kept.note.splitlines():
            console.print(styled(" " * 12, (line, "italic")))
    if not found.items:
        asked = found.query.text or found.total
        note("No saved paper fits." if asked else "No paper is saved. `broadsheet save ID` saves one.")
    elif (total := len(found.items)) > limit:
        note(f"{total - limit:,} more with --limit {total}.")


def _state(one: Saved) -> tuple[str, str]:
    return (f"  {one.kept.state}" if one.kept.state != "unread" else "", "cyan")
