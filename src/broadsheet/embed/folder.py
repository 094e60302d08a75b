"""A model as a folder: one or two networks, `tokenizer.json`, and `model.json` that describes them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from broadsheet.errors import ModelError

DESCRIPTION_FILE = "model.json"
MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
LEAST_TOKENS = 8
POOLINGS = ("mean", "first")
_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class FileMark:
    """Size and digest that a file of the model must have."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """The network that reads documents, or queries: its file, and what it is given of a text.

    The prefix is put before each text, as some models were trained. `drop_tokens` are left out of it: a token of them
    says nothing of what the text is about.
    """

    model: Path
    max_tokens: int
    prefix: str = ""
    drop_tokens: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """The description of a model, read from its `model.json`.

    `document` and `query` may name the same network. `pooling` tells how token vectors become one ("mean", or "first"
    for the first token's) where the graph itself gives none. `fused` tells that the graph is already made of
    onnxruntime's fused operators. `continues` names models whose vectors can be compared with this one's. `files` may
    be empty: then nothing is checked.
    """

    path: Path
    name: str
    dimensions: int
    document: Part
    query: Part
    pooling: str
    fused: bool
    continues: Sequence[str]
    files: Mapping[str, FileMark]

    @property
    def tokenizer(self) -> Path:
        return self.path / TOKENIZER_FILE


def read_folder(path: Path) -> ModelFolder:
    """Read the description and compare the files' sizes with it; ModelError tells what is missing or damaged."""
    raw = _read_description(path / DESCRIPTION_FILE)
    folder = _described(path, raw)
    if folder.pooling not in POOLINGS:
        raise ModelError(f"{path / DESCRIPTION_FILE}: pooling is one of {', '.join(POOLINGS)}.")
    if min(folder.document.max_tokens, folder.query.max_tokens) < LEAST_TOKENS:
        raise ModelError(f"{path / DESCRIPTION_FILE}: max_tokens is at least {LEAST_TOKENS}.")
    needed = {folder.document.model, folder.query.model, folder.tokenizer}
    for file in sorted(needed | {path / name for name in folder.files}):
        _check_size(file, folder.files.get(file.name))
    return folder


def verify_folder(path: Path) -> ModelFolder:
    """Read every byte of the model's files and compare their digests; ModelError names the damaged file."""
    folder = read_folder(path)
    for name, mark in folder.files.items():
        if _digest(path / name) != mark.sha256:
            raise ModelError(f"{path / name} is damaged: its checksum is wrong. Install Broadsheet again.")
    return folder


def _read_description(file: Path) -> dict[str, object]:
    try:
        raw = orjson.loads(file.read_bytes())
    except OSError as error:
        raise ModelError(f"No embedding model in {file.parent}: {file.name} cannot be read.") from error
    except orjson.JSONDecodeError as error:
        raise ModelError(f"{file} is not valid JSON: {error}.") from error
    if not isinstance(raw, dict):
        raise ModelError(f"{file} does not hold an object.")
    return raw


def _described(path: Path, raw: Mapping[str, object]) -> ModelFolder:
    try:
        return ModelFolder(
            path=path,
            name=_text(raw, "name"),
            dimensions=_count(raw, "dimensions"),
            document=_part(path, raw, "document"),
            query=_part(path, raw, "query"),
            pooling=_text(raw, "pooling", "mean"),
            fused=raw.get("fused") is True,
            continues=_texts(raw, "continues"),
            files=_marks(raw.get("files", {})),
        )
    except ValueError as error:
        raise ModelError(f"{path / DESCRIPTION_FILE}: {error}.") from error


def _part(path: Path, raw: Mapping[str, object], kind: str) -> Part:
    """One network as its own table tells it, and where that is silent as the whole description does."""
    own = raw.get(kind, {})
    if not isinstance(own, dict):
        raise ValueError(f"{kind} is no table of file, max_tokens, prefix and drop_tokens")
    file = _text(own, "file", MODEL_FILE)
    if Path(file).name != file:
        raise ValueError(f"{kind}: file is the name of a file in this folder")
    return Part(
        model=path / file,
        max_tokens=_count(own if "max_tokens" in own else raw, "max_tokens"),
        prefix=_text(own, "prefix", _text(raw, f"{kind}_prefix", "")),
        drop_tokens=_numbers(own, "drop_tokens"),
    )


def _numbers(raw: Mapping[str, object], field: str) -> Sequence[int]:
    value = raw.get(field, [])
    if not isinstance(value, list) or not all(isinstance(one, int) for one in value):
        raise ValueError(f"{field} is no list of numbers")
    return tuple(value)


def _texts(raw: Mapping[str, object], field: str) -> Sequence[str]:
    value = raw.get(field, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{field} is no list of texts")
    return tuple(value)


def _text(raw: Mapping[str, object], field: str, default: str | None = None) -> str:
    value = raw.get(field, default)
    if not isinstance(value, str):
        raise ValueError(f"{field} is missing or no text")
    return value


def _count(raw: Mapping[str, object], field: str) -> int:
    value = raw.get(field)
    if not isinstance(value, int) or value < 1:
        raise ValueError(f"{field} is missing or no positive number")
    return value


def _marks(raw: object) -> dict[str, FileMark]:
    if not isinstance(raw, dict) or not all(isinstance(one, dict) for one in raw.values()):
        raise ValueError("files is no table of names with bytes and sha256")
    return {name: FileMark(_count(one, "bytes"), _text(one, "sha256")) for name, one in raw.items()}


def _check_size(file: Path, mark: FileMark | None) -> None:
    try:
        size = file.stat().st_size
    except OSError as error:
        raise ModelError(f"The embedding model's file {file} is missing.") from error
    if mark and size != mark.size:
        raise ModelError(f"{file} is damaged: it has {size:,} bytes, not {mark.size:,}. Install Broadsheet again.")


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_READ_BYTES):
            digest.update(block)
    return digest.hexdigest()
