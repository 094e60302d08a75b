"""`broadsheet index`: bring the search index up to date."""

from contextlib import closing
from typing import Annotated

import typer

from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, print_json
from broadsheet.cli.upkeep import count_unembedded, embed_all, index_new, read_all, rebuild_index
from broadsheet.facts.reading import count_unread
from broadsheet.store.database import open_database

EXAMPLES = ("broadsheet index", "broadsheet index --rebuild --no-embed")


def index(
    context: typer.Context,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make a new index beside the old one, then swap.")] = False,
    read: Annotated[bool, typer.Option(help="Read the abstracts that have not been read yet.")] = True,
    embed: Annotated[bool, typer.Option(help="Embed the papers that have no vector yet.")] = True,
    json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Bring the search index up to date.

    Papers are first made findable by word, then their abstracts are read for systems, data and results, and at last
    they are embedded, so that they are found by meaning. Interrupted, it goes on where it was when run again; searches
    go on meanwhile.
    """
    settings = settings_of(context)
    with closing(open_database(settings.catalog_url)) as database:
        built = rebuild_index(settings, database) if rebuild else index_new(settings, database)
        done = read_all(settings, database) if read else 0
        embedded = embed_all(settings, database) if embed else 0
        pending, unread = count_unembedded(settings, database), count_unread(database)
    if json:
        print_json(
            {
                "indexed": built.indexed,
                "removed": built.removed,
                "rebuilt": built.rebuilt,
                "read": done,
                "unread": unread,
                "embedded": embedded,
                "pending": pending,
            }
        )
        return
    note(
        f"Indexed {built.indexed:,} papers, read {done:,}, embedded {embedded:,}; {unread:,} are not read yet, "
        f"{pending:,} have no vector yet."
    )
