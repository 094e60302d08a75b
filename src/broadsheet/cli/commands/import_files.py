"""`broadsheet import`: take papers in from files."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from broadsheet.cli.failures import COULD_NOT
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, print_json
from broadsheet.cli.output.progress import Meter, open_meter
from broadsheet.cli.upkeep import IndexingBeside, index_new, read_and_embed
from broadsheet.errors import BadFile, BroadsheetError
from broadsheet.harvest.adapters import adapt
from broadsheet.harvest.files import read_file
from broadsheet.harvest.intake import Report, take_in
from broadsheet.lib.clock import now
from broadsheet.model.raw import RawRecord, Refusal
from broadsheet.store.database import Database, open_database

EXAMPLES = (
    "broadsheet import references.bib arxiv-metadata.jsonl.gz",
    "xzcat dump.jsonl.xz | broadsheet import -",
)

SHOWN_REFUSALS = 100
_REST_OF_FILE = "byte"  # the unit of a refusal that ends its file


def import_files(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Files, or - for standard input.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would happen.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if any record was refused.")] = False,
    embed: Annotated[
        bool | None,
        typer.Option(help="Embed the new papers now, however many; or not now.", show_default="if at most 1,000"),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Take papers in from files.

    Reads saved pages of paper sites, JSON Lines (arXiv, Broadsheet's own export), BibTeX, RIS, CSL-JSON, the Hugging
    Face list of daily papers and ACL Anthology XML, plain or compressed (gzip, bzip2, xz, zstd); what a file is shows
    in its content. Taking the same records in again changes nothing, so an interrupted import is simply run again.
    """
    settings = settings_of(context)
    with closing(open_database(settings.catalog_url)) as database:
        intake, beside = _Intake(), IndexingBeside(settings)
        try:
            _take_in(database, files, intake, None if dry_run else beside)
        except (KeyboardInterrupt, BroadsheetError):
            note(f"Until then: {_counts(intake.report)}. Run the same command again to go on.")
            raise
        if json:
            print_json(_as_json(intake, dry_run))
        else:
            note(("Nothing was changed; it would be: " if dry_run else "Taken in: ") + _counts(intake.report))
        if not dry_run:
            beside.wait()
            index_new(settings, database)
            read_and_embed(settings, database, wanted=embed)
    if intake.unreadable or (strict and intake.report.refused):
        raise typer.Exit(COULD_NOT)


@dataclass(slots=True)
class _Intake:
    """The report over all files, how far the reading is, and how many refusals were told."""

    report: Report = field(default_factory=Report)
    unreadable: int = 0  # files that could not be read, or not to their end
    bytes_before: int = 0  # in the files read to their end
    bytes_done: int = 0
    told: int = 0


def _take_in(database: Database, files: list[str], intake: _Intake, beside: IndexingBeside | None) -> None:
    """Take all files in, indexing beside it; without that nothing is changed."""

    def tell(report: Report, meter: Meter) -> None:
        if beside:
            beside.look(report.new + report.completed)
        _tell_refusals(intake)
        meter.show(report.read, done=intake.bytes_done)

    with open_meter("Importing", "records", _total_bytes(files)) as meter:
        take_in(
            database,
            _read(files, intake),
            adapt=adapt,
            clock=now,
            report=intake.report,
            dry_run=beside is None,
            on_batch=lambda report: tell(report, meter),
        )
    if intake.report.refused > SHOWN_REFUSALS:
        note(f"… and {intake.report.refused - SHOWN_REFUSALS:,} more refused")


def _read(files: list[str], intake: _Intake) -> Iterator[RawRecord | Refusal]:
    """Read all files one after the other; one that cannot be read (any further) does not stop the others."""

    def on_bytes(count: int) -> None:
        intake.bytes_done = intake.bytes_before + count

    for file in files:
        source: Path | BinaryIO = sys.stdin.buffer if file == "-" else Path(file)
        origin = "standard input" if file == "-" else _shown(file)
        for raw in _read_one(source, origin, on_bytes):
            intake.unreadable += isinstance(raw, Refusal) and raw.unit == _REST_OF_FILE
            yield raw
        intake.bytes_before = intake.bytes_done


def _read_one(source: Path | BinaryIO, origin: str, on_bytes: Callable[[int], None]) -> Iterator[RawRecord | Refusal]:
    try:
        yield from read_file(source, origin, on_bytes=on_bytes)
    except BadFile as error:
        yield Refusal(origin, 0, _REST_OF_FILE, str(error))


def _tell_refusals(intake: _Intake) -> None:
    for refusal in intake.report.refusals[intake.told : SHOWN_REFUSALS]:
        place = "" if refusal.unit == _REST_OF_FILE else f":{refusal.unit} {refusal.position}"
        note(f"{refusal.origin}{place}: {refusal.reason}")
    intake.told = len(intake.report.refusals)


def _total_bytes(files: list[str]) -> int | None:
    """Return the size of all files, None where one of them does not know it (a pipe)."""
    if "-" in files:
        return None
    return sum(path.stat().st_size for path in map(Path, files) if path.is_file())


def _shown(file: str) -> str:
    # File names are bytes; those that are no UTF-8 can be neither printed nor stored as they are.
    return os.fsencode(file).decode("utf-8", "replace")


def _counts(report: Report) -> str:
    names = ("read", "new", "completed", "unchanged", "refused")
    return ", ".join(f"{getattr(report, name):,} {name}" for name in names)


def _as_json(intake: _Intake, dry_run: bool) -> dict[str, object]:
    report = intake.report
    return {
        "read": report.read,
        "new": report.new,
        "completed": report.completed,
        "unchanged": report.unchanged,
        "refused": report.refused,
        "dry_run": dry_run,
        "unreadable_files": intake.unreadable,
        "refusals": [{"origin": one.origin, one.unit: one.position, "reason": one.reason} for one in report.refusals],
    }
