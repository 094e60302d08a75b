"""Results that papers claim on one dataset. Of thousands of papers, only these facts are unpacked."""

from collections.abc import Collection

import orjson
from sqlalchemy import Connection, select

from broadsheet.model.entities import entity_key
from broadsheet.model.facts import Fact, Reading
from broadsheet.store import corrections, readings
from broadsheet.store.dialect import in_parts
from broadsheet.store.fact_rows import unpack
from broadsheet.store.schema import readings as table

_KIND, _MEASURE, _DATASET = 0, 7, 3  # places in the lists that `store.fact_rows` writes


def on_dataset(connection: Connection, keys: Collection[int], dataset: str) -> dict[int, tuple[Fact, ...]]:
    """Return for those of these papers that have any the results on the dataset of this key that hold."""
    corrected = set(corrections.of_papers(connection, keys))
    known: dict[str, bool] = {}

    def is_wanted(row: list[object]) -> bool:
        measure = row[_MEASURE]
        if row[_KIND] != "result" or not isinstance(measure, list) or not (name := measure[_DATASET]):
            return False
        if name not in known:
            known[name] = entity_key(name) == dataset
        return known[name]

    found: dict[int, tuple[Fact, ...]] = {}
    for part in in_parts([key for key in keys if key not in corrected]):
        for key, facts in connection.execute(
            select(table.c.paper_key, table.c.facts).where(table.c.paper_key.in_(part))
        ):
            if wanted := [row for row in orjson.loads(facts) if is_wanted(row)]:
                found[key] = unpack(orjson.dumps(wanted).decode())
    for key, reading in readings.of_papers(connection, corrected).items():
        if facts := _on(reading, dataset):
            found[key] = facts
    return found


def _on(reading: Reading, dataset: str) -> tuple[Fact, ...]:
    results = reading.of("result")
    return tuple(fact for fact in results if fact.measure and entity_key(fact.measure.dataset) == dataset)
