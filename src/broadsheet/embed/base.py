"""What every model that turns text into vectors can do."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """A loaded model. Safe to use from several threads.

    Vectors are float32 of unit length, so that a dot product is the cosine; blank text has the zero vector, which is
    near nothing. Text past the model's limit is left out.
    """

    @property
    def name(self) -> str:
        """The model and its revision, kept beside each vector that it made."""

    @property
    def dimensions(self) -> int:
        """Length of each vector."""

    def embed(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed documents, shape (texts, dimensions), in their order; none gives shape (0, dimensions).

        `progress` is called in the caller's thread with the number of texts finished since its last call.
        """

    def embed_query(self, text: str) -> Vectors:
        """Embed what a reader asks for, shape (dimensions,)."""
