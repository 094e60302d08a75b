"""Vectors in memory and on disk."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from broadsheet.errors import IndexBroken
from broadsheet.search.dense import DenseIndex, Keys, latest_saved, load, save_as_of
from broadsheet.search.engine import Vector


def unit_rows(number: int, dimensions: int = 384, seed: int = 7) -> Vector:
    rows = np.random.default_rng(seed).standard_normal((number, dimensions)).astype(np.float32)
    unit: Vector = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def keys_of(*keys: int) -> Keys:
    return np.array(keys, dtype=np.int64)


def found(index: DenseIndex, vector: Vector, limit: int = 10) -> list[int]:
    return [hit.key for hit in index.search(vector, limit) or []]


def nearest(rows: Vector, vector: Vector, limit: int) -> NDArray[np.int64]:
    order: NDArray[np.int64] = np.argsort(-(rows @ vector))[:limit]
    return order


def test_bytes_find_what_exact_search_finds() -> None:
    rows, queries = unit_rows(3_000), unit_rows(40, seed=8)
    index = DenseIndex(384)
    index.put(np.arange(3_000), rows)
    agreed = [len(set(found(index, query)) & set(nearest(rows, query, 10).tolist())) / 10 for query in queries]
    assert np.mean(agreed) >= 0.97


def test_scores_are_cosines() -> None:
    rows = unit_rows(50)
    index = DenseIndex(384)
    index.put(np.arange(50), rows)
    hits = index.search(rows[3], 50) or []
    assert [hit.score for hit in hits] == pytest.approx([float(rows[hit.key] @ rows[3]) for hit in hits], abs=0.01)


def test_put_replaces_and_remove_forgets() -> None:
    rows = unit_rows(4)
    index = DenseIndex(384)
    index.put(keys_of(10, 11, 12), rows[:3])
    index.put(keys_of(11), rows[3:])
    assert len(index) == 3
    assert found(index, rows[3], 1) == [11]
    index.remove(keys_of(11, 99))
    assert sorted(found(index, rows[3])) == [10, 12]
    present, restored = index.rows([12, 11])
    assert present.tolist() == [12]
    assert restored[0] == pytest.approx(rows[2], abs=0.002)


def test_only_allowed_papers_are_found() -> None:
    rows = unit_rows(100)
    index = DenseIndex(384)
    index.put(np.arange(1_000, 1_100), rows)
    allowed = index.allow(keys_of(1_005, 1_050, 7))
    assert sorted(hit.key for hit in index.search(rows[0], 10, allowed) or []) == [1_005, 1_050]
    index.remove(keys_of(1_000))
    assert index.search(rows[0], 10, allowed) is None


def test_vector_of_another_length_finds_nothing() -> None:
    index = DenseIndex(384)
    assert found(index, unit_rows(1)[0]) == []
    index.put(keys_of(1), unit_rows(1))
    assert found(index, unit_rows(1, 16)[0]) == []


def test_saved_index_is_the_same_when_loaded(tmp_path: Path) -> None:
    rows = unit_rows(20)
    index = DenseIndex(384)
    index.put(np.arange(20), rows)
    save_as_of(index, tmp_path, "minilm", 5)
    index.remove(keys_of(3))
    save_as_of(index, tmp_path, "minilm", 9)
    saved = latest_saved(tmp_path, "minilm")
    assert saved is not None
    assert saved.change == 9
    loaded = load(saved.folder)
    assert found(loaded, rows[3], 20) == found(index, rows[3], 20)
    loaded.put(keys_of(3), rows[3:4])
    assert found(loaded, rows[3], 1) == [3]
    assert len(list(tmp_path.iterdir())) == 1
    assert latest_saved(tmp_path, "/models/minilm") is None


@pytest.mark.parametrize("file", ["vectors.faiss", "keys.npy"])
def test_damaged_file_is_told(tmp_path: Path, file: str) -> None:
    index = DenseIndex(384)
    index.put(keys_of(1, 2), unit_rows(2))
    save_as_of(index, tmp_path, "minilm", 1)
    saved = latest_saved(tmp_path, "minilm")
    assert saved is not None
    content = (saved.folder / file).read_bytes()
    (saved.folder / file).write_bytes(content[: len(content) // 2])
    with pytest.raises(IndexBroken):
        load(saved.folder)
