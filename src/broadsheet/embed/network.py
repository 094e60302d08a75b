"""A network of a model, run by onnxruntime."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from broadsheet.embed.base import Vectors
from broadsheet.embed.folder import ModelFolder, Part
from broadsheet.embed.windows import Tokens, WindowCutter, Windows, open_cutter
from broadsheet.errors import ModelError


@dataclass(frozen=True, slots=True)
class Network:
    """One part of a model, opened."""

    folder: ModelFolder
    part: Part
    cutter: WindowCutter
    session: onnxruntime.InferenceSession
    inputs: Sequence[str]

    def cut(self, texts: Sequence[str]) -> Windows:
        """Cut texts into the windows that the network reads."""
        return self.cutter.cut(texts, self.part.prefix)

    def run(self, rows: Sequence[Tokens]) -> Vectors:
        """Turn windows of one length into unit vectors; ModelError where the network does not fit its description."""
        tokens = np.stack(rows).astype(np.int64)
        zeros = np.zeros_like(tokens)
        known = {"input_ids": tokens, "attention_mask": zeros + 1, "token_type_ids": zeros}
        try:
            output = self.session.run(None, {name: known[name] for name in self.inputs})[0]
        except Exception as error:  # onnxruntime has a class of its own for each failure
            raise ModelError(f"{self.part.model} does not fit its tokenizer: {error}.") from error
        if output.ndim == 3:
            output = output[:, 0] if self.folder.pooling == "first" else output.mean(axis=1)
        if output.shape[1] != self.folder.dimensions:
            message = f"gives {output.shape[1]} dimensions, not {self.folder.dimensions} as its description says"
            raise ModelError(f"{self.part.model} {message}.")
        return unit(output)


def open_network(folder: ModelFolder, part: Part, tokenizer: Tokenizer) -> Network:
    """Load the network of one part; ModelError tells what is wrong with it."""
    session = _open_session(folder, part)
    inputs = [one.name for one in session.get_inputs()]
    return Network(folder, part, open_cutter(tokenizer, part.max_tokens, part.drop_tokens), session, inputs)


def unit(rows: NDArray[np.float32]) -> Vectors:
    """Scale rows to length 1; a zero row stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), np.float32)


def _open_session(folder: ModelFolder, part: Part) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread in each run, several runs at once: nothing is shared out within a run, and nothing spins when idle.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if folder.fused:
        # Faster to load, and onnxruntime would fuse two operators into one that is five times slower.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        session = onnxruntime.InferenceSession(str(part.model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has a class of its own for each failure
        raise ModelError(f"{part.model} cannot be loaded: {error}.") from error
    known = {"input_ids", "attention_mask", "token_type_ids"}
    if unknown := {one.name for one in session.get_inputs()} - known:
        raise ModelError(f"{part.model} asks for inputs that no text has: {', '.join(sorted(unknown))}.")
    return session
