"""Models by name and by folder, whole and damaged."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.embed.folder import read_folder
from broadsheet.embed.registry import MODELS, SHIPPED, find_model, open_embedder, verify
from broadsheet.errors import ModelError

FILES = sorted(read_folder(MODELS[SHIPPED]).files)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A user's own copy of the shipped model."""
    return Path(shutil.copytree(MODELS[SHIPPED], tmp_path / "own"))


def describe(folder: Path, **changes: object) -> None:
    file = folder / "model.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


def test_the_shipped_model_is_whole() -> None:
    assert verify(SHIPPED).dimensions == 384


def test_the_weights_that_are_shipped_fit_into_25_megabytes() -> None:
    assert sum(mark.size for mark in read_folder(MODELS[SHIPPED]).files.values()) <= 25_000_000


def test_queries_have_a_network_of_their_own_near_that_of_documents() -> None:
    shipped, query = open_embedder(SHIPPED), "how do magnetic fields slow the collapse of a gas cloud"
    assert 0.8 < shipped.embed_query(query) @ shipped.embed([query])[0] < 0.995


def test_the_shipped_model_comes_with_its_licence() -> None:
    assert "Apache License" in (MODELS[SHIPPED] / "LICENSE").read_text()


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ModelError, match=f"Known: .*{SHIPPED}"):
        open_embedder("word2vec")


def test_a_folder_is_a_model_too(copied: Path) -> None:
    describe(copied, name="own-1", max_tokens=16)
    own = open_embedder(str(copied))
    assert own.name == "own-1"
    assert own.embed_query("galaxies") @ open_embedder(SHIPPED).embed_query("galaxies") > 0.9999


def test_prefixes_are_put_before_texts(copied: Path) -> None:
    describe(copied, query_prefix="query: ", document_prefix="passage: ")
    own, shipped = open_embedder(str(copied)), open_embedder(SHIPPED)
    assert own.embed_query("dust") @ shipped.embed_query("query: dust") > 0.9999
    assert own.embed(["dust"])[0] @ shipped.embed(["passage: dust"])[0] > 0.9999


def test_a_cut_file_is_noticed_on_opening(copied: Path) -> None:
    model = read_folder(copied).document.model
    model.write_bytes(model.read_bytes()[:-1])
    with pytest.raises(ModelError, match=rf"{model.name} is damaged"):
        open_embedder(str(copied))


def test_a_changed_byte_is_noticed_by_verify(copied: Path) -> None:
    tokenizer = copied / "tokenizer.json"
    tokenizer.write_bytes(tokenizer.read_bytes().replace(b"galaxies", b"galaxlas"))
    with pytest.raises(ModelError, match="checksum"):
        verify(str(copied))


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(copied: Path, file: str) -> None:
    (copied / file).unlink()
    with pytest.raises(ModelError, match=file):
        open_embedder(str(copied))


@pytest.mark.parametrize("file", [read_folder(MODELS[SHIPPED]).query.model.name, "tokenizer.json"])
def test_rubbish_in_a_file_is_a_model_error(copied: Path, file: str) -> None:
    describe(copied, files={})
    (copied / file).write_text("<html>not found</html>")
    with pytest.raises(ModelError, match=file):
        open_embedder(str(copied))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dimensions": 0}, "dimensions"),
        ({"query": {"max_tokens": "many"}}, "max_tokens"),
        ({"name": None}, "name"),
        ({"pooling": "best"}, "pooling"),
        ({"files": {"model.onnx": 3}}, "files"),
    ],
)
def test_a_wrong_description_is_explained(copied: Path, changes: dict[str, object], message: str) -> None:
    describe(copied, **changes)
    with pytest.raises(ModelError, match=message):
        open_embedder(str(copied))


@pytest.mark.parametrize("text", ["{", "[]", ""])
def test_a_broken_description_is_a_model_error(copied: Path, text: str) -> None:
    (copied / "model.json").write_text(text)
    with pytest.raises(ModelError, match=r"model\.json"):
        verify(str(copied))


def test_finding_a_model_loads_no_runtime() -> None:
    code = (
        "import sys; from broadsheet.embed.registry import SHIPPED, find_model; find_model(SHIPPED); "
        "sys.exit('onnxruntime' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert find_model(SHIPPED) == MODELS[SHIPPED]
