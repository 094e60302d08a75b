"""`broadsheet for-you`: papers suggested to the reader, each with why."""

from typing import Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, open_console, print_json, styled
from broadsheet.cli.output.listing import byline
from broadsheet.cli.reader import reader_here
from broadsheet.harvest.files.broadsheet import paper_to_json
from broadsheet.lib.clock import now
from broadsheet.model.paper import Paper
from broadsheet.model.suggestion import Suggestion
from broadsheet.personal.suggesting import for_reader
from broadsheet.render.mathematics import to_plain
from broadsheet.services import opened
from broadsheet.store import papers

EXAMPLES = ("broadsheet for-you", "broadsheet for-you --days 3 --limit 50 --json")


def for_you(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=200, help="How many.")] = 20,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="Papers of so many days.")] = 14,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List papers suggested to you, each with why.

    The best stands first. They are learned from what you save, vote for, rate and follow; `broadsheet rate` rates a
    paper.
    """
    reader = reader_here(settings_of(context))
    with opened(settings_of(context)) as services:
        made = for_reader(services.library, reader, now(), days=days, limit=limit)
        with services.database.read() as connection:
            found = {paper.key: paper for paper in papers.get(connection, [one.key for one in made])}
    shown = [(one, found[one.key]) for one in made if one.key in found]
    if json:
        print_json([_to_json(one, paper) for one, paper in shown])
    elif shown:
        _print(shown)
    else:
        note(f"No paper of the last {days} days is left to suggest. `broadsheet harvest` brings new ones in.")


def _to_json(one: Suggestion, paper: Paper) -> dict[str, object]:
    return {
        **paper_to_json(paper),
        "suggested": {
            "score": one.score,
            "chance": one.chance,
            "explores": one.explores,
            "reasons": [{"kind": reason.kind, "words": reason.words} for reason in one.reasons],
        },
    }


def _print(shown: list[tuple[Suggestion, Paper]]) -> None:
    console = open_console()
    for place, (one, paper) in enumerate(shown, 1):
        console.print(styled((f"{place:>3}. ", "dim"), (to_plain(paper.title), "bold")))
        outside = "from outside; " if one.explores else ""
        why = styled(f"{outside}{'; '.join(reason.words for reason in one.reasons)}")
        for line in (byline(paper), why):
            console.print(Padding.indent(line, 5) if console.is_terminal else Text.assemble("     ", line))
        console.print()
