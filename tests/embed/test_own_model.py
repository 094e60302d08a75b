"""A model of the user's own, of the kind that gives one vector for each token."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from broadsheet.embed.registry import open_embedder
from broadsheet.errors import ModelError

HALF = 0.5**0.5


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a model of three words: stars, dust, gas."""
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "stars": 1, "dust": 2, "gas": 3}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.enable_padding(length=128)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    shutil.copy(Path(__file__).parent / "tiny" / "model.onnx", tmp_path)
    describe(tmp_path)
    return tmp_path


def describe(folder: Path, **changes: object) -> None:
    description = {"name": "own-1", "dimensions": 4, "max_tokens": 8} | changes
    (folder / "model.json").write_text(json.dumps(description))


def test_token_vectors_are_averaged_without_padding(own: Path) -> None:
    assert open_embedder(str(own)).embed_query("stars gas") == pytest.approx([0, HALF, 0, HALF])


def test_a_long_text_is_averaged_over_its_windows(own: Path) -> None:
    vector = open_embedder(str(own)).embed_query("stars " * 8 + "gas " * 8)
    assert vector == pytest.approx([0, HALF, 0, HALF])


def test_the_first_token_stands_for_the_text_where_the_model_says_so(own: Path) -> None:
    describe(own, pooling="first")
    assert open_embedder(str(own)).embed_query("dust gas gas") == pytest.approx([0, 0, 1, 0])


def test_threads_share_one_model(own: Path) -> None:
    model = open_embedder(str(own), threads=2)
    texts = ["stars", "dust dust gas", "gas stars"] * 20
    with ThreadPoolExecutor(8) as pool:
        one_by_one = np.stack(list(pool.map(model.embed_query, texts)))
    assert one_by_one == pytest.approx(model.embed(texts))


def test_a_model_of_something_else_is_refused(own: Path) -> None:
    file = own / "model.onnx"
    file.write_bytes(file.read_bytes().replace(b"token_type_ids", b"image_pixels__"))
    with pytest.raises(ModelError, match="image_pixels__"):
        open_embedder(str(own))


def test_a_wrong_number_of_dimensions_is_refused(own: Path) -> None:
    describe(own, dimensions=384)
    with pytest.raises(ModelError, match="4 dimensions, not 384"):
        open_embedder(str(own)).embed_query("stars")


def test_a_tokenizer_with_more_words_than_the_model_is_refused(own: Path) -> None:
    file = own / "tokenizer.json"
    file.write_text(file.read_text().replace('"gas":3', '"gas":9').replace('"gas": 3', '"gas": 9'))
    with pytest.raises(ModelError, match="does not fit its tokenizer"):
        open_embedder(str(own)).embed_query("gas")
