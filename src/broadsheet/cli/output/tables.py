"""A table of papers on a terminal."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from broadsheet.cli.output.console import styled
from broadsheet.facts.confidence import is_uncertain
from broadsheet.facts.formats.texts import clean
from broadsheet.facts.table.model import COLUMNS, TITLES, ColumnName, Table, Value
from broadsheet.render.fragments import teaser
from broadsheet.render.mathematics import to_plain
from broadsheet.render.standing import headline

_LONGEST = 120  # characters of a value
_SHOWN = 4  # values of a cell
_WIDE = 110  # signs in a line that all columns need
_FIRST = ("system", "data", "results")
_SHARES: dict[ColumnName, int] = {"system": 3, "line": 5, "data": 3, "results": 5, "code": 3}


def print_table(console: Console, table: Table) -> None:
    """Print a table; what is uncertain has a question mark."""
    if not table.rows:
        return
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, show_lines=False, expand=True)
    grid.add_column("Paper", ratio=5, overflow="fold")
    columns = _fitting(table, console.width)
    for name in columns:
        share = _SHARES.get(name)
        grid.add_column(TITLES[name], ratio=share, overflow="fold", no_wrap=share is None)
    for row in table.rows:
        title = teaser(clean(to_plain(headline(row.paper.title, row.paper.standing))), _LONGEST)
        cells = [_cell(row.cells[name]) for name in columns]
        grid.add_row(styled((title, "bold"), "\n", (row.paper.id, "cyan")), *cells)
    console.print(grid)


def _fitting(table: Table, width: int) -> list[ColumnName]:
    """All columns that were asked for; of all there are, those with something in them, and on few signs the first."""
    if table.columns != COLUMNS:
        return list(table.columns)
    filled = [name for name in COLUMNS if any(row.cells[name] for row in table.rows)]
    return filled if width >= _WIDE else [name for name in filled if name in _FIRST]


def _cell(values: tuple[Value, ...]) -> Text:
    by_text: dict[str, Value] = {}
    for value in values:
        by_text.setdefault(value.text, value)
    texts = [_said(value) for value in by_text.values()]
    lines = texts[:_SHOWN]
    if (more := len(texts) - len(lines)) > 0:
        lines.append(f"and {more} more")
    return styled("\n".join(lines))


def _said(value: Value) -> str:
    doubt = " ?" if value.fact is not None and is_uncertain(value.fact) else ""
    return teaser(clean(to_plain(value.text)), _LONGEST) + doubt
