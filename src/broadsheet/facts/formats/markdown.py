"""Tables as Markdown, with pipes, as GitHub and Pandoc read them."""

import re
from urllib.parse import quote

from broadsheet.facts.confidence import is_uncertain
from broadsheet.facts.formats.formula import safe_formula
from broadsheet.facts.formats.texts import About, address_of, clean, joined, rows_left_out, said
from broadsheet.facts.table.model import TITLES, Row, Table, Value
from broadsheet.lib.mathematics import split_mathematics
from broadsheet.render.mathematics import formula_plain

# CommonMark: a backslash before any of these makes it a letter.
_MEANING = re.compile(r"[\\`*_{}\[\]()#+!|~$^=:@]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ENTITY = re.compile("[&<>]")
_KEPT = re.compile(r"[A-Za-z0-9\\{}^_ +\-=.,:;!()/]+")


def to_markdown(table: Table, about: About) -> str:
    """Write a table as Markdown: a line a paper, its title a link to where it is on the web."""
    head = ["Paper", *(TITLES[name] for name in table.columns)]
    lines = [
        f"{markdown(about.papers)}: claims from abstracts, as of {about.made.isoformat()}.",
        "",
        _line(head),
        _line(["---"] * len(head)),
        *(_row(table, row) for row in table.rows),
        "",
        "Read out of titles and abstracts by a program; results are claims of their authors, made on different terms. "
        f"(?) marks what was read with less confidence. {rows_left_out(table)}".rstrip(),
    ]
    return "\n".join(lines) + "\n"


def markdown(text: str) -> str:
    """A text with mathematics between dollars as Markdown that holds no other markup."""
    made = []
    for segment in split_mathematics(clean(text)):
        formula = safe_formula(segment.text) if segment.kind != "text" else None
        if formula is not None and _KEPT.fullmatch(formula):
            made.append(f"${formula}$")
        else:
            made.append(_escaped(segment.text if segment.kind == "text" else formula_plain(segment.text)))
    return "".join(made)


def _escaped(text: str) -> str:
    return _MEANING.sub(lambda match: f"\\{match[0]}", _ENTITY.sub(lambda match: _ENTITIES[match[0]], text))


def _row(table: Table, row: Row) -> str:
    title, address = markdown(row.paper.title), address_of(row.paper.id)
    named = f"[{title}]({_quoted(address)})" if address else title
    return _line([named, *(joined(_value(value) for value in row.cells[name]) for name in table.columns)])


def _value(value: Value) -> str:
    if value.address:
        return f"[{markdown(value.text)}]({_quoted(value.address)})"
    doubt = " (?)" if value.fact is not None and is_uncertain(value.fact) else ""
    return markdown(said(value)) + doubt


def _quoted(address: str) -> str:
    return quote(address, safe=":/?=.,_~-+%&#")


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
