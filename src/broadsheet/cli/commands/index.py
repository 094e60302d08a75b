"""`broadsheet index`: bring the search index up to date."""

from contextlib import closing
from typing import Annotated

import typer

from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, print_json
from broadsheet.cli.upkeep import count_unembedded, embed_all, index_new, rebuild_index
from broadsheet.store.database import open_database

EXAMPLES = ("broadsheet index", "broadsheet index --rebuild --no-embed")


def index(
    context: typer.Context,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make a new index beside the old one, then swap.")] = False,
    embed: Annotated[bool, typer.Option(help="Embed the papers that have no vector yet.")] = True,
    json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Bring the search index up to date.

    Papers are first made findable by word, then embedded, so that they are found by meaning. Interrupted, it goes on
    where it was when run again; searches go on meanwhile.
    """
    settings = settings_of(context)
    with closing(open_database(settings.catalog_url)) as database:
        built = rebuild_index(settings, database) if rebuild else index_new(settings, database)
        embedded = embed_all(settings, database) if embed else 0
        pending = count_unembedded(settings, database)
    if json:
        print_json(
            {
                "indexed": built.indexed,
                "removed": built.removed,
                "rebuilt": built.rebuilt,
                "embedded": embedded,
                "pending": pending,
            }
        )
        return
    note(f"Indexed {built.indexed:,} papers, embedded {embedded:,}; {pending:,} have no vector yet.")
