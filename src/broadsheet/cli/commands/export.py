"""`broadsheet export`: a search or the whole library as one file."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from broadsheet.cli.choices import ExportFormat
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note
from broadsheet.cli.output.progress import Meter, open_meter
from broadsheet.cli.output.saving import saved
from broadsheet.harvest.files.writing import pieces
from broadsheet.lib.clock import now
from broadsheet.model.paper import Paper
from broadsheet.model.query import Query
from broadsheet.search.find import MOST, find
from broadsheet.search.grammar import parse
from broadsheet.search.library import Library
from broadsheet.services import opened
from broadsheet.settings import Settings
from broadsheet.store import papers
from broadsheet.store.database import open_database

EXAMPLES = (
    "broadsheet export --format jsonl --output library.jsonl",
    "broadsheet export author:hinton year:..2012 --output hinton.bib",
    "broadsheet export state space models --format csl > models.json",
)

_READ_AT_ONCE = 1_000
_SHOWN_EVERY = 100


def export(
    context: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help="A search; without one the whole library.")
    ] = None,
    format_: Annotated[ExportFormat, typer.Option("--format", "-f", help="Format.")] = ExportFormat.bibtex,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File.", show_default="standard output")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write a search or the whole library to a file.

    BibTeX, RIS, CSL-JSON, or JSON Lines with every field, which `broadsheet import` reads again. A search by words
    gives its first 2,000 papers in order of rank; a search by fields alone gives all that it finds.
    """
    settings = settings_of(context)
    found = _search(settings, " ".join(query)) if query else _everything(settings)
    if output is None:
        _write(pieces(found, format_.value), sys.stdout.buffer)
        return
    with open_meter("Exporting", "papers", None) as meter, saved(output, force=force) as file:
        _write(pieces(_counted(found, meter), format_.value), file)


def _write(text: Iterable[str], file: BinaryIO) -> None:
    for piece in text:
        file.write(piece.encode())
    file.flush()


def _counted(found: Iterable[Paper], meter: Meter) -> Iterator[Paper]:
    for number, paper in enumerate(found, 1):
        yield paper
        if number % _SHOWN_EVERY == 0:
            meter.show(number)


def _everything(settings: Settings) -> Iterator[Paper]:
    with closing(open_database(settings.catalog_url)) as database, database.read() as connection:
        yield from papers.stream(connection)


def _search(settings: Settings, text: str) -> Iterator[Paper]:
    query = parse(text, now().date())
    for problem in query.problems:
        note(f"note: {problem.message}")
    with opened(settings) as services:
        given = 0
        for paper in _ranked(services.library, query):
            given += 1
            yield paper
        if not query.words:
            yield from _further(services.library, query, given)
        elif given < (total := find(services.library, query, size=1).total):
            note(f"These are the first {given:,} of {total:,}; narrow the search to get others.")


def _ranked(library: Library, query: Query) -> Iterator[Paper]:
    """Yield what can be paged through."""
    page = 1
    while True:
        result = find(library, query, page=page, size=MOST)
        yield from (hit.paper for hit in result.hits)
        if page >= result.pages:
            return
        page += 1


def _further(library: Library, query: Query, first: int) -> Iterator[Paper]:
    """Yield, of a list by day, what lies behind the last page."""
    oldest = query.order == "oldest"
    while hits := library.engine.listed(query, (), oldest=oldest, first=first, limit=_READ_AT_ONCE).hits:
        with library.database.read() as connection:
            yield from papers.get(connection, [hit.key for hit in hits])
        first += len(hits)
