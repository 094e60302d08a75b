"""How good similar papers are, by what papers themselves say of each other, and how fast they are found.

Of each kind of `told.KINDS` some papers of the tuning half are asked for with the shipped weights and with others, and
some of the reporting half with the shipped ones and with each part alone. What the pairs are known by is hidden: the
names of systems and data are taken out of the given paper's words, and the bonus for naming the other is not given.
"""

import gzip
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from time import process_time

import numpy as np
import orjson

from bench.library import prepared
from bench.quality.prepared import judged_key, shelf
from bench.report import SHARED, Figure, percentile, publish
from bench.told import KINDS, Told, read_told
from broadsheet.lib.clock import stopwatch
from broadsheet.model.names import title_key
from broadsheet.model.paper import Paper
from broadsheet.search.alike.blend import AUTHOR_BONUS, CATEGORIES_WEIGHT, MOST_AUTHORS, WORDS_WEIGHT, Parts
from broadsheet.search.alike.pool import Candidate, Given, gather, given_of, read_given
from broadsheet.search.alike.varied import varied
from broadsheet.search.library import Library
from broadsheet.search.similar import choose, similar
from broadsheet.services import opened
from broadsheet.settings import read_settings

_ASKED = (40, 60)  # papers of each kind in the tuning half, in the reporting half
_TIMED = 100
_LISTED = 20
_SEED = 20261121

Ordering = Callable[[Sequence[Candidate]], list[int]]
Rows = dict[str, list[tuple[float, float, float]]]  # by ranking: nDCG@10, recall@20, papers listed of 20


def main() -> None:
    """Measure every ranking on every kind of pairs, then the time."""
    figures: list[Figure] = []
    with opened(read_settings({"BROADSHEET_HOME": str(prepared())}), ahead=False) as services:
        library = services.library
        figures += _times(library)
        told = read_told(library)
        for half, name in enumerate(("tuning half", "reporting half")):
            kinds = [_rows(library, told, kind, half) for kind in KINDS]
            for kind, rows in zip(KINDS, kinds, strict=True) if half else ():
                figures += _figures(f"{name}, {kind} ({len(rows['shipped'])})", rows, ("cosine", "shipped"))
            rankings = kinds[0].keys()
            means = {one: [tuple(np.mean([np.mean(rows[one], axis=0) for rows in kinds], axis=0))] for one in rankings}
            figures += _figures(f"{name}, mean of {len(KINDS)} kinds", means, rankings)
    figures += _cisi()
    publish("similar", figures)


def _score(
    parts: Parts,
    words: float = WORDS_WEIGHT,
    categories: float = CATEGORIES_WEIGHT,
    author: float = AUTHOR_BONUS,
) -> float:
    """The shipped score with other weights."""
    changed = (words - WORDS_WEIGHT) * parts.word_share + (categories - CATEGORIES_WEIGHT) * parts.categories
    return parts.score + changed + (author - AUTHOR_BONUS) * min(len(parts.authors), MOST_AUTHORS)


def _by(rule: Callable[[Parts], float], least: float = -1.0) -> Ordering:
    def order(found: Sequence[Candidate]) -> list[int]:
        kept = [one for one in found if one.alike.parts.score >= least]
        return [one.paper.key for one in sorted(kept, key=lambda one: (-rule(one.alike.parts), one.paper.key))]

    return order


def _spread_out(found: Sequence[Candidate], share: float) -> list[int]:
    some = [one for one in found if one.evened is not None]
    rows = np.array([one.evened for one in some], dtype=np.float32)
    chosen = varied([one.alike.parts.score for one in some], np.maximum(rows @ rows.T, 0), _LISTED, share=share)
    return [some[at].paper.key for at in chosen]


# Orders of the candidates. Those on the tuning half have a weight, a threshold or a share other than the shipped one.
_REPORTED: dict[str, Ordering] = {
    "evened cosine": _by(lambda parts: parts.evened),
    "categories": _by(lambda parts: parts.categories),
    "blend without authors": _by(partial(_score, author=0.0)),
}
_TUNED: dict[str, Ordering] = {
    **{f"words at {one:g}": _by(partial(_score, words=one)) for one in (0.2, 0.3, 0.4, 0.45, 0.5, 0.6)},
    **{f"categories at {one:g}": _by(partial(_score, categories=one)) for one in (0.0, 0.05, 0.1, 0.2)},
    **{f"authors at {one:g}": _by(partial(_score, author=one)) for one in (0.0, 0.03, 0.06)},
    **{f"at least {one:g}": _by(_score, one) for one in (0.08, 0.12, 0.16, 0.2, 0.25)},
    **{f"varied, share {one:g}": partial(_spread_out, share=one) for one in (0.5, 0.6, 0.7, 0.8, 0.9)},
}


