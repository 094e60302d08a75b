"""A model with one network for documents and another for queries."""

import json
import shutil
from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from broadsheet.embed.lazy import LazyEmbedder
from broadsheet.embed.registry import open_embedder, verify
from broadsheet.errors import ModelError

WORDS = {"[UNK]": 0, "stars": 1, "dust": 2, "gas": 3}
HALF = 0.5**0.5


@pytest.fixture
def parted(tmp_path: Path) -> Path:
    """A folder with a model of three words, of which documents do without dust."""
    tokenizer = Tokenizer(models.WordLevel(WORDS, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    for name in ("document.onnx", "query.onnx"):
        shutil.copy(Path(__file__).parent / "tiny" / "model.onnx", tmp_path / name)
    describe(tmp_path)
    return tmp_path


def describe(folder: Path, **changes: object) -> None:
    description = {
        "name": "parted-1",
        "dimensions": 4,
        "document": {"file": "document.onnx", "max_tokens": 8, "drop_tokens": [WORDS["dust"]]},
        "query": {"file": "query.onnx", "max_tokens": 16},
    }
    (folder / "model.json").write_text(json.dumps(description | changes))


def test_documents_are_read_without_the_tokens_to_drop(parted: Path) -> None:
    [vector] = open_embedder(str(parted)).embed(["stars dust dust gas dust"])
    assert vector == pytest.approx([0, HALF, 0, HALF])


def test_queries_are_read_whole(parted: Path) -> None:
    assert open_embedder(str(parted)).embed_query("stars dust") == pytest.approx([0, HALF, HALF, 0])


def test_a_document_of_nothing_but_tokens_to_drop_is_read_as_it_is(parted: Path) -> None:
    [vector] = open_embedder(str(parted)).embed(["dust dust"])
    assert vector == pytest.approx([0, 0, 1, 0])


def test_what_is_dropped_takes_no_room(parted: Path) -> None:
    [vector] = open_embedder(str(parted)).embed(["dust " * 40 + "gas"])
    assert vector == pytest.approx([0, 0, 0, 1])


def test_blank_documents_and_queries_are_near_nothing(parted: Path) -> None:
    model = open_embedder(str(parted))
    assert not model.embed([" "]).any()
    assert not model.embed_query("").any()


def test_one_network_may_read_both(parted: Path) -> None:
    (parted / "query.onnx").unlink()
    describe(parted, query={"file": "document.onnx", "max_tokens": 16})
    model = open_embedder(str(parted))
    assert model.embed_query("dust gas") == pytest.approx([0, 0, HALF, HALF])
    assert model.embed(["dust gas"])[0] == pytest.approx([0, 0, 0, 1])


@pytest.mark.parametrize("name", ["document.onnx", "query.onnx"])
def test_both_networks_must_be_there(parted: Path, name: str) -> None:
    (parted / name).unlink()
    with pytest.raises(ModelError, match=name):
        open_embedder(str(parted))


def test_rubbish_in_the_network_for_documents_is_told_when_it_is_needed(parted: Path) -> None:
    (parted / "document.onnx").write_text("<html>not found</html>")
    model = open_embedder(str(parted))
    assert model.embed_query("gas").any()
    with pytest.raises(ModelError, match=r"document\.onnx"):
        model.embed(["gas"])


def test_weights_beside_a_network_are_checked_like_it(parted: Path) -> None:
    (parted / "words.bin").write_bytes(b"1234")
    describe(parted, files={"words.bin": {"bytes": 5, "sha256": "0" * 64}})
    with pytest.raises(ModelError, match=r"words\.bin is damaged"):
        open_embedder(str(parted))
    describe(parted, files={"words.bin": {"bytes": 4, "sha256": "0" * 64}})
    with pytest.raises(ModelError, match="checksum"):
        verify(str(parted))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"document": {"file": "document.onnx"}}, "max_tokens"),
        ({"query": {"file": "query.onnx", "max_tokens": 4}}, "max_tokens"),
        ({"query": "query.onnx"}, "query is no table"),
        ({"query": {"file": "../query.onnx", "max_tokens": 16}}, "in this folder"),
        ({"document": {"file": "document.onnx", "max_tokens": 8, "drop_tokens": ["dust"]}}, "drop_tokens"),
        ({"continues": "minilm"}, "continues"),
    ],
)
def test_a_wrong_part_is_explained(parted: Path, changes: dict[str, object], message: str) -> None:
    describe(parted, **changes)
    with pytest.raises(ModelError, match=message):
        open_embedder(str(parted))


def test_a_model_tells_whose_vectors_it_continues(parted: Path) -> None:
    describe(parted, continues=["earlier-1"])
    assert LazyEmbedder(str(parted)).continues == ("earlier-1",)
    describe(parted)
    assert LazyEmbedder(str(parted)).continues == ()
