"""`broadsheet extract`: what papers say of themselves."""

import sys
from collections.abc import Iterable
from typing import Annotated

import orjson
import typer

from broadsheet.cli.choices import Layout
from broadsheet.cli.extracting import Extracted, extracted
from broadsheet.cli.failures import COULD_NOT
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import open_console
from broadsheet.cli.output.extracted import print_extracted, to_json
from broadsheet.extract.facts.read import VERSION

EXAMPLES = (
    "broadsheet extract 2402.17457",
    "broadsheet extract references.bib --explain",
    "broadsheet extract abstract.txt --format json",
    "broadsheet extract - < abstract.txt",
)


def extract(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="FILE|ID", help="A file, a paper of the library, or - for standard input.")
    ],
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show sentence, place and confidence of every fact, and what weighed most."),
    ] = False,
    format_: Annotated[Layout, typer.Option("--format", "-f", help="Text to read, or JSON.")] = Layout.text,
) -> None:
    """Read what papers say of themselves: names, results, data, code, kind.

    Reads a paper of the library, with what readers corrected above what is read; or every paper of a file of any kind
    that `import` reads; or plain text, whose first line is the title and the rest the abstract. Nothing is stored.
    """
    papers = extracted(settings_of(context), what)
    count = _write_json(papers, explain) if format_ is Layout.json else _print(papers, explain)
    if not count:
        raise typer.Exit(COULD_NOT)


def _print(papers: Iterable[Extracted], explain: bool) -> int:
    console = open_console()
    count = 0
    for one in papers:
        if count:
            console.print()
        print_extracted(console, one, explain=explain)
        count += 1
    return count


def _write_json(papers: Iterable[Extracted], explain: bool) -> int:
    """Write one document piece by piece: a file may hold more papers than fit into memory."""
    head = f'{{"extraction": {VERSION}, "papers": ['
    count = 0
    for one in papers:
        text = orjson.dumps(to_json(one, explain=explain), option=orjson.OPT_INDENT_2).decode()
        sys.stdout.write(f"{',' if count else head}\n{text}")
        count += 1
    sys.stdout.write(f"{'' if count else head}\n]}}\n")
    return count
