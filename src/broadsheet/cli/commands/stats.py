"""`broadsheet stats`: count what is in the library."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.filesize import decimal

from broadsheet.cli.index_state import IndexState, read_index_state
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import open_console, print_json, styled
from broadsheet.services import index_folder
from broadsheet.settings import Settings
from broadsheet.store import health, papers, records
from broadsheet.store.database import Database, open_database

EXAMPLES = ("broadsheet stats", "broadsheet stats --json")

_BAR = 40


def stats(context: typer.Context, json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """Count what is in the library.

    Papers and records, papers by source and year, how far they can be searched, sizes on disk.
    """
    settings = settings_of(context)
    with closing(open_database(settings.catalog_url)) as database:
        counted = _count(settings, database)
    if json:
        print_json(_as_json(counted))
    else:
        _print(open_console(), counted)


@dataclass(frozen=True, slots=True)
class _Counted:
    home: Path
    catalog: str
    papers: int
    records: int
    sources: Mapping[str, int]
    years: Mapping[int, int]
    index: IndexState
    sizes: Mapping[str, int]


def _count(settings: Settings, database: Database) -> _Counted:
    index = read_index_state(settings, database)
    with database.read() as connection:
        return _Counted(
            home=settings.home,
            catalog=database.address,
            papers=papers.count(connection),
            records=records.count(connection),
            sources=papers.count_sources(connection),
            years=health.count_years(connection),
            index=index,
            sizes=_sizes(settings),
        )


def _sizes(settings: Settings) -> dict[str, int]:
    """Bytes on disk; a catalog on a database server has none here."""
    catalog = [] if settings.database_url else settings.home.glob("catalog.db*")
    return {"catalog": _size(catalog), "index": _size(index_folder(settings).rglob("*"))}


def _size(files: Iterable[Path]) -> int:
    total = 0
    for file in files:
        try:
            total += file.stat().st_size if file.is_file() else 0
        except OSError:
            continue  # a running server replaces files of the index
    return total


def _print(console: Console, counted: _Counted) -> None:
    index, sizes = counted.index, counted.sizes
    lines = (
        ("papers", f"{counted.papers:,}"),
        ("records", f"{counted.records:,}"),
        ("by word", f"{counted.papers - index.unindexed:,} found, {index.unindexed:,} waiting for the index"),
        ("abstracts", f"{counted.papers - index.unread:,} read, {index.unread:,} waiting to be read"),
        ("by meaning", _by_meaning(index)),
        ("catalog", f"{decimal(sizes['catalog'])}  {counted.catalog}" if sizes["catalog"] else counted.catalog),
        ("index", f"{decimal(sizes['index'])}  {counted.home}"),
    )
    for name, value in lines:
        console.print(styled((f"{name:<12}", "dim"), value))
    _print_counts(console, "source", counted.sources)
    _print_counts(console, "year", {str(year): number for year, number in counted.years.items()})


def _by_meaning(index: IndexState) -> str:
    waiting = f"{index.embedded + index.outdated:,} found, {index.unembedded:,} waiting for {index.model}"
    return f"{waiting}, {index.outdated:,} of them found by earlier vectors until then" if index.outdated else waiting


def _print_counts(console: Console, heading: str, counts: Mapping[str, int]) -> None:
    most = max(counts.values(), default=0)
    if most:
        console.print(styled(f"\npapers by {heading}"))
    for name, number in counts.items():
        bar = "█" * max(1, _BAR * number // most)
        console.print(styled((f"{name:<12}", "dim"), f"{number:>9,} ", (bar, "cyan")))


def _as_json(counted: _Counted) -> dict[str, object]:
    index = counted.index
    return {
        "papers": counted.papers,
        "records": counted.records,
        "sources": counted.sources,
        "years": {str(year): number for year, number in counted.years.items()},
        "unindexed": index.unindexed,
        "unread": index.unread,
        "model": index.model,
        "embedded": index.embedded,
        "unembedded": index.unembedded,
        "outdated": index.outdated,
        "bytes": counted.sizes,
        "catalog": counted.catalog,
        "home": str(counted.home),
    }