def _rows(library: Library, told: Told, kind: str, half: int) -> Rows:
    asked = told.halves(kind)[half]
    random.Random(_SEED).shuffle(asked)
    rows: Rows = defaultdict(list)
    for key in asked[: _ASKED[half]]:
        paper, right = told.papers[key], told.truth[kind][key]
        given = _blind(library, paper, told.names[key] if kind in ("mention", "dataset") else set())
        for name, keys in _rankings(library, given, _REPORTED if half else _TUNED).items():
            rows[name].append(_gain([one for one in keys if _is_other(told, paper, one)], right))
    return rows


def _is_other(told: Told, paper: Paper, key: int) -> bool:
    return key in told.papers and title_key(told.papers[key].title) != title_key(paper.title)


def _blind(library: Library, paper: Paper, hidden: Iterable[str]) -> Given:
    """Prepare a given paper without what its pairs are known by."""
    title, abstract = paper.title, paper.abstract
    for name in hidden:
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        title, abstract = pattern.sub(" ", title), pattern.sub(" ", abstract)
    given = given_of(library, [replace(paper, title=title, abstract=abstract)])
    return replace(given, ids=frozenset(), named=frozenset())


def _rankings(library: Library, given: Given, orders: Mapping[str, Ordering]) -> dict[str, list[int]]:
    """Each ranking's papers, best first: of single lists, as shipped, and the candidates in other orders."""
    engine = library.engine
    found = gather(library, given, 2 * _LISTED)
    near = engine.semantic(given.middle, (), 2 * _LISTED) if given.middle is not None else []
    return {
        "cosine": [one.key for one in near],
        "BM25 of rare words": [one.key for one in engine.lexical(given.query, 2 * _LISTED).hits],
        **{name: order(found) for name, order in orders.items()},
        "shipped": [one.paper.key for one in choose(library, given, _LISTED)],
        "shipped, varied": [one.paper.key for one in choose(library, given, _LISTED, varied=True)],
    }


def _gain(keys: Sequence[int], right: set[int]) -> tuple[float, float, float]:
    listed = keys[:_LISTED]
    discounts = 1 / np.log2(np.arange(2, 12))
    gain = sum(discount for discount, key in zip(discounts, listed, strict=False) if key in right)
    recall = len(right.intersection(listed)) / min(_LISTED, len(right))
    return float(gain / discounts[: len(right)].sum()), recall, float(len(listed))


def _figures(what: str, rows: Mapping[str, Sequence[tuple[float, ...]]], rankings: Iterable[str]) -> Iterator[Figure]:
    for name in rankings:
        ndcg, recall, listed = np.mean(rows[name], axis=0)
        yield Figure(f"{what}: {name}, nDCG@10", round(float(ndcg), 4), "")
        yield Figure(f"{what}: {name}, R@20", round(float(recall), 4), "")
        if name.startswith("at least"):
            yield Figure(f"{what}: {name}, listed of {_LISTED}", round(float(listed), 1), "papers")


def _cisi() -> Iterator[Figure]:
    """Yield what documents of CISI give that others cite together; they were not tuned on."""
    key_of = judged_key("cisi")
    truth: dict[int, set[int]] = {}
    with gzip.open(SHARED / "eval" / "cisi" / "corpus.jsonl.gz", "rb") as file:
        for row in map(orjson.loads, file):
            # The number beside each is the document's own: how often is not told.
            if others := {key_of(other) for other, _ in row["cocitations"] if other != row["id"]}:
                truth[key_of(row["id"])] = others
    asked = sorted(truth)
    random.Random(_SEED).shuffle(asked)
    rows: Rows = defaultdict(list)
    with shelf("cisi") as library:
        for key in asked[: 2 * _ASKED[1]]:
            given = read_given(library, [key], ())
            for name, keys in _rankings(library, given, {"evened cosine": _REPORTED["evened cosine"]}).items():
                rows[name].append(_gain([one for one in keys if one != key], truth[key]))
    yield from _figures(f"CISI, cited together ({len(rows['shipped'])})", rows, rows)


def _times(library: Library) -> Iterator[Figure]:
    """Yield milliseconds, on the clock and of the processor: other work on the machine lengthens the first more."""
    dice = random.Random(_SEED)
    keys = [dice.randrange(1, library.engine.paper_count) for _ in range(_TIMED)]
    for name, is_varied in (("8 similar papers", False), ("8 similar papers, varied", True)):
        times, worked = [], []
        for turn in range(2):  # once before, so that files are in memory
            for key in keys:
                elapsed, before = stopwatch(), process_time()
                similar(library, [key], limit=8, varied=is_varied)
                times += [elapsed() * 1000] if turn else []
                worked += [(process_time() - before) * 1000] if turn else []
        yield Figure(f"{name}, p50", percentile(times, 50), "ms", None if is_varied else 20)
        yield Figure(f"{name}, p99", percentile(times, 99), "ms")
        yield Figure(f"{name}, p50 of the processor", percentile(worked, 50), "ms")
