"""Tables as CSV (RFC 4180)."""

import csv
import io

from broadsheet.facts.formats.texts import About, address_of, clean, joined, said
from broadsheet.facts.table.model import TITLES, Row, Table
from broadsheet.render.mathematics import to_plain

# Spreadsheets take cells that begin so for formulas, in the wide forms of East Asian keyboards too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}", "\N{MINUS SIGN}")
_FORMULAS = (*_FORMULA, "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")


def to_csv(table: Table, about: About) -> str:
    """Write a table as CSV: a line of names, then a line a paper; several values in a cell stand between semicolons."""
    del about
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(["paper", "address", "title", *(TITLES[name].lower() for name in table.columns)])
    writer.writerows(_cells(table, row) for row in table.rows)
    return file.getvalue()


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what would be one."""
    return f"'{text}" if text.lstrip().startswith(_FORMULAS) else text


def _cells(table: Table, row: Row) -> list[str]:
    paper = row.paper
    cells = [paper.id, address_of(paper.id), to_plain(paper.title)]
    cells += [joined(to_plain(said(value)) for value in row.cells[name]) for name in table.columns]
    return [harmless(clean(cell)) for cell in cells]
