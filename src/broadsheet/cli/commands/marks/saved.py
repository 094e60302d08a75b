"""`broadsheet saved`: the papers that were saved."""

from contextlib import closing
from typing import Annotated

import typer

from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, open_console, print_json, styled
from broadsheet.cli.output.listing import byline
from broadsheet.harvest.files.broadsheet import paper_to_json
from broadsheet.model.reader import LOCAL
from broadsheet.render.mathematics import to_plain
from broadsheet.store import marks, papers
from broadsheet.store.database import open_database

EXAMPLES = ("broadsheet saved", "broadsheet saved --limit 500 --json")


def saved(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many.")] = 50,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List the papers that were saved, the latest first."""
    with closing(open_database(settings_of(context).catalog_url)) as database, database.read() as connection:
        total = marks.count(connection, LOCAL, "save")
        held = marks.listed(connection, LOCAL, "save", limit=limit)
        found = {paper.key: paper for paper in papers.get(connection, [one.paper_key for one in held])}
    shown = [(one, found[one.paper_key]) for one in held if one.paper_key in found]
    if json:
        print_json([{**paper_to_json(paper), "saved": one.made.isoformat()} for one, paper in shown])
        return
    console = open_console()
    for one, paper in shown:
        console.print(styled((f"{one.made:%Y-%m-%d}  ", "dim"), (to_plain(paper.title), "bold")))
        console.print(styled(" " * 12), byline(paper), sep="")
    if not total:
        note("No paper is saved. `broadsheet save ID` saves one.")
    elif total > len(shown):
        note(f"{total - len(shown):,} more with --limit {total}.")
