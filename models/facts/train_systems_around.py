"""Learn what words stand around the name of what a paper proposes, from papers of the corpus whose title tells it.

    python -m models.facts.train_systems_around

Nobody annotated these papers: where a title begins `Name:` with a word of unusual shape, or with the long form of an
acronym, that is a name of the paper's own, and the other such words of its abstract are taken for names of others.
"""

from collections.abc import Sequence

import orjson
from bench.annotated import ANNOTATED, JUDGED, LABELS
from bench.report import ROOT
from models.facts.corpus_names import texts
from models.facts.logistic import fit

from broadsheet.extract.facts.systems.candidates import candidates
from broadsheet.extract.facts.systems.features import Described, describe
from broadsheet.extract.facts.systems.judge import known
from broadsheet.extract.facts.systems.words import words_of
from broadsheet.model.names import title_key

OUTPUT = ROOT / "src" / "broadsheet" / "extract" / "facts" / "weights" / "systems_around.json"
PAPERS = 45_000
_KNOWN = 5  # a name of 32 papers and more is seldom new
_LEAST = 0.06  # a weight that is kept


def main() -> None:
    rows: list[list[str]] = []
    right: list[bool] = []
    papers = 0
    lists, left_out = known(), annotated()
    for id, text in texts():
        if id in left_out or title_key(text.title) in left_out:
            continue
        title, abstract = words_of(text)
        found = describe(candidates(title, abstract), title, abstract, lists)
        own = own_names(found)
        if not own:
            continue
        papers += 1
        for one in found:
            if one.shape == "odd" and one.in_abstract and not _part(one, own):
                rows.append(sorted(one.around))
                right.append(one.candidate.key in own)
        if papers == PAPERS:
            break
    model = fit(rows, right, strength=0.3, rarest=25)
    model["weights"] = {name: round(weight, 2) for name, weight in model["weights"].items() if abs(weight) >= _LEAST}
    OUTPUT.write_bytes(orjson.dumps(model, option=orjson.OPT_SORT_KEYS) + b"\n")
    print(f"{papers:,} papers, {len(rows):,} names, {sum(right):,} their own; {len(model['weights']):,} weights")


def annotated() -> set[str]:
    """Return ids and titles that are measured with, which must not be learned from here."""
    files = (LABELS, JUDGED / "first.jsonl")
    ids = {orjson.loads(line)["id"] for file in files for line in file.read_bytes().splitlines()}
    return ids | {title_key(orjson.loads(line)["title"]) for line in ANNOTATED.read_bytes().splitlines()}


def own_names(found: Sequence[Described]) -> set[str]:
    """Return the keys of the names that the title tells to be the paper's own."""
    single = [one for one in found if one.candidate.length == 1 and one.shape == "odd" and one.known < _KNOWN]
    before_colon = {one.candidate.key for one in single if one.title == "prefix" and one.in_abstract}
    if before_colon:
        return before_colon
    return {one.candidate.key for one in single if one.told.startswith("begins") and one.known < 4}


def _part(one: Described, own: set[str]) -> bool:
    key = one.candidate.key
    return key not in own and any(key in name or name in key for name in own)


if __name__ == "__main__":
    main()
