"""Questions with the papers that answer them. What is tuned on what is in docs/quality.md."""

import random
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from bench.corpus import STOP, SUMMARIES
from bench.quality.prepared import JUDGED, judged_key
from bench.report import SHARED
from broadsheet.model.names import title_key
from broadsheet.search.library import Library
from broadsheet.store import papers

ASKED = Path(__file__).parent.parent / "asked.jsonl"
STYLES = ("question", "claim", "keywords", "vague")
_NAMES = {"scifact": "SciFact", "cranfield": "Cranfield", "cisi": "CISI"}
_KNOWN_ITEMS = 300  # of each half, by words of the title, and by the title
_SEED = 20261121


@dataclass(frozen=True, slots=True)
class Question:
    """A query, and the keys of the papers that answer it, with their grades (more is better)."""

    id: str
    text: str
    right: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Collection:
    """Questions to one library. What `is_tuning` may be tuned on, what is not only reports.

    `measure` is the one that differences are tested by: nDCG@10 where papers were judged, MRR@10 where one is sought.
    """

    name: str
    questions: tuple[Question, ...]
    measure: str = "nDCG@10"
    is_tuning: bool = False


def is_tuning(paper_id: str) -> bool:
    """Whether a paper of `arxiv-daily` is of the half to tune on: the CRC-32 of its arXiv id is even."""
    return zlib.crc32(paper_id.encode()) % 2 == 0


def collections_of(name: str, library: Library) -> Iterator[Collection]:
    """Yield the collections that are asked of one of `prepared.SHELVES`."""
    if name == "scifact":
        yield Collection("SciFact test", _judged(name, "qrels_test.tsv"))
        yield Collection("SciFact train", _judged(name, "qrels_train.tsv"), is_tuning=True)
    elif name in JUDGED:
        yield Collection(_NAMES[name], _judged(name, "qrels.tsv"))
    elif name == "seeds":
        yield Collection("seeds by summary, among 400", _by_summary(library), "MRR@10")
    else:
        yield Collection("seeds by summary, among 133k", _by_summary(library), "MRR@10")
        yield from _asked(library)
        yield from _known_items(library)


def _judged(name: str, qrels: str) -> tuple[Question, ...]:
    folder, key_of = SHARED / "eval" / name, judged_key(name)
    grades: dict[str, dict[int, int]] = {}
    for line in (folder / qrels).read_text().splitlines():
        question, document, grade = line.split("\t")
        grades.setdefault(question, {})[key_of(document)] = int(grade)
    texts = {row["id"]: row["text"] for row in map(orjson.loads, (folder / "queries.jsonl").open("rb"))}
    return tuple(Question(one, texts[one], right) for one, right in grades.items())


def _by_summary(library: Library) -> tuple[Question, ...]:
    rows = _lines(SUMMARIES)
    keys = _keys_by_title(library, [row["title"] for row in rows])
    return tuple(
        Question(str(row["n"]), row["summary"], dict.fromkeys(found, 1))
        for row, found in zip(rows, keys, strict=True)
        if found
    )


def _asked(library: Library) -> Iterator[Collection]:
    rows = _lines(ASKED) if ASKED.exists() else []
    keys = _keys_by_id(library, {row["id"] for row in rows})
    for style in STYLES:
        questions = [
            Question(row["id"], row["text"], {keys[row["id"]]: 1})
            for row in rows
            if row["style"] == style and row["id"] in keys
        ]
        yield from _halves(f"asked: {style}", questions)


def _known_items(library: Library) -> Iterator[Collection]:
    with library.database.read() as connection:
        every = [paper for paper in papers.stream(connection) if paper.arxiv_id]
    random.Random(_SEED).shuffle(every)
    for_tuning = [paper for paper in every if is_tuning(paper.arxiv_id)][:_KNOWN_ITEMS]
    to_report = [paper for paper in every if not is_tuning(paper.arxiv_id)][:_KNOWN_ITEMS]
    chosen = [*for_tuning, *to_report]
    keys = _keys_by_title(library, [paper.title for paper in chosen])
    by_words = [
        Question(paper.arxiv_id, title_words(paper.title), {paper.key: 1})
        for paper in chosen
        if len(title_words(paper.title).split()) > 1
    ]
    by_title = [
        Question(paper.arxiv_id, paper.title, dict.fromkeys(found, 1))
        for paper, found in zip(chosen, keys, strict=True)
    ]
    yield from _halves("title, 2 or 3 words", by_words)
    yield from _halves("title, exact", by_title)


def title_words(title: str) -> str:
    """Return two or three telling words of a title in their order, the same ones at every run."""
    words = [word for word in title.split() if word.isalpha() and word.lower() not in STOP]
    dice = random.Random(f"{_SEED} {title}")
    places = sorted(dice.sample(range(len(words)), min(len(words), dice.choice((2, 3)))))
    return " ".join(words[place] for place in places)


def _halves(name: str, questions: Sequence[Question]) -> Iterator[Collection]:
    halves: tuple[tuple[str, Callable[[str], bool]], ...] = (
        (name, lambda one: not is_tuning(one)),
        (f"{name} (tuning)", is_tuning),
    )
    for title, belongs in halves:
        if half := tuple(one for one in questions if belongs(one.id)):
            yield Collection(title, half, "MRR@10", is_tuning=title != name)


def _keys_by_title(library: Library, titles: Sequence[str]) -> list[list[int]]:
    with library.database.read() as connection:
        found = papers.find_by_titles(connection, {title_key(title) for title in titles})
    return [found.get(title_key(title), []) for title in titles]


def _keys_by_id(library: Library, ids: set[str]) -> dict[str, int]:
    with library.database.read() as connection:
        found = papers.find_keys(connection, {f"arxiv:{one}" for one in ids})
    return {one.removeprefix("arxiv:"): key for one, key in found.items()}


def _lines(file: Path) -> list[dict[str, str]]:
    return [orjson.loads(line) for line in file.read_bytes().splitlines()]
