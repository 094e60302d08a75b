"""`broadsheet show`: one paper."""

import sys
from contextlib import closing
from typing import Annotated

import typer

from broadsheet.cli.choices import CitationFormat
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.lookup import get_paper
from broadsheet.cli.output.console import open_console, print_json
from broadsheet.cli.output.reading import is_chosen, print_paper, print_sources, said
from broadsheet.harvest.adapters import adapt
from broadsheet.harvest.files.broadsheet import paper_to_json
from broadsheet.harvest.files.writing import pieces
from broadsheet.harvest.merge import Merged, Source, explain
from broadsheet.lib.clock import now
from broadsheet.model.paper import Paper
from broadsheet.store import growth, records
from broadsheet.store.database import Database, open_database
from broadsheet.store.growth import Growth
from broadsheet.store.records import StoredRecord
from broadsheet.web.views.counts import week_before

EXAMPLES = (
    "broadsheet show 2402.17457",
    "broadsheet show https://doi.org/10.18653/v1/N19-1423 --format bibtex",
    "broadsheet show arxiv:2402.17457 --sources",
)


def show(
    context: typer.Context,
    paper_id: Annotated[str, typer.Argument(metavar="ID", help="An id or address: arXiv, DOI, ACL, or bs:…")],
    sources: Annotated[
        bool, typer.Option("--sources", help="Tell which record said what, and what was chosen.")
    ] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Print the records as they came.")] = False,
    format_: Annotated[CitationFormat | None, typer.Option("--format", "-f", help="Print the citation.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show one paper: its text, its citation, or who said what about it."""
    with closing(open_database(settings_of(context).catalog_url)) as database:
        paper = get_paper(database, paper_id)
        if raw:
            _print_raw(_records(database, paper))
        elif sources:
            _show_sources(paper, _records(database, paper), json=json)
        elif format_:
            sys.stdout.writelines(pieces([paper], format_.value))
        elif json:
            print_json({**paper_to_json(paper), "signals": [_signal_to_json(one) for one in _grown(database, paper)]})
        else:
            print_paper(open_console(), paper, _grown(database, paper), now())


def _records(database: Database, paper: Paper) -> list[StoredRecord]:
    with database.read() as connection:
        return records.of_papers(connection, [paper.key])[paper.key]


def _grown(database: Database, paper: Paper) -> list[Growth]:
    with database.read() as connection:
        return growth.of_paper(connection, paper.key, week_before(now()))


def _signal_to_json(one: Growth) -> dict[str, object]:
    return {"kind": one.kind, "source": one.source, "value": one.value, "since": one.seen.isoformat()}


def _print_raw(stored: list[StoredRecord]) -> None:
    for one in stored:
        sys.stdout.buffer.write(one.raw.payload.rstrip(b"\n") + b"\n")


def _show_sources(paper: Paper, stored: list[StoredRecord], *, json: bool) -> None:
    sources = [Source(adapt(one.raw), one.number, one.received.date(), one.raw.format) for one in stored]
    merged = explain(paper.key, sources)
    if json:
        print_json([_source_to_json(merged, one, source) for one, source in zip(stored, sources, strict=True)])
    else:
        print_sources(open_console(), merged, stored, sources)


def _source_to_json(merged: Merged, stored: StoredRecord, source: Source) -> dict[str, object]:
    return {
        "record": stored.number,
        "source": stored.source,
        "source_id": stored.source_id,
        "origin": stored.raw.origin,
        "position": stored.raw.position,
        "received": stored.received.isoformat(),
        "format": stored.raw.format,
        "said": {
            name: {"value": value, "chosen": is_chosen(merged, source.record, name)}
            for name, value in said(source.record)
        },
    }
