"""Set a mark of the local reader on a paper, or take it back, and tell what changed."""

from contextlib import closing

from broadsheet.cli.lookup import get_paper
from broadsheet.cli.output.console import note, print_json
from broadsheet.cli.reader import reader_here
from broadsheet.lib.clock import now
from broadsheet.render.fragments import counted
from broadsheet.render.mathematics import to_plain
from broadsheet.settings import Settings
from broadsheet.store import marks
from broadsheet.store.database import open_database
from broadsheet.store.marks import MarkKind

_TOLD: dict[tuple[MarkKind, bool, bool], str] = {  # kind, on, changed
    ("vote", True, True): "Voted for",
    ("vote", True, False): "You had voted for it already:",
    ("vote", False, True): "Vote taken back from",
    ("vote", False, False): "There was no vote of yours for",
    ("save", True, True): "Saved",
    ("save", True, False): "You had saved it already:",
    ("save", False, True): "No longer saved:",
    ("save", False, False): "You had not saved",
}


def mark(settings: Settings, paper_id: str, kind: MarkKind, *, on: bool, json: bool) -> None:
    """Let a mark hold or not; saying the same twice changes nothing."""
    reader = reader_here(settings)
    with closing(open_database(settings.catalog_url)) as database:
        paper = get_paper(database, paper_id)
        with database.write() as connection:
            changed = marks.put(connection, reader, paper.key, kind, on=on, made=now())
            votes = marks.readers(connection, [paper.key], "vote").get(paper.key, 0)
    if json:
        print_json({"paper": paper.id, "kind": kind, "on": on, "changed": changed, "votes": votes})
        return
    tally = f" It has {counted(votes, 'vote')}." if kind == "vote" else ""
    note(f"{_TOLD[kind, on, changed]} “{to_plain(paper.title)}” ({paper.id}).{tally}")
