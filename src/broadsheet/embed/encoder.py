"""Sentence encoders run by onnxruntime."""

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

import numpy as np
from tokenizers import Tokenizer

from broadsheet.embed.base import Vectors
from broadsheet.embed.folder import ModelFolder, Part
from broadsheet.embed.network import Network, open_network, unit
from broadsheet.embed.windows import Tokens
from broadsheet.errors import ModelError

# Tokens in one batch: more gain nothing, and push the widest activation out of the processor's cache.
_BATCH_TOKENS = 384
# Batches that a thread takes at a time: fewer spend more on handing out, more leave the other threads idle at the end.
_SHARE = 8


class OnnxEmbedder:
    """An Embedder that runs a ModelFolder; the vector of a long text is the mean of its windows' vectors.

    A batch holds windows of exactly one length: nothing is padded, and no vector depends on its neighbours.
    """

    def __init__(self, folder: ModelFolder, *, threads: int = 0) -> None:
        self._folder = folder
        self._threads = threads or _usable_cores()
        self._tokenizer = _open_tokenizer(folder)
        self._opening = threading.Lock()
        self._query = self._open(folder.query)
        # Whoever only searches has no need of the network that reads documents.
        self._document = self._query if folder.document == folder.query else None

    @property
    def name(self) -> str:
        return self._folder.name

    @property
    def dimensions(self) -> int:
        return self._folder.dimensions

    def embed(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed documents, shape (texts, dimensions), in their order."""
        with self._opening:
            network = self._document = self._document or self._open(self._folder.document)
        return self._embed(network, texts, progress or _no_report)

    def embed_query(self, text: str) -> Vectors:
        """Embed what a reader asks for, shape (dimensions,)."""
        vector: Vectors = self._embed(self._query, [text], _no_report)[0]
        return vector

    def _open(self, part: Part) -> Network:
        return open_network(self._folder, part, self._tokenizer)

    def _embed(self, network: Network, texts: Sequence[str], report: Callable[[int], None]) -> Vectors:
        windows = network.cut(texts)
        waiting = np.bincount(windows.owners, minlength=len(texts))
        report(int((waiting == 0).sum()))
        totals = np.zeros((len(texts), self.dimensions), np.float32)
        for batch, vectors in self._run_all(network, windows.tokens):
            owners = windows.owners[batch]
            np.add.at(totals, owners, vectors)
            np.subtract.at(waiting, owners, 1)
            report(int((waiting[np.unique(owners)] == 0).sum()))
        return unit(totals)

    def _run_all(self, network: Network, tokens: Sequence[Tokens]) -> Iterator[tuple[list[int], Vectors]]:
        """Yield the numbers of windows with their unit vectors, in the order in which they get ready."""
        batches = list(_batches(tokens))
        if len(batches) == 1:
            yield batches[0], network.run([tokens[number] for number in batches[0]])
            return
        pool = ThreadPoolExecutor(self._threads)
        shares = [batches[start : start + _SHARE] for start in range(0, len(batches), _SHARE)]
        try:
            for finished in as_completed([pool.submit(_run_share, network, tokens, share) for share in shares]):
                yield finished.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _run_share(network: Network, tokens: Sequence[Tokens], batches: Sequence[list[int]]) -> tuple[list[int], Vectors]:
    numbers = [number for batch in batches for number in batch]
    return numbers, np.concatenate([network.run([tokens[number] for number in batch]) for batch in batches])


def _no_report(_finished: int) -> None:
    pass


def _batches(tokens: Sequence[Tokens]) -> Iterator[list[int]]:
    """Yield the numbers of windows of one length together, longest first."""
    same_length = defaultdict(list)
    for number, window in enumerate(tokens):
        same_length[len(window)].append(number)
    for length in sorted(same_length, reverse=True):
        numbers = same_length[length]
        size = max(1, _BATCH_TOKENS // length)
        yield from (numbers[start : start + size] for start in range(0, len(numbers), size))


def _usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _open_tokenizer(folder: ModelFolder) -> Tokenizer:
    try:
        return Tokenizer.from_file(str(folder.tokenizer))
    except Exception as error:  # tokenizers raises plain Exception
        raise ModelError(f"{folder.tokenizer} cannot be read: {error}.") from error
