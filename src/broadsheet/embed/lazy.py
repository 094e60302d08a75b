"""A model that is loaded when it is first needed, or ahead of that in the background."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from broadsheet.embed.base import Embedder, Vectors
from broadsheet.embed.folder import read_folder
from broadsheet.embed.registry import find_model, open_embedder
from broadsheet.errors import ModelError


class LazyEmbedder:
    """An Embedder that knows its name and dimensions at once, and loads weights and runtime on first use.

    ModelError is raised at once where the model is unknown or its files are missing or cut off.
    """

    def __init__(self, name: str, *, threads: int = 0) -> None:
        self._folder = read_folder(find_model(name))
        self._setting = name
        self._threads = threads
        self._loading = threading.Lock()
        self._loaded: Embedder | None = None
        self._ahead: threading.Thread | None = None

    @property
    def name(self) -> str:
        """The model and its revision."""
        return self._folder.name

    @property
    def continues(self) -> Sequence[str]:
        """Names of models whose vectors can be compared with this one's."""
        return self._folder.continues

    @property
    def dimensions(self) -> int:
        """Length of each vector."""
        return self._folder.dimensions

    def load(self) -> Embedder:
        """Load the model unless that is done; of several threads one loads and the others wait."""
        with self._loading:
            if self._loaded is None:
                self._loaded = open_embedder(self._setting, threads=self._threads)
            return self._loaded

    def load_ahead(self) -> None:
        """Begin to load in the background, while the caller opens other things."""
        self._ahead = threading.Thread(target=self._try_to_load, name="load-model", daemon=True)
        self._ahead.start()

    def _try_to_load(self) -> None:
        # Whoever needs the model meets the same error again, and can say what it was needed for.
        with suppress(ModelError):
            self.load()

    def close(self) -> None:
        """Wait for the loading that was begun: a process that ends in its midst is aborted by the runtime."""
        if self._ahead is not None:
            self._ahead.join()

    def embed(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed documents, shape (texts, dimensions)."""
        return self.load().embed(texts, progress=progress)

    def embed_query(self, text: str) -> Vectors:
        """Embed what a reader asks for, shape (dimensions,)."""
        return self.load().embed_query(text)
