"""The low-rank matrices that tune the network for queries (LoRA, Hu et al. 2021)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Codes = NDArray[np.int8]

_MOST = 127


@dataclass(frozen=True)
class LowRank:
    """Adds (x @ down) @ up to each product of one activation x: down has shape (in, rank), each up (rank, out)."""

    down: Array
    ups: tuple[Array, ...]


@dataclass(frozen=True)
class RoundedLowRank:
    """The same in int8: down @ up is down_codes @ (up_codes * gain), with one gain of shape (rank, 1) for each up."""

    down: Codes
    ups: tuple[Codes, ...]
    gains: tuple[Array, ...]


def rounded(pair: LowRank) -> RoundedLowRank:
    """Round each column of `down` and each row of `up` with a step of its own; both steps go into the gain."""
    down_steps = _steps(pair.down, axis=0)
    up_steps = [_steps(up, axis=1) for up in pair.ups]
    return RoundedLowRank(
        _codes(pair.down, down_steps),
        tuple(_codes(up, steps) for up, steps in zip(pair.ups, up_steps, strict=True)),
        tuple(down_steps.reshape(-1, 1) * steps for steps in up_steps),
    )


def write_tuning(tuning: Mapping[str, LowRank], file: Path) -> None:
    """Keep the matrices by the activation that they read, in float16."""
    arrays = {}
    for spot, pair in tuning.items():
        arrays[f"{spot}.down"] = pair.down.astype(np.float16)
        arrays |= {f"{spot}.up.{number}": up.astype(np.float16) for number, up in enumerate(pair.ups)}
    np.savez(file, **arrays)


def read_tuning(file: Path) -> dict[str, LowRank]:
    """Read what `write_tuning` kept."""
    arrays = {name: array.astype(np.float32) for name, array in np.load(file).items()}
    spots = [name.removesuffix(".down") for name in arrays if name.endswith(".down")]
    return {
        spot: LowRank(
            arrays[f"{spot}.down"],
            tuple(array for name, array in sorted(arrays.items()) if name.startswith(f"{spot}.up.")),
        )
        for spot in spots
    }


def _steps(matrix: Array, axis: int) -> Array:
    return np.asarray(np.maximum(np.abs(matrix).max(axis=axis, keepdims=True) / _MOST, 1e-12), np.float32)


def _codes(matrix: Array, steps: Array) -> Codes:
    return np.rint(matrix / steps).astype(np.int8)
