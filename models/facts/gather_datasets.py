"""Gather the names of datasets and benchmarks from the corpus: those that stand where the names of datasets stand.

    python -m models.facts.gather_datasets

A model that knows only the words around a name, and its shape, learns from annotated papers where the names of datasets
stand. Of each name in the corpus are kept the number of papers that have it, and in how many of them, as that model
expects, it is a dataset's. Annotated papers do not count, and nothing is learned from the development set, so that what
stands upon this can be measured there.
"""

from collections import Counter

import orjson
from bench.annotated import JUDGED, LABELS, training
from bench.report import ROOT
from models.facts.corpus_names import texts
from models.facts.logistic import fit

from broadsheet.extract.facts.datasets.features import Described, describe
from broadsheet.extract.facts.learned import Linear, chance, linear
from broadsheet.extract.facts.text import PaperText, prepare
from broadsheet.model.entities import entity_key

OUTPUT = ROOT / "src" / "broadsheet" / "extract" / "facts" / "weights" / "dataset_names.json"
AROUND = ("n", "o", "s=", "where=", "shape=", "tokens=", "end=", "letters=")
FEWEST = 1.2  # papers in which it is a dataset's, as expected
LOWEST = 0.05  # share of its papers


def main() -> None:
    model = learn()
    expected: Counter[str] = Counter()
    total: Counter[str] = Counter()
    left_out = annotated()
    for number, text in texts():
        if number not in left_out:
            chances = judged(text, model)
            expected.update(chances)
            total.update(chances.keys())
    lines: dict[str, list[str]] = {}
    for key, count in sorted(expected.items()):
        if count >= FEWEST and count >= LOWEST * total[key]:
            lines.setdefault(f"{rounded(count)}/{rounded(total[key])}", []).append(key)
    OUTPUT.write_bytes(orjson.dumps(lines, option=orjson.OPT_SORT_KEYS) + b"\n")
    print(f"{sum(map(len, lines.values())):,} names, {OUTPUT.stat().st_size:,} bytes")


def learn() -> Linear:
    """Learn where the names of datasets stand."""
    papers = [(paper, describe(prepare(paper.title, paper.abstract), (), None)) for paper in training()]
    rows = [around_only(one) for _, found in papers for one in found]
    right = [one.name in paper.datasets for paper, found in papers for one in found]
    return linear(fit(rows, right, strength=0.3, rarest=3))


def around_only(one: Described) -> list[str]:
    """The features of a name that do not say which name it is."""
    return sorted(feature for feature in one.features if feature.startswith(AROUND))


def judged(text: PaperText, model: Linear) -> dict[str, float]:
    """Return the keys of the names in a paper, each with the highest chance that a place of it gives."""
    chances: dict[str, float] = {}
    for one in describe(text, (), None):
        key = entity_key(one.name)
        chances[key] = max(chances.get(key, 0.0), chance(model.logit(around_only(one))))
    return chances


def annotated() -> frozenset[str]:
    """Return the ids of the papers that were annotated."""
    files = [LABELS, *JUDGED.glob("*.jsonl")]
    return frozenset(orjson.loads(line)["id"] for file in files for line in file.read_bytes().splitlines())


def rounded(count: float) -> float:
    """The count as exactly as it matters."""
    return round(count, 1) if count < 4 else round(count) if count < 20 else round(count, -1)


if __name__ == "__main__":
    main()
