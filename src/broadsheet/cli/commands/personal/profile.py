"""`broadsheet profile`: papers that you care about, out of a file of references."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import clean, note, open_console, print_json, styled
from broadsheet.cli.output.listing import byline
from broadsheet.cli.reader import reader_here
from broadsheet.lib.clock import now
from broadsheet.personal import profile as profiles
from broadsheet.personal.profile import Missing, Profile, Recurring
from broadsheet.render.fragments import counted
from broadsheet.render.mathematics import to_plain
from broadsheet.services import opened

EXAMPLES = ("broadsheet profile refs.bib", "broadsheet profile - < ids.txt", "broadsheet profile --forget")


def profile(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="BibTeX, RIS, or ids one a line; - for standard input.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Learn no longer from papers that were given so.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Learn at once from papers that you care about.

    They are given as a BibTeX or RIS file, or as a list of ids. Those that the library has become examples that
    suggestions learn from; the others are named, with why. What recurs among them is offered to be followed; nothing is
    followed unasked.
    """
    if (file is None) != forget:
        raise typer.BadParameter("give a file, or --forget.")
    reader = reader_here(settings_of(context))
    with opened(settings_of(context), ahead=False) as services:
        if file is None:
            with services.database.write() as connection:
                count = profiles.forget(connection, reader, now())
            note(f"Suggestions no longer learn from {counted(count, 'paper')} that you gave.")
            return
        source = sys.stdin.buffer if str(file) == "-" else file
        read = profiles.read_profile(services.library, source, "standard input" if str(file) == "-" else str(file))
        with services.database.write() as connection:
            added = profiles.keep(connection, reader, read.found, now())
            recurring = profiles.recurring(connection, reader, read.found)
    if json:
        print_json(_to_json(read, added, recurring))
    else:
        _print(read, added, recurring)
    if not read.found:
        raise typer.Exit(1)


def _to_json(read: Profile, added: int, recurring: list[Recurring]) -> dict[str, object]:
    return {
        "found": [paper.id for paper in read.found],
        "added": added,
        "missing": [
            {"file": one.origin, one.unit: one.position, "said": one.said, "reason": one.reason} for one in read.missing
        ],
        "recurring": [
            {"kind": one.wish.kind, "value": one.wish.value, "title": one.wish.title, "papers": one.count}
            for one in recurring
        ],
    }


def _print(read: Profile, added: int, recurring: list[Recurring]) -> None:
    console = open_console()
    for paper in read.found:
        console.print(styled((to_plain(paper.title), "bold")))
        console.print(styled("  "), byline(paper), sep="")
    for one in read.missing:
        note(f"not found: {_told(one)}")
    note(f"Learned from {counted(len(read.found), 'paper')}, {added:,} of them new; {len(read.missing):,} not found.")
    for offer in recurring:
        option = "--author" if offer.wish.kind == "author" else "--category"
        note(f"In {counted(offer.count, 'paper')}: {offer.wish.title}. broadsheet follow {option} '{offer.wish.value}'")


def _told(one: Missing) -> str:
    said = f": “{clean(one.said)}”" if one.said else ""
    return f"{one.origin}, {one.unit} {one.position:,}{said} ({one.reason})"
