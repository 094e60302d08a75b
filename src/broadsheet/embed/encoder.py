"""Sentence encoders run by onnxruntime."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from broadsheet.embed.base import Vectors
from broadsheet.embed.folder import ModelFolder
from broadsheet.embed.windows import Tokens, open_cutter
from broadsheet.errors import ModelError

# Tokens in one batch: more gain nothing, and push the widest activation out of the processor's cache.
_BATCH_TOKENS = 384


class OnnxEmbedder:
    """An Embedder that runs a ModelFolder; the vector of a long text is the mean of its windows' vectors.

    A batch holds windows of exactly one length: nothing is padded, and no vector depends on its neighbours.
    """

    def __init__(self, folder: ModelFolder, *, threads: int = 0) -> None:
        self._folder = folder
        self._threads = threads or _usable_cores()
        self._cutter = open_cutter(_open_tokenizer(folder), folder.max_tokens)
        self._session = _open_session(folder)
        self._inputs = [one.name for one in self._session.get_inputs()]

    @property
    def name(self) -> str:
        return self._folder.name

    @property
    def dimensions(self) -> int:
        return self._folder.dimensions

    def embed(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed documents, shape (texts, dimensions), in their order."""
        return self._embed(texts, self._folder.document_prefix, progress or _no_report)

    def embed_query(self, text: str) -> Vectors:
        """Embed what a reader asks for, shape (dimensions,)."""
        vector: Vectors = self._embed([text], self._folder.query_prefix, _no_report)[0]
        return vector

    def _embed(self, texts: Sequence[str], prefix: str, report: Callable[[int], None]) -> Vectors:
        windows = self._cutter.cut(texts, prefix)
        waiting = np.bincount(windows.owners, minlength=len(texts))
        report(int((waiting == 0).sum()))
        totals = np.zeros((len(texts), self.dimensions), np.float32)
        for batch, vectors in self._run_all(windows.tokens):
            owners = windows.owners[batch]
            np.add.at(totals, owners, vectors)
            np.subtract.at(waiting, owners, 1)
            report(int((waiting[np.unique(owners)] == 0).sum()))
        return _unit(totals)

    def _run_all(self, tokens: Sequence[Tokens]) -> Iterator[tuple[list[int], Vectors]]:
        """Yield the numbers of windows with their unit vectors, in the order in which they get ready."""
        batches = list(_batches(tokens))
        if len(batches) == 1:
            yield batches[0], self._run([tokens[number] for number in batches[0]])
            return
        pool = ThreadPoolExecutor(self._threads)
        try:
            running = {pool.submit(self._run, [tokens[one] for one in batch]): batch for batch in batches}
            for finished in as_completed(running):
                yield running[finished], finished.result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _run(self, rows: Sequence[Tokens]) -> Vectors:
        tokens = np.stack(rows).astype(np.int64)
        zeros = np.zeros_like(tokens)
        known = {"input_ids": tokens, "attention_mask": zeros + 1, "token_type_ids": zeros}
        try:
            output = self._session.run(None, {name: known[name] for name in self._inputs})[0]
        except Exception as error:  # onnxruntime has a class of its own for each failure
            raise ModelError(f"{self._folder.model} does not fit its tokenizer: {error}.") from error
        if output.ndim == 3:
            output = output[:, 0] if self._folder.pooling == "first" else output.mean(axis=1)
        if output.shape[1] != self.dimensions:
            message = f"gives {output.shape[1]} dimensions, not {self.dimensions} as its description says"
            raise ModelError(f"{self._folder.model} {message}.")
        return _unit(output)


def _no_report(_finished: int) -> None:
    pass


def _unit(rows: NDArray[np.float32]) -> Vectors:
    """Scale rows to length 1; a zero row stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), np.float32)


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


def _open_session(folder: ModelFolder) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread in each run, several runs at once: nothing is shared out within a run, and nothing spins when idle.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if folder.fused:
        # Faster to load, and onnxruntime would fuse two operators into one that is five times slower.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        session = onnxruntime.InferenceSession(str(folder.model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has a class of its own for each failure
        raise ModelError(f"{folder.model} cannot be loaded: {error}.") from error
    known = {"input_ids", "attention_mask", "token_type_ids"}
    if unknown := {one.name for one in session.get_inputs()} - known:
        raise ModelError(f"{folder.model} asks for inputs that no text has: {', '.join(sorted(unknown))}.")
    return session
