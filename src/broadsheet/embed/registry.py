"""Models by name."""

from pathlib import Path

from broadsheet.embed.base import Embedder
from broadsheet.embed.folder import DESCRIPTION_FILE, ModelFolder, read_folder, verify_folder
from broadsheet.errors import ModelError

SHIPPED = "minilm"
MODELS = {SHIPPED: Path(__file__).with_name(SHIPPED)}


def open_embedder(name: str, *, threads: int = 0) -> Embedder:
    """Load a model by its name in MODELS, or by the path of a folder that holds one.

    `threads` is how many texts' batches are worked on at once; 0 takes one for every core. ModelError when the name is
    unknown or the files are missing or damaged.
    """
    # Late, because onnxruntime takes 0.1 s to import and most commands need no model.
    from broadsheet.embed.encoder import OnnxEmbedder

    return OnnxEmbedder(read_folder(find_model(name)), threads=threads)


def verify(name: str) -> ModelFolder:
    """Compare the model's files with their recorded checksums; return its description, or raise ModelError."""
    return verify_folder(find_model(name))


def find_model(name: str) -> Path:
    """The folder of a model known by name or given as a path; ModelError names the known ones."""
    if name in MODELS:
        return MODELS[name]
    path = Path(name).expanduser()
    if (path / DESCRIPTION_FILE).is_file():
        return path
    known = ", ".join(sorted(MODELS))
    raise ModelError(f"No embedding model {name!r}. Known: {known}; or the path of a folder with {DESCRIPTION_FILE}.")
