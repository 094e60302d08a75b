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
from broadsheet.errors import ModelError

# A text is cut to this many characters for each token the model takes: a huge one costs no more than a long one.
_CHARACTERS_PER_TOKEN = 32
# Tokens in one batch: few enough that the widest activation stays in the processor's cache.
_BATCH_TOKENS = 768
_TOKENIZED_AT_ONCE = 512

_Tokens = NDArray[np.int64]


class OnnxEmbedder:
    """An Embedder that runs a ModelFolder. A batch holds texts of exactly one length in tokens: nothing is padded."""

    def __init__(self, folder: ModelFolder, *, threads: int = 0) -> None:
        self._folder = folder
        self._threads = threads or _usable_cores()
        self._tokenizer = _open_tokenizer(folder)
        self._session = _open_session(folder)
        self._inputs = [one.name for one in self._session.get_inputs()]

    @property
    def name(self) -> str:
        return self._folder.name

    @property
    def dimensions(self) -> int:
        return self._folder.dimensions

    def embed(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed documents, shape (texts, dimensions), ordered by length over all of them before batching."""
        rows = self._tokenize(texts, self._folder.document_prefix)
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        report = progress or (lambda _: None)
        report(sum(len(row) == 0 for row in rows))
        pool = ThreadPoolExecutor(self._threads)
        try:
            running = {
                pool.submit(self._run, np.stack([rows[number] for number in batch])): batch for batch in _batches(rows)
            }
            for finished in as_completed(running):
                vectors[running[finished]] = finished.result()
                report(len(running[finished]))
        finally:
            pool.shutdown(cancel_futures=True)
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """Embed what a reader asks for, shape (dimensions,), in the caller's thread."""
        [row] = self._tokenize([text], self._folder.query_prefix)
        if not len(row):
            return np.zeros(self.dimensions, np.float32)
        vector: Vectors = self._run(row[np.newaxis])[0]
        return vector

    def _tokenize(self, texts: Sequence[str], prefix: str) -> list[_Tokens]:
        """Turn texts into token numbers; a blank text has none."""
        rows: list[_Tokens] = []
        for start in range(0, len(texts), _TOKENIZED_AT_ONCE):
            cut = [self._cut(text) for text in texts[start : start + _TOKENIZED_AT_ONCE]]
            encoded = self._tokenizer.encode_batch_fast([prefix + text for text in cut])
            rows += [np.array(one.ids if text else [], np.int64) for text, one in zip(cut, encoded, strict=True)]
        return rows

    def _cut(self, text: str) -> str:
        limit = self._folder.max_tokens * _CHARACTERS_PER_TOKEN
        # Half a surrogate pair, as broken records hold, cannot pass to the tokenizer.
        return text[:limit].strip().encode("utf-8", "replace").decode("utf-8")

    def _run(self, tokens: _Tokens) -> Vectors:
        """Run the model on token numbers of shape (texts, tokens)."""
        zeros = np.zeros_like(tokens)
        known = {"input_ids": tokens, "attention_mask": zeros + 1, "token_type_ids": zeros}
        output = self._session.run(None, {name: known[name] for name in self._inputs})[0]
        if output.ndim == 3:
            output = output[:, 0] if self._folder.pooling == "first" else output.mean(axis=1)
        length = np.linalg.norm(output, axis=1, keepdims=True)
        return np.asarray(output / np.maximum(length, 1e-12), np.float32)


def _batches(rows: Sequence[_Tokens]) -> Iterator[list[int]]:
    """Yield the numbers of rows of one length together, longest first; rows without tokens are left out."""
    same_length = defaultdict(list)
    for number, row in enumerate(rows):
        same_length[len(row)].append(number)
    for length in sorted(same_length.keys() - {0}, reverse=True):
        numbers = same_length[length]
        size = max(1, _BATCH_TOKENS // length)
        yield from (numbers[start : start + size] for start in range(0, len(numbers), size))


def _usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _open_tokenizer(folder: ModelFolder) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(folder.tokenizer))
    except Exception as error:
        raise ModelError(f"{folder.tokenizer} cannot be read: {error}.") from error
    # Files of sentence encoders often ask for padding to a fixed length, which turns a mean into noise.
    tokenizer.no_padding()
    tokenizer.enable_truncation(folder.max_tokens)
    return tokenizer


def _open_session(folder: ModelFolder) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread for each run, several runs at once: faster than sharing each operator out, and nothing spins when idle.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(folder.model), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError(f"{folder.model} cannot be loaded: {error}.") from error
    known = {"input_ids", "attention_mask", "token_type_ids"}
    if unknown := {one.name for one in session.get_inputs()} - known:
        raise ModelError(f"{folder.model} asks for inputs that no text has: {', '.join(sorted(unknown))}.")
    return session
