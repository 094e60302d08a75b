"""`broadsheet save`: save a paper for later."""

from typing import Annotated

import typer

from broadsheet.cli.commands.marks.marking import mark
from broadsheet.cli.invocation import settings_of

EXAMPLES = ("broadsheet save 2611.01234", "broadsheet save 2611.01234 --back")


def save(
    context: typer.Context,
    paper_id: Annotated[str, typer.Argument(metavar="ID", help="An id or address: arXiv, DOI, ACL, or bs:…")],
    back: Annotated[bool, typer.Option("--back", help="Save it no longer.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Save a paper for later.

    `broadsheet saved` lists what was saved. Saves count in the scores of editions.
    """
    mark(settings_of(context), paper_id, "save", on=not back, json=json)
