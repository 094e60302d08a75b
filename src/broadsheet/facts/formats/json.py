"""Tables as JSON, with where each fact was read."""

from typing import Any

import orjson

from broadsheet.facts.confidence import is_uncertain
from broadsheet.facts.formats.texts import About, address_of
from broadsheet.facts.sentences import around
from broadsheet.facts.table.model import Row, Table, Value
from broadsheet.model.paper import Paper


def to_json(table: Table, about: About) -> str:
    """Write a table as one JSON object; offsets count characters of the paper's title or abstract."""
    return orjson.dumps(as_data(table, about), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def as_data(table: Table, about: About) -> dict[str, Any]:
    """A table as plain data."""
    return {
        "papers": about.papers,
        "made": about.made.isoformat(),
        "note": "Read out of titles and abstracts; results are claims of their authors.",
        "columns": list(table.columns),
        "found": table.found.total,
        "taken": table.found.taken,
        "rows": [_row(table, row) for row in table.rows],
    }


def _row(table: Table, row: Row) -> dict[str, Any]:
    paper = row.paper
    return {
        "id": paper.id,
        "address": address_of(paper.id),
        "title": paper.title,
        "standing": paper.standing,
        "read": row.is_read,
        **{name: [_value(paper, value) for value in row.cells[name]] for name in table.columns},
    }


def _value(paper: Paper, value: Value) -> dict[str, Any]:
    made: dict[str, Any] = {"text": value.text}
    if value.address:
        made["address"] = value.address
    fact = value.fact
    if fact is None:
        return made
    made["confidence"] = round(fact.confidence, 3)
    made["uncertain"] = is_uncertain(fact)
    made["corrected"] = bool(fact.by)
    if fact.long_form:
        made["long_form"] = fact.long_form
    if (measure := fact.measure) is not None:
        made["measure"] = {
            "value": measure.value,
            "unit": measure.unit,
            "metric": measure.metric,
            "dataset": measure.dataset,
            "compared": measure.compared,
            "low": measure.low,
            "high": measure.high,
        }
    if fact.where:
        made |= {"where": fact.where, "start": fact.start, "end": fact.end}
        made["sentence"] = "".join(piece.text for piece in around(paper, fact))
    return made
