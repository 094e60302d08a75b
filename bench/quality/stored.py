"""What earlier runs gave: the table of every run, and the last one's scores question by question."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.quality.collections import Collection
from bench.quality.measures import MEASURES, Scored
from bench.quality.systems import SHIPPED
from bench.report import RESULTS

TABLE = RESULTS / "quality.jsonl"
QUERIES = RESULTS / "quality_queries.json"
_PER_QUESTION = ("nDCG@10", "MRR@10")

Means = Mapping[str, float]


def rows(table: Sequence[Scored]) -> list[dict[str, object]]:
    """Return the table as it is kept, one row for each system and collection."""
    return [
        {
            "collection": one.collection.name,
            "system": one.system,
            "questions": len(one.collection.questions),
            **{measure: round(one.mean(measure), 4) for measure in MEASURES},
        }
        for one in table
    ]


def last_means(file: Path = TABLE) -> dict[tuple[str, str, int], Means]:
    """Return, by collection, system and number of questions, the means of the last run that had all three."""
    known: dict[tuple[str, str, int], Means] = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        for row in json.loads(line).get("table", ()):
            known[row["collection"], row["system"], row["questions"]] = {measure: row[measure] for measure in MEASURES}
    return known


def keep_queries(table: Sequence[Scored], file: Path = QUERIES) -> None:
    """Keep the shipped system's scores of every question, in thousandths, in place of the last run's."""
    kept = {
        one.collection.name: {
            "questions": _digest(one.collection),
            **{measure: [round(1000 * score) for score in one.scores[measure]] for measure in _PER_QUESTION},
        }
        for one in table
        if one.system == SHIPPED
    }
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(row, separators=(',', ':'))}" for name, row in kept.items())
    file.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def last_queries(collections: Sequence[Collection], file: Path = QUERIES) -> dict[str, dict[str, list[float]]]:
    """Return the last run's scores by collection and measure; a collection whose questions changed is left out."""
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return {
        one.name: {measure: [score / 1000 for score in kept[one.name][measure]] for measure in _PER_QUESTION}
        for one in collections
        if one.name in kept and kept[one.name]["questions"] == _digest(one)
    }


def _digest(collection: Collection) -> str:
    asked = [[question.id, question.text] for question in collection.questions]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]
