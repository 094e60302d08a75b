"""Annotated papers: what their abstracts say, to learn from and to measure with.

`models/facts/labels.jsonl` (to learn from) and `bench/judged/` (200 random papers, read twice; to measure
with only) hold ids, names, figures and places in the text; the texts themselves come from the shared corpus.
"""

import gzip
import hashlib
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import orjson

from bench.corpus import CORPUS
from bench.report import ROOT, SHARED
from broadsheet.extract.text import clean_abstract, clean_title
from broadsheet.harvest.files import adapt, read_file
from broadsheet.model.names import title_key
from broadsheet.model.raw import RawRecord

LABELS = ROOT / "models" / "facts" / "labels.jsonl"
JUDGED = Path(__file__).parent / "judged"
ANNOTATED = SHARED / "gold" / "annotations-dev.jsonl"


@dataclass(frozen=True, slots=True)
class Claim:
    """A result as it was annotated; offsets into title or abstract."""

    where: Literal["title", "abstract"]
    start: int
    end: int
    value: str
    unit: str = ""
    metric: str = ""
    dataset: str = ""
    compared: str = ""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A paper, its texts as the catalog has them, and what they say."""

    id: str
    title: str
    abstract: str
    kind: str
    systems: tuple[str, ...] = ()
    long_forms: tuple[tuple[str, str], ...] = ()  # short, long
    code: tuple[str, ...] = ()
    project: tuple[str, ...] = ()
    results: tuple[Claim, ...] = ()
    datasets: tuple[str, ...] = ()


def training() -> list[Annotated]:
    """Return the papers to learn from: arXiv, two thirds of them machine learning."""
    return _labelled(LABELS)


def judged(reader: Literal["first", "second"]) -> list[Annotated]:
    """Return 200 random papers of arXiv as one of two readers judged them. Nothing may be tuned on them."""
    return _labelled(JUDGED / f"{reader}.jsonl")


def development() -> list[Annotated]:
    """Return the 160 annotated seed papers: machine learning, many with lost backslashes."""
    texts = {title_key(title): (title, abstract) for title, abstract in seeds()}
    rows = [orjson.loads(line) for line in ANNOTATED.read_bytes().splitlines()]
    return [_seed(row, *texts[title_key(row["title"])]) for row in rows]


def seeds() -> Iterator[tuple[str, str]]:
    """Yield title and abstract of every seed paper, cleaned."""
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        for raw in read_file(path, path.name):
            if isinstance(raw, RawRecord):
                record = adapt(raw)
                yield record.title, record.abstract


def texts_of(ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return title and abstract, cleaned, of these papers of the corpus."""
    wanted = {one.removeprefix("arxiv:") for one in ids}
    with gzip.open(CORPUS, "rb") as file:
        lines = [line for line in file if orjson.loads(line)["id"] in wanted]
    raws = [raw for raw in read_file(BytesIO(b"".join(lines)), CORPUS.name) if isinstance(raw, RawRecord)]
    return {f"arxiv:{record.arxiv_id}": (record.title, record.abstract) for record in map(adapt, raws)}


def digest(title: str, abstract: str) -> str:
    """Digest of the texts that offsets point into."""
    return hashlib.blake2b(f"{title}\n{abstract}".encode(), digest_size=6).hexdigest()


def _labelled(path: Path) -> list[Annotated]:
    rows = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    texts = texts_of({row["id"] for row in rows})
    current = [row for row in rows if digest(*texts[row["id"]]) == row["text"]]
    if len(current) < len(rows):
        # Cleaning has changed since; what they say no longer stands where it stood.
        print(f"{path.name}: {len(rows) - len(current)} papers left out, annotated on another text.", file=sys.stderr)
    return [_label(row, *texts[row["id"]]) for row in current]


def _label(row: dict[str, Any], title: str, abstract: str) -> Annotated:
    return Annotated(
        row["id"],
        title,
        abstract,
        row["kind"],
        tuple(name for name, _ in row["systems"]),
        tuple((name, long_form) for name, long_form in row["systems"] if long_form),
        tuple(row["code"]),
        tuple(row["project"]),
        tuple(Claim(*claim) for claim in row["results"]),
        tuple(row["datasets"]),
    )


def _seed(row: dict[str, Any], title: str, abstract: str) -> Annotated:
    return Annotated(
        f"seed:{row['n']}",
        title,
        abstract,
        row["kind"],
        tuple(clean_title(name) for name in row["systems"]),
        tuple((clean_title(name), clean_title(long_form)) for name, long_form in row["expansion"].items()),
        tuple(row["code"]),
        tuple(row["project"]),
        tuple(_claim(one, title, abstract) for one in row["results"]),
        tuple(clean_title(name) for name in row["datasets"]),
    )


def _claim(one: dict[str, Any], title: str, abstract: str) -> Claim:
    span = clean_abstract(one["span"])
    for where, text in (("abstract", abstract), ("title", title)):
        if (at := text.find(span)) >= 0:
            rest = (
                one["value"],
                one["unit"] or "",
                one["metric"] or "",
                one["dataset"] or "",
                one.get("compared") or "",
            )
            return Claim("abstract" if where == "abstract" else "title", at, at + len(span), *rest)
    raise ValueError(f"{title!r} does not say {span!r}.")
