# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "onnx", "onnxruntime", "safetensors", "tokenizers", "torch"]
# ///
"""Make a model with a small network for documents. See README.md beside this file."""

import argparse
import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from content import content_tokens, dropped_tokens
from graph import HIDDEN, Array, Range, build
from tokenizers import Tokenizer
from weights import MINILM_LAYERS, PACKAGE, Encoder, read_minilm, read_tokenizer, read_trained
from words import WORDS_FILE, WordTable, round_words, write_words

NAME = "broadsheet-1"
CONTINUES = ("minilm-l6-int8-1",)  # models with vectors in the same space, which serve until there are new ones
PEER = "minilm-l6-int8-2"
OUTPUT = Path(__file__).parents[2] / "data/models/student"
DOCUMENT_TOKENS, QUERY_TOKENS = 256, 192
CALIBRATION_TEXTS = 400
WIDEST = 25_000_000  # bytes of weights that the package may hold


@dataclass(frozen=True)
class Part:
    """One network: the file it gets, its weights, and token lists to calibrate it with."""

    file: str
    encoder: Encoder
    max_tokens: int
    dropped: Sequence[int]
    texts: Sequence[str]


def main() -> None:
    given = arguments()
    given.output.mkdir(parents=True, exist_ok=True)
    tokenizer = read_tokenizer(given.wheel)
    papers, titles = read_texts(given.texts, given.every)
    query = read_trained(given.query) if given.query else read_minilm(given.wheel, MINILM_LAYERS)
    table = round_words(query.words)
    if given.document:
        document = read_trained(given.document)
        if not np.array_equal(document.words, query.words):
            raise SystemExit("Both networks must have the same word vectors: train with the table frozen.")
        parts = {
            "document": Part("document.onnx", document, DOCUMENT_TOKENS, dropped_tokens(tokenizer), papers + titles),
            "query": Part("query.onnx", query, QUERY_TOKENS, (), titles + papers[::4]),
        }
    else:
        both = Part("model.onnx", query, QUERY_TOKENS, (), papers + titles)
        parts = {"document": both, "query": both}
    write_words(table, given.output)
    for part in {part.file: part for part in parts.values()}.values():
        ranges = calibrate(part, table, tokenizer)
        model, _ = build(part.encoder, table, max_tokens=part.max_tokens, ranges=ranges)
        onnx.save(model, given.output / part.file)
    tokenizer.save(str(given.output / "tokenizer.json"), pretty=False)
    describe(given.output, parts, NAME if given.document else PEER)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path, help=f"the file that `pip download --no-deps {PACKAGE}` gets")
    parser.add_argument("texts", type=Path, help="gzipped JSON Lines with title and abstract, to calibrate with")
    parser.add_argument("--document", type=Path, help="what train.py saved; without it MiniLM reads documents too")
    parser.add_argument("--query", type=Path, help="a trained network for queries in place of MiniLM's six layers")
    parser.add_argument("--every", type=int, default=330, help="take each n-th record of the texts")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    return parser.parse_args()


def read_texts(file: Path, every: int) -> tuple[list[str], list[str]]:
    """Return papers, and their titles, because queries are as short as these."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, 0, None, every)][:CALIBRATION_TEXTS]
    return [f"{one['title']}\n{one['abstract']}" for one in records], [one["title"] for one in records]


def calibrate(part: Part, table: WordTable, tokenizer: Tokenizer) -> dict[str, Range]:
    """Run the float32 network over the texts and note how far each channel of each activation reaches."""
    model, spots = build(part.encoder, table, max_tokens=part.max_tokens)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    ranges: dict[str, Range] = {}
    for text in part.texts:
        ids = content_tokens(tokenizer, text[:4000], part.dropped, part.max_tokens)
        activations = session.run(None, {"input_ids": np.array([ids])})[1:]
        for spot, values in zip(spots, activations, strict=True):
            ranges[spot] = widened(ranges.get(spot), values)
    return ranges


def widened(known: Range | None, values: Array) -> Range:
    low, high = values.min(axis=(0, 1)), values.max(axis=(0, 1))
    return Range(np.minimum(known.low, low), np.maximum(known.high, high)) if known else Range(low, high)


def describe(folder: Path, parts: dict[str, Part], name: str) -> None:
    """Write model.json: what the program needs to know, and the size and digest of each file."""
    files = [*dict.fromkeys(part.file for part in parts.values()), WORDS_FILE, "tokenizer.json"]
    description = {
        "name": name,
        "continues": CONTINUES,
        "dimensions": HIDDEN,
        "pooling": "mean",
        "fused": True,
        **{kind: described(part) for kind, part in parts.items()},
        "files": {file: mark(folder / file) for file in files},
    }
    (folder / "model.json").write_text(json.dumps(description) + "\n", encoding="utf-8")
    total = sum((folder / file).stat().st_size for file in files)
    print(f"{name} in {folder}: {total:,} bytes")
    if total > WIDEST:
        raise SystemExit(f"That is more than {WIDEST:,}.")


def described(part: Part) -> dict[str, object]:
    return {"file": part.file, "max_tokens": part.max_tokens, "drop_tokens": list(part.dropped)}


def mark(file: Path) -> dict[str, str | int]:
    return {"bytes": file.stat().st_size, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}


if __name__ == "__main__":
    main()
