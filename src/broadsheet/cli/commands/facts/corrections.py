"""`broadsheet corrections`: what readers put right, to learn from."""

import sys
from collections.abc import Iterator
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO

import orjson
import typer

from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note
from broadsheet.cli.output.saving import saved
from broadsheet.facts import correcting
from broadsheet.render.fragments import counted
from broadsheet.settings import Settings
from broadsheet.store.database import open_database

EXAMPLES = ("broadsheet corrections --output corrections.jsonl",)


class CorrectionFormat(StrEnum):
    """Formats of corrections."""

    jsonl = "jsonl"


def corrections(
    context: typer.Context,
    format_: Annotated[CorrectionFormat, typer.Option("--format", "-f", help="Format.")] = CorrectionFormat.jsonl,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File.", show_default="standard output")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write what readers corrected, to learn from.

    One correction a line: the paper with its texts, the fact before and after, who by an id that means nobody
    elsewhere, and when. Corrections that were taken back are left out.
    """
    del format_  # there is one
    settings = settings_of(context)
    if output is None:
        number = _write(settings, sys.stdout.buffer)
    else:
        with saved(output, force=force) as file:
            number = _write(settings, file)
    note(f"{counted(number, 'correction')}.")


def _write(settings: Settings, file: BinaryIO) -> int:
    number = 0
    for row in _rows(settings):
        file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        number += 1
    file.flush()
    return number


def _rows(settings: Settings) -> Iterator[object]:
    with closing(open_database(settings.catalog_url)) as database:
        yield from correcting.export(database)
