"""The table of word vectors in four bits, one file for both networks."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto

Array = NDArray[np.float32]

WORDS_FILE = "words.bin"
BLOCK = 16  # numbers that share one step; 32 costs a third more of the cosine that four bits cost
_LEAST, _MOST = -8, 7
_PAGE = 1 << 16  # where a tensor may begin, so that the system can map it into memory


@dataclass(frozen=True)
class WordTable:
    """Codes -8 … 7, shape (vocabulary, d), and their steps, shape (vocabulary, d / BLOCK), float16."""

    codes: NDArray[np.int8]
    steps: NDArray[np.float16]

    @property
    def values(self) -> Array:
        """The word vectors that the codes stand for."""
        return np.asarray(self.codes * np.repeat(self.steps.astype(np.float32), BLOCK, axis=1), np.float32)


def round_words(words: Array) -> WordTable:
    """Round each block so that the number furthest from zero becomes -8: one code more than with steps of one sign."""
    blocks = words.reshape(len(words), -1, BLOCK)
    furthest = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=2)[:, :, None], axis=2)
    steps = (furthest[:, :, 0] / _LEAST).astype(np.float16)
    divisors = np.where(steps == 0, 1, steps).astype(np.float32)[:, :, None]
    codes = np.clip(np.rint(blocks / divisors), _LEAST, _MOST).astype(np.int8)
    return WordTable(codes.reshape(words.shape), steps)


def write_words(table: WordTable, folder: Path) -> None:
    """Write the codes, two a byte, and the steps behind them."""
    packed = _packed(table).tobytes()
    with (folder / WORDS_FILE).open("wb") as file:
        file.write(packed)
        file.write(bytes(_steps_at(table) - len(packed)))
        file.write(table.steps.tobytes())


def word_tensors(table: WordTable) -> tuple[TensorProto, TensorProto]:
    """Tensors for a graph whose content lies in that file: `words` and `words.steps`.

    A byte of `words` has the code of one column of the first half, and above it that of the same column of the second
    half, each plus 8.
    """
    packed = _packed(table)
    return (
        _outside("words", TensorProto.UINT8, packed.shape, 0, packed.nbytes),
        _outside("words.steps", TensorProto.FLOAT16, table.steps.shape, _steps_at(table), table.steps.nbytes),
    )


def _outside(name: str, kind: int, shape: tuple[int, ...], offset: int, length: int) -> TensorProto:
    tensor = TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", WORDS_FILE), ("offset", offset), ("length", length)):
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def _packed(table: WordTable) -> NDArray[np.uint8]:
    low, high = np.split((table.codes - _LEAST).astype(np.uint8), 2, axis=1)
    return np.asarray(low | high << 4, np.uint8)


def _steps_at(table: WordTable) -> int:
    return -(-table.codes.size // 2 // _PAGE) * _PAGE
