"""`broadsheet shelf`: how far a saved paper is read, and a note on it."""

from contextlib import closing
from typing import Annotated

import typer

from broadsheet.cli.invocation import settings_of
from broadsheet.cli.lookup import get_paper
from broadsheet.cli.output.console import note, print_json
from broadsheet.cli.output.personal import State
from broadsheet.cli.reader import reader_here
from broadsheet.lib.clock import now
from broadsheet.personal import saved
from broadsheet.render.mathematics import to_plain
from broadsheet.store import marks, shelf
from broadsheet.store.database import open_database
from broadsheet.store.shelf import Kept

EXAMPLES = (
    "broadsheet shelf 2611.01234 --state reading",
    "broadsheet shelf 2611.01234 --state read --note 'Compare with section 3.'",
)


def shelf_(
    context: typer.Context,
    paper_id: Annotated[str, typer.Argument(metavar="ID", help="An id or address: arXiv, DOI, ACL, or bs:…")],
    state: Annotated[State | None, typer.Option("--state", help="unread, reading or read.")] = None,
    text: Annotated[str | None, typer.Option("--note", help="The note on it; '' removes it.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Say how far a saved paper is read; write a note on it.

    Without options both are shown. A note has up to 2,000 characters and is seen by nobody else.
    """
    reader = reader_here(settings_of(context))
    with closing(open_database(settings_of(context).catalog_url)) as database:
        paper = get_paper(database, paper_id)
        with database.write() as connection:
            if state is not None:
                saved.set_state(connection, reader, [paper.key], state.kept, now())
            if text is not None:
                saved.set_note(connection, reader, paper.key, text, now())
            kept = shelf.of_papers(connection, reader, [paper.key]).get(paper.key, Kept())
            is_saved = "save" in marks.of_papers(connection, reader, [paper.key]).get(paper.key, ())
    if json:
        print_json({"paper": paper.id, "saved": is_saved, "state": kept.state, "note": kept.note})
        return
    note(f"“{to_plain(paper.title)}” ({paper.id}): {kept.state}.{f' {kept.note}' if kept.note else ''}")
    if not is_saved:
        note("It is not saved; `broadsheet save` saves it.")
