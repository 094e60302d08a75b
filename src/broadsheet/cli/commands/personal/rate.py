"""`broadsheet rate`: say what a paper is worth to you."""

from contextlib import closing
from enum import StrEnum
from typing import Annotated, cast

import typer

from broadsheet.cli.invocation import settings_of
from broadsheet.cli.lookup import get_paper
from broadsheet.cli.output.console import note, print_json
from broadsheet.cli.reader import reader_here
from broadsheet.lib.clock import now
from broadsheet.personal import rating
from broadsheet.personal.rating import Rating
from broadsheet.render.mathematics import to_plain
from broadsheet.store.database import open_database

EXAMPLES = ("broadsheet rate 2611.01234 up", "broadsheet rate 2611.01234 none")


class Rated(StrEnum):
    """What can be said of a paper."""

    up = "up"
    down = "down"
    uninterested = "uninterested"
    hidden = "hidden"
    none = "none"


_TOLD = {
    Rated.up: "More like",
    Rated.down: "Less like",
    Rated.uninterested: "Not interested in",
    Rated.hidden: "Hidden, without learning from it:",
    Rated.none: "No rating holds any more on",
}


def rate(
    context: typer.Context,
    paper_id: Annotated[str, typer.Argument(metavar="ID", help="An id or address: arXiv, DOI, ACL, or bs:…")],
    rated: Annotated[Rated, typer.Argument(metavar="RATING", help="up, down, uninterested, hidden, or none.")],
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Say what a paper is worth to you.

    More like this (up), less like this (down), not interested, or hide it. Suggestions learn from the first three; a
    hidden paper only goes away. One rating holds at a time.
    """
    reader = reader_here(settings_of(context))
    with closing(open_database(settings_of(context).catalog_url)) as database:
        paper = get_paper(database, paper_id)
        wanted = None if rated is Rated.none else cast(Rating, rated.value)
        with database.write() as connection:
            before = rating.rate(connection, reader, paper.key, wanted, now())
    if json:
        print_json({"paper": paper.id, "rating": wanted, "before": before})
    else:
        note(f"{_TOLD[rated]} “{to_plain(paper.title)}” ({paper.id}).")
