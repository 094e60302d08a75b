"""`broadsheet table`: any list of papers as a table of systems, data, claimed results and code."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, cast

import typer

from broadsheet.cli.editions import edition_named, get_edition
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, open_console
from broadsheet.cli.output.saving import saved as saved_file
from broadsheet.cli.output.tables import print_table
from broadsheet.cli.reader import reader_here
from broadsheet.editions.making import open_desk
from broadsheet.facts.formats.texts import About
from broadsheet.facts.formats.write import WRITERS
from broadsheet.facts.table.make import (
    MOST_ROWS,
    make_table,
    narrowed,
    papers_among,
    papers_of_query,
)
from broadsheet.facts.table.model import COLUMNS, SORTS, ColumnName, Found, SortName, Table, View
from broadsheet.facts.table.naming import papers_in_words
from broadsheet.lib.clock import now
from broadsheet.links import TABLE_SUFFIXES
from broadsheet.model.query import Query
from broadsheet.personal.saved import read_shelf
from broadsheet.search.grammar import parse
from broadsheet.services import Services, opened

EXAMPLES = (
    "broadsheet table sparse attention has:code",
    "broadsheet table cat:cs.CV --has results --dataset imagenet --sort=-results --metric accuracy",
    "broadsheet table diffusion models --format latex --columns system,results --output table.tex",
    "broadsheet table --edition 2026-11-20 --format csv > edition.csv",
    "broadsheet table --saved --kind survey",
)

_SHOWN = 20
_NAMES = {suffix: name for name, suffix in TABLE_SUFFIXES.items()}


class TableFormat(StrEnum):
    """Formats of a table."""

    csv = "csv"
    json = "json"
    latex = "latex"
    markdown = "markdown"


class Kind(StrEnum):
    """Kinds of papers."""

    method = "method"
    theory = "theory"
    system = "system"
    dataset = "dataset"
    benchmark = "benchmark"
    survey = "survey"
    analysis = "analysis"


class Having(StrEnum):
    """What a row must have."""

    code = "code"
    results = "results"
    data = "data"
    system = "system"


def table(  # noqa: PLR0913  (its options)
    context: typer.Context,
    query: Annotated[list[str] | None, typer.Argument(metavar="QUERY", help="A search.")] = None,
    format_: Annotated[
        TableFormat | None,
        typer.Option("--format", "-f", help="Format.", show_default="a table on a terminal, csv elsewhere"),
    ] = None,
    sort: Annotated[
        str, typer.Option(help="A column, or paper; with a minus before it the other way round: --sort=-date.")
    ] = "",
    columns: Annotated[str, typer.Option(help="Columns, between commas.", show_default=",".join(COLUMNS))] = "",
    kind: Annotated[Kind | None, typer.Option(help="Only papers of this kind.")] = None,
    has: Annotated[list[Having] | None, typer.Option("--has", help="Only papers with this; may be repeated.")] = None,
    dataset: Annotated[str, typer.Option(help="Only papers that use this dataset, in any spelling.")] = "",
    metric: Annotated[str, typer.Option(help="Only papers with results of this metric, and only those results.")] = "",
    edition: Annotated[str, typer.Option(help="The papers of an edition, such as 2026-11-20 or week.")] = "",
    saved: Annotated[bool, typer.Option("--saved", help="The papers that were saved.")] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", "-n", min=1, max=MOST_ROWS, help="Rows.", show_default=f"{_SHOWN}; {MOST_ROWS:,} in a file"
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File.", show_default="standard output")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Show papers as a table of systems, data, claimed results and code.

    What each paper calls its system, what it is, on which data, which figures it claims, where its code is: read out of
    titles and abstracts. A search, an edition, or saved papers; a search within those two narrows them. The first 2,000
    papers of a search make up its table.
    """
    text = " ".join(query or ())
    if edition and saved:
        raise typer.BadParameter("--edition and --saved are two lists: ask for one of them.")
    if not (text or edition or saved):
        raise typer.BadParameter("Of which papers? Give a QUERY, --edition or --saved.")
    view = View(
        sort=cast(SortName, _known("--sort", sort.removeprefix("-"), SORTS)) if sort else "",
        reverse=sort.startswith("-"),
        kind=kind.value if kind else None,
        has=tuple(one.value for one in dict.fromkeys(has or ())),
        dataset=dataset,
        metric=metric,
        columns=_columns(columns),
    )
    console = open_console()
    chosen = format_.value if format_ else _format_of(output, terminal=console.is_terminal)
    with opened(settings_of(context), ahead=bool(text)) as services:
        named, found = _papers(services, context, text, view, edition=edition, saved=saved)
        made = make_table(services.database, found, view, limit=limit or (MOST_ROWS if chosen else _SHOWN))
    if chosen:
        _write(WRITERS[chosen](made, About(named, now().date())), output, force=force)
    else:
        print_table(console, made)
    _tell(made, named)


def _papers(
    services: Services, context: typer.Context, text: str, view: View, *, edition: str, saved: bool
) -> tuple[str, Found]:
    """What the papers are called, and which they are."""
    query = parse(text, now().date()) if text else Query()
    for problem in query.problems:
        note(f"note: {problem.message}")
    if saved:
        shelf = read_shelf(services.library, reader_here(settings_of(context)), text=text, today=now().date())
        keys = [item.paper.key for item in shelf.items]
        return papers_in_words(text, saved=True), papers_among(services.library, keys, Query())
    if edition:
        settings, moment = settings_of(context), now()
        desk = open_desk(settings, threads=settings.threads or 1)
        which = edition_named(services.database, edition, moment)
        items = get_edition(services.database, desk, which, moment).items
        named = papers_in_words(text, edition=f"Edition {which}")
        return named, papers_among(services.library, [item.key for item in items], query)
    return papers_in_words(text), papers_of_query(services.library, narrowed(query, view))


def _known(option: str, given: str, allowed: tuple[str, ...]) -> str:
    if given not in allowed or not given:
        raise typer.BadParameter(f"{option} knows {', '.join(filter(None, allowed))}, and not {given[:100]!r}.")
    return given


def _columns(given: str) -> tuple[ColumnName, ...]:
    wanted = {_known("--columns", one.strip(), COLUMNS) for one in given.split(",") if one.strip()}
    return tuple(one for one in COLUMNS if one in wanted) or COLUMNS


def _format_of(output: Path | None, *, terminal: bool) -> str:
    if output is not None:
        return _NAMES.get(output.suffix.lower(), "csv")
    return "" if terminal else "csv"


def _write(text: str, output: Path | None, *, force: bool) -> None:
    if output is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    with saved_file(output, force=force) as file:
        file.write(text.encode())


def _tell(made: Table, named: str) -> None:
    if not made.total:
        note(f"{named}: {'none passes' if made.found.keys else 'there are none'}.")
    elif (more := made.total - len(made.rows)) > 0:
        note(f"{more:,} more with --limit {made.total}.")
    if made.found.total > made.found.taken > 0:
        note(f"A table takes the first {made.found.taken:,} of {made.found.total:,} papers; narrow the search.")
    if made.unread:
        note(f"{made.unread:,} of these papers are not read yet: `broadsheet index` reads them.")
