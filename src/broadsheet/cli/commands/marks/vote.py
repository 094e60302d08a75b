"""`broadsheet vote`: vote for a paper."""

from typing import Annotated

import typer

from broadsheet.cli.commands.marks.marking import mark
from broadsheet.cli.invocation import settings_of

EXAMPLES = ("broadsheet vote 2611.01234", "broadsheet vote 2611.01234 --back")


def vote(
    context: typer.Context,
    paper_id: Annotated[str, typer.Argument(metavar="ID", help="An id or address: arXiv, DOI, ACL, or bs:…")],
    back: Annotated[bool, typer.Option("--back", help="Take the vote back.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Vote for a paper.

    Votes count in the scores of editions.
    """
    mark(settings_of(context), paper_id, "vote", on=not back, json=json)
