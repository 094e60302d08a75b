"""The rows of a table as a page shows them, each value with the sentence that it was read from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from broadsheet import links
from broadsheet.facts.confidence import is_uncertain
from broadsheet.facts.sentences import around
from broadsheet.facts.table.model import TITLES, ColumnName, Row, Table, Value
from broadsheet.model.entities import entity_key
from broadsheet.model.paper import Paper, Standing
from broadsheet.model.query import Fragment
from broadsheet.render import fragments
from broadsheet.render.mathematics import to_html, to_plain

_LONGEST: dict[ColumnName, int] = {"line": 170, "results": 110}  # characters of a value, of others:
_LONG = 60
_SHOWN = 5  # values of a cell; what is said of it has all


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One value of a cell."""

    text: Markup
    address: str
    note: str
    uncertain: bool
    corrected: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with the words marked that values of a cell were read from, and what these values are, in words."""

    notes: tuple[str, ...]
    sentence: Markup


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `more` values are not shown in it. `said` tells where its values are from."""

    name: ColumnName
    title: str
    values: tuple[ShownValue, ...]
    more: int
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A paper and its cells."""

    key: int
    id: str
    address: str
    facts: str  # the address of what was read of it, where it can be corrected
    title: Markup
    byline: str
    standing: Standing
    is_read: bool
    cells: tuple[Cell, ...]


def view_rows(table: Table) -> tuple[ShownRow, ...]:
    """Lay out the rows of a table."""
    return tuple(_row(row, table.columns) for row in table.rows)


def _row(row: Row, columns: Sequence[ColumnName]) -> ShownRow:
    paper = row.paper
    return ShownRow(
        key=paper.key,
        id=paper.id,
        address=links.paper(paper.id),
        facts=f"{links.paper(paper.id)}#facts",
        title=to_html(paper.title),
        byline=fragments.byline(paper.authors, shown=1),
        standing=paper.standing,
        is_read=row.is_read,
        cells=tuple(_cell(paper, name, row.cells[name]) for name in columns),
    )


def _cell(paper: Paper, name: ColumnName, values: Sequence[Value]) -> Cell:
    if name == "date":
        shown = (ShownValue(Markup(fragments.short_day(paper.day)), "", "", False, False),)  # noqa: S704  # digits, month
        return Cell(name, TITLES[name], shown, 0, ())
    # One run of words may state several results.
    by_text: dict[str, Value] = {}
    for value in values:
        by_text.setdefault(value.text, value)
    different = list(by_text.values())
    made = tuple(_value(name, value) for value in different[:_SHOWN])
    return Cell(name, TITLES[name], made, len(different) - len(made), tuple(_said(paper, values)))


def _value(name: ColumnName, value: Value) -> ShownValue:
    longest = _LONGEST.get(name, _LONG)
    short = len(value.text) <= longest
    text = to_html(value.text) if short else Markup.escape(fragments.teaser(to_plain(value.text), longest))
    fact = value.fact
    return ShownValue(
        text=text,
        address=value.address or _entity(name, value),
        note=value.note if name in ("system", "code") else "",
        uncertain=fact is not None and is_uncertain(fact),
        corrected=fact is not None and bool(fact.by),
    )


def _entity(name: ColumnName, value: Value) -> str:
    """The page of a system or of data, with the other papers that have it."""
    key = entity_key(value.text) if name in ("system", "data") else ""
    if not key:
        return ""
    return links.system(key) if name == "system" else links.dataset(key)


def _said(paper: Paper, values: Iterable[Value]) -> Iterable[Said]:
    """The sentences of values, in their order; one that several values are from stands once with all their words."""
    found = [(around(paper, value.fact), value) for value in values if value.fact is not None]
    for _, group in groupby(found, key=lambda one: "".join(piece.text for piece in one[0])):
        of_sentence = list(group)
        notes = tuple(filter(None, (_note(value) for _, value in of_sentence)))
        sentence = fragments.marked(_together([pieces for pieces, _ in of_sentence]), to_html)
        if notes or sentence:
            yield Said(notes, sentence)


def _note(value: Value) -> str:
    fact = value.fact
    if fact is None:
        return ""
    parts = [value.note and to_plain(value.note)]
    if fact.by:
        parts.append("set by a reader")
    elif is_uncertain(fact):
        parts.append(f"uncertain: {fact.confidence:.0%} of such readings are right")
    said = "; ".join(filter(None, parts))
    return f"{to_plain(value.text)}: {said}" if said and fact.kind not in ("result", "line", "kind") else said


def _together(sentences: Sequence[Sequence[Fragment]]) -> list[Fragment]:
    """One sentence with the marks of all: they have the same text."""
    text = "".join(piece.text for piece in sentences[0])
    marked = [False] * len(text)
    for pieces in sentences:
        at = 0
        for piece in pieces:
            if piece.marked:
                marked[at : at + len(piece.text)] = [True] * len(piece.text)
            at += len(piece.text)
    return [
        Fragment("".join(text[at] for at, _ in run), is_marked)
        for is_marked, run in groupby(enumerate(marked), key=lambda one: one[1])
    ]
