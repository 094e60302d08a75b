"""Abstracts of the corpus whose titles tell their kind: many, and roughly right.

Titles are not among what is learned from, so that what is learned is how abstracts of a kind are written.
"""

import random
import re
from collections.abc import Iterator

from bench.annotated import development, judged, training
from bench.corpus import entries

from broadsheet.extract.facts.kinds import features_of
from broadsheet.extract.facts.text import prepare
from broadsheet.extract.text import clean_abstract
from broadsheet.model.facts import PaperKind
from broadsheet.model.names import title_key

MOST = 3_500  # papers of one kind
_SEED = 5
_SHORTEST = 200  # characters of an abstract
_TOLD: tuple[tuple[PaperKind, re.Pattern[str]], ...] = (
    ("survey", re.compile(r"\b(?:survey|review|tutorial|overview|roadmap|perspective|primer)\b", re.IGNORECASE)),
    ("benchmark", re.compile(r"\w*bench\b|\bbenchmark(?:ing|s)?\b|\bleaderboard\b|\barena\b", re.IGNORECASE)),
    ("dataset", re.compile(r"\b(?:dataset|corpus|corpora|catalog(?:ue)?|data release|database)\b", re.IGNORECASE)),
    (
        "system",
        re.compile(
            r"\b(?:toolkit|library|package|software|platform|toolbox|open-source framework|simulator)\b", re.IGNORECASE
        ),
    ),
    (
        "analysis",
        re.compile(
            r"\?|\b(?:an empirical study|case study|investigating|understanding|evidence|analysis of|an analysis"
            r"|effects? of|impact of|role of|observations? of|a study of|rethinking|evaluating)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "theory",
        re.compile(
            r"\b(?:theorem|proof|bounds?|conjecture|inequalit(?:y|ies)|asymptotics?|convergence|hardness|complexity of"
            r"|existence)\b",
            re.IGNORECASE,
        ),
    ),
)
_OF_TITLES = ("t=", "t0=", "title ", "name")
_METHOD = re.compile(r"[A-Z][\w-]+: .*\b(?:via|with|for)\b")
_THEORETICAL = re.compile(r"math\.(?!OC|NA)|hep-th")


def told_by_titles() -> list[tuple[PaperKind, set[str]]]:
    """Return kind and features of abstracts, at most MOST of a kind; no annotated paper is among them."""
    of_kind: dict[PaperKind, list[str]] = {}
    for kind, abstract in _told():
        of_kind.setdefault(kind, []).append(abstract)
    dice = random.Random(_SEED)
    found = []
    for kind in sorted(of_kind):
        chosen = dice.sample(of_kind[kind], min(MOST, len(of_kind[kind])))
        found += [(kind, _features(clean_abstract(one))) for one in chosen]
    return found


def _features(abstract: str) -> set[str]:
    """Those of the abstract alone."""
    return {name for name in features_of(prepare("", abstract), ()) if not name.startswith(_OF_TITLES)}


def _told() -> Iterator[tuple[PaperKind, str]]:
    annotated = [*training(), *judged("first"), *development()]
    apart = {one.id for one in annotated}
    titles = {title_key(one.title) for one in annotated}
    for entry in entries():
        if f"arxiv:{entry.id}" in apart or title_key(entry.title) in titles or len(entry.abstract) < _SHORTEST:
            continue
        kinds = [kind for kind, words in _TOLD if words.search(entry.title)]
        if not kinds and _THEORETICAL.match(next(iter(entry.categories), "")):
            kinds = ["theory"]
        if not kinds and _METHOD.match(entry.title):
            kinds = ["method"]
        if len(kinds) == 1:
            yield kinds[0], entry.abstract
